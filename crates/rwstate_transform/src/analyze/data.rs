//! Whether a value holds data alone.
//!
//! A kept value is the old module instance's. Data is the same in either; a function goes on calling the code it was made with, and
//! what another module made may be of a code that is gone.

use oxc_ast::{
    AstKind,
    ast::{Argument, ArrayExpressionElement, Expression, ObjectPropertyKind, PropertyKind},
};
use oxc_semantic::Semantic;
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use super::make::{Made, Maker};
use crate::{Reason, Refusal};

/// Globals that make data of data.
const CONSTRUCTORS: &[&str] = &[
    "Map",
    "Set",
    "WeakMap",
    "WeakSet",
    "Array",
    "Object",
    "Date",
    "URL",
    "URLSearchParams",
    "Headers",
    "RegExp",
    "Error",
    "ArrayBuffer",
    "SharedArrayBuffer",
    "DataView",
    "Int8Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "Int16Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float32Array",
    "Float64Array",
    "BigInt64Array",
    "BigUint64Array",
    "TextEncoder",
    "TextDecoder",
    "AbortController",
    "Symbol",
    "String",
    "Number",
    "Boolean",
    "BigInt",
];

/// Functions of globals that return data.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("Object", &["create", "freeze", "seal", "fromEntries", "assign"]),
    ("Array", &["from", "of"]),
    ("Date", &["now"]),
    ("Math", &["random", "floor", "max", "min"]),
    ("performance", &["now"]),
    ("crypto", &["randomUUID"]),
    ("JSON", &["parse"]),
    ("Symbol", &["for"]),
];

/// How deep constants are followed; what is deeper is opaque.
const DEPTH: u32 = 16;

impl<'a> Maker<'_, 'a> {
    /// Returns what keeps an expression from being data; `None` where it is.
    pub(crate) fn objection(self, expression: &Expression<'a>) -> Option<Refusal> {
        Search { maker: self, depth: 0, known: vec![] }.expression(expression).err()
    }
}

struct Search<'s, 'a> {
    maker: Maker<'s, 'a>,
    depth: u32,
    /// Constants that are data: each is followed once, however often it is read.
    known: Vec<SymbolId>,
}

type Outcome = Result<(), Refusal>;

