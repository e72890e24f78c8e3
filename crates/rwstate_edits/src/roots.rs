//! Where the value of an expression comes from.

use oxc_ast::ast::{
    Argument, ArrayExpression, ArrayExpressionElement, CallExpression, ChainElement, Expression,
    IdentifierReference,
};
use oxc_semantic::Scoping;
use oxc_syntax::symbol::SymbolId;

use crate::{
    reader::Reader,
    routine::{Root, Roots},
};

/// What Vite's SSR transform makes of imports and exports, by the name that it calls.
/// Source: `ssrTransformScript` of Vite 6 to 8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViteCall {
    /// `__vite_ssr_import__(url)`.
    Import,
    /// `__vite_ssr_dynamic_import__(url)`.
    DynamicImport,
    /// `__vite_ssr_exportName__(name, getter)`, `__vite_ssr_exportAll__(namespace)`, or
    /// `Object.defineProperty(__vite_ssr_exports__, name, { get })`.
    Export,
}

impl Reader<'_> {
    /// What a call is that Vite's transform may have written.
    pub(crate) fn vite_call(&self, call: &CallExpression<'_>) -> Option<ViteCall> {
        if let Expression::Identifier(callee) = &call.callee {
            return match self.global(callee)? {
                "__vite_ssr_import__" => Some(ViteCall::Import),
                "__vite_ssr_dynamic_import__" => Some(ViteCall::DynamicImport),
                "__vite_ssr_exportName__" | "__vite_ssr_exportAll__" => Some(ViteCall::Export),
                _ => None,
            };
        }
        let Some(Argument::Identifier(target)) = call.arguments.first() else { return None };
        (self.global(target) == Some("__vite_ssr_exports__")).then_some(ViteCall::Export)
    }

    /// The name of what no scope of the module binds.
    pub(crate) fn global<'i>(&self, identifier: &'i IdentifierReference<'_>) -> Option<&'i str> {
        self.symbol(identifier).is_none().then_some(identifier.name.as_str())
    }

    pub(crate) fn symbol(&self, identifier: &IdentifierReference<'_>) -> Option<SymbolId> {
        symbol(self.scoping, identifier)
    }

    /// Where a value comes from, and the elements of an array.
    pub(crate) fn roots(&mut self, expression: &Expression<'_>) -> Roots {
        let mut roots = Roots::default();
        self.add_roots(expression, &mut roots);
        roots
    }

    fn add_roots(&mut self, expression: &Expression<'_>, roots: &mut Roots) {
        let mut expression = expression;
        loop {
            expression = match expression {
                Expression::Identifier(it) => {
                    roots.own.extend(self.symbol(it).map(Root::Binding));
                    return;
                }
                Expression::CallExpression(call) => {
                    if matches!(
                        self.vite_call(call),
                        Some(ViteCall::Import | ViteCall::DynamicImport)
                    ) {
                        roots.own.extend(self.imported(call).map(Root::Import));
                        return;
                    }
                    &call.callee
                }
                Expression::ChainExpression(it) => match &it.expression {
                    ChainElement::CallExpression(call) => &call.callee,
                    ChainElement::TSNonNullExpression(it) => &it.expression,
                    chain => match chain.as_member_expression() {
                        Some(member) => member.object(),
                        None => return,
                    },
                },
                Expression::ConditionalExpression(it) => {
                    self.add_roots(&it.consequent, roots);
                    &it.alternate
                }
                Expression::LogicalExpression(it) => {
                    self.add_roots(&it.left, roots);
                    &it.right
                }
                Expression::SequenceExpression(it) => match it.expressions.last() {
                    Some(last) => last,
                    None => return,
                },
                Expression::ArrayExpression(it) => return self.add_elements(it, roots),
                Expression::ParenthesizedExpression(it) => &it.expression,
                Expression::AwaitExpression(it) => &it.argument,
                Expression::NewExpression(it) => &it.callee,
                Expression::TaggedTemplateExpression(it) => &it.tag,
                Expression::AssignmentExpression(it) => &it.right,
                other => match other.as_member_expression() {
                    Some(member) => member.object(),
                    None => return,
                },
            };
        }
    }

    fn add_elements(&mut self, array: &ArrayExpression<'_>, roots: &mut Roots) {
        for element in &array.elements {
            let value = match element {
                ArrayExpressionElement::SpreadElement(it) => Some(&it.argument),
                other => other.as_expression(),
            };
            if let Some(value) = value {
                let element = self.roots(value);
                roots.elements.extend(element.own.into_iter().chain(element.elements));
            }
        }
    }

    /// The index of the URL that a call imports, where it is a literal.
    pub(crate) fn imported(&mut self, call: &CallExpression<'_>) -> Option<usize> {
        match call.arguments.first()? {
            Argument::StringLiteral(url) => Some(self.url(url.value.as_str())),
            Argument::TemplateLiteral(url) => {
                let url = url.single_quasi()?;
                Some(self.url(url.as_str()))
            }
            _ => None,
        }
    }
}

/// The function that a callee is, and not only has somewhere: `f`, `(0, f)`, `f.call`, `f.apply`.
pub(crate) fn called<'e, 'a>(callee: &'e Expression<'a>) -> &'e Expression<'a> {
    let mut callee = callee;
    loop {
        callee = match callee {
            Expression::ParenthesizedExpression(it) => &it.expression,
            Expression::SequenceExpression(it) if !it.expressions.is_empty() => {
                &it.expressions[it.expressions.len() - 1]
            }
            Expression::StaticMemberExpression(it)
                if matches!(it.property.name.as_str(), "call" | "apply") =>
            {
                &it.object
            }
            other => return other,
        };
    }
}

fn symbol(scoping: &Scoping, identifier: &IdentifierReference<'_>) -> Option<SymbolId> {
    scoping.get_reference(identifier.reference_id.get()?).symbol_id()
}