impl<'a> Search<'_, 'a> {
    fn expression(&mut self, expression: &Expression<'a>) -> Outcome {
        let expression = expression.get_inner_expression();
        let span = expression.span();
        if matches!(self.maker.make(expression), Made::Certain(_)) {
            return Ok(());
        }
        match expression {
            Expression::BooleanLiteral(_)
            | Expression::NullLiteral(_)
            | Expression::NumericLiteral(_)
            | Expression::BigIntLiteral(_)
            | Expression::RegExpLiteral(_)
            | Expression::StringLiteral(_) => Ok(()),
            Expression::TemplateLiteral(template) => {
                template.expressions.iter().try_for_each(|part| self.expression(part))
            }
            Expression::UnaryExpression(unary) => self.expression(&unary.argument),
            Expression::BinaryExpression(binary) => {
                self.expression(&binary.left)?;
                self.expression(&binary.right)
            }
            Expression::LogicalExpression(logical) => {
                self.expression(&logical.left)?;
                self.expression(&logical.right)
            }
            Expression::ConditionalExpression(choice) => {
                self.expression(&choice.test)?;
                self.expression(&choice.consequent)?;
                self.expression(&choice.alternate)
            }
            Expression::ArrayExpression(array) => {
                array.elements.iter().try_for_each(|element| match element {
                    ArrayExpressionElement::SpreadElement(spread) => {
                        self.expression(&spread.argument)
                    }
                    ArrayExpressionElement::Elision(_) => Ok(()),
                    element => element.as_expression().map_or(Ok(()), |it| self.expression(it)),
                })
            }
            Expression::ObjectExpression(object) => {
                object.properties.iter().try_for_each(|property| self.property(property))
            }
            Expression::NewExpression(new) if self.is_global(&new.callee, CONSTRUCTORS) => {
                self.arguments(&new.arguments)
            }
            Expression::CallExpression(call)
                if self.is_global(&call.callee, CONSTRUCTORS) || self.is_function(&call.callee) =>
            {
                self.arguments(&call.arguments)
            }
            Expression::Identifier(identifier) => {
                let scoping = self.maker.semantic.scoping();
                let symbol = scoping.get_reference(identifier.reference_id()).symbol_id();
                match (symbol, identifier.name.as_str()) {
                    (Some(symbol), _) => self.constant(symbol, span),
                    (None, "undefined" | "NaN" | "Infinity") => Ok(()),
                    (None, _) => refuse(Reason::OpaqueInitializer, span),
                }
            }
            Expression::StaticMemberExpression(member) => {
                if is_environment(&member.object) {
                    Ok(())
                } else {
                    self.expression(&member.object)
                }
            }
            Expression::FunctionExpression(_)
            | Expression::ArrowFunctionExpression(_)
            | Expression::ClassExpression(_) => refuse(Reason::HoldsCode, span),
            _ => refuse(Reason::OpaqueInitializer, span),
        }
    }

    fn property(&mut self, property: &ObjectPropertyKind<'a>) -> Outcome {
        match property {
            ObjectPropertyKind::SpreadProperty(spread) => self.expression(&spread.argument),
            ObjectPropertyKind::ObjectProperty(property) => {
                if property.method || property.kind != PropertyKind::Init {
                    return refuse(Reason::HoldsCode, property.span);
                }
                if property.computed
                    && let Some(key) = property.key.as_expression()
                {
                    self.expression(key)?;
                }
                self.expression(&property.value)
            }
        }
    }

    fn arguments(&mut self, arguments: &[Argument<'a>]) -> Outcome {
        arguments.iter().try_for_each(|argument| match argument {
            Argument::SpreadElement(spread) => self.expression(&spread.argument),
            argument => argument.as_expression().map_or(Ok(()), |it| self.expression(it)),
        })
    }

    /// A constant of this module is what it was made from.
    fn constant(&mut self, symbol: SymbolId, span: Span) -> Outcome {
        let scoping = self.maker.semantic.scoping();
        let flags = scoping.symbol_flags(symbol);
        if flags.intersects(SymbolFlags::Function | SymbolFlags::Class) {
            return refuse(Reason::HoldsCode, span);
        }
        if flags.contains(SymbolFlags::RegularEnum) || flags.contains(SymbolFlags::ConstEnum) {
            return Ok(());
        }
        if self.known.contains(&symbol) {
            return Ok(());
        }
        match constant_init(self.maker.semantic, symbol) {
            Some(init) if self.depth < DEPTH => {
                self.depth += 1;
                let outcome = self.expression(init);
                self.depth -= 1;
                outcome.map_err(|refusal| Refusal { span: span.start..span.end, ..refusal })?;
                self.known.push(symbol);
                Ok(())
            }
            _ => refuse(Reason::OpaqueInitializer, span),
        }
    }

    fn is_global(&self, callee: &Expression<'a>, names: &[&str]) -> bool {
        let Expression::Identifier(identifier) = callee.get_inner_expression() else {
            return false;
        };
        self.maker.semantic.is_reference_to_global_variable(identifier)
            && names.contains(&identifier.name.as_str())
    }

    fn is_function(&self, callee: &Expression<'a>) -> bool {
        let Expression::StaticMemberExpression(member) = callee.get_inner_expression() else {
            return false;
        };
        FUNCTIONS.iter().any(|(object, names)| {
            self.is_global(&member.object, &[object])
                && names.contains(&member.property.name.as_str())
        })
    }
}

/// The initializer of a constant of the module's own; `None` for anything else.
pub(crate) fn constant_init<'a>(
    semantic: &Semantic<'a>,
    symbol: SymbolId,
) -> Option<&'a Expression<'a>> {
    let scoping = semantic.scoping();
    let is_constant = scoping.symbol_flags(symbol).contains(SymbolFlags::ConstVariable)
        && scoping.symbol_scope_id(symbol) == scoping.root_scope_id();
    if !is_constant {
        return None;
    }
    match semantic.nodes().kind(scoping.symbol_declaration(symbol)) {
        AstKind::VariableDeclarator(declarator) if declarator.id.is_binding_identifier() => {
            declarator.init.as_ref()
        }
        _ => None,
    }
}

/// `process.env`, `import.meta.env` and `import.meta`: the same for every instance of a module.
fn is_environment(object: &Expression<'_>) -> bool {
    match object.get_inner_expression() {
        Expression::ImportMeta(_) => true,
        Expression::StaticMemberExpression(member) if member.property.name == "env" => {
            matches!(&member.object, Expression::ImportMeta(_))
                || member.object.is_specific_id("process")
        }
        _ => false,
    }
}

const fn refuse(reason: Reason, span: Span) -> Outcome {
    Err(Refusal { reason, span: span.start..span.end })
}
