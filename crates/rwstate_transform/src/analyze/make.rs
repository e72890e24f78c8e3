//! What an initializer makes, by its form.

use oxc_ast::{
    AstKind,
    ast::{BindingPattern, Expression, ImportDeclarationSpecifier, PropertyKey},
};
use oxc_semantic::Semantic;
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use crate::{Constructor, Kind, Listed, listed};

/// What an initializer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// State by itself, whatever is done with it.
    Certain(Kind),
    /// A collection with nothing in it, made to be filled.
    Empty,
    /// What is state if functions change it: an array, an object, a collection with something in it.
    Changeable,
    /// An instance of a class that reloads: it is of this module, or of another one of the app.
    Reloadable,
    /// Nothing that is known.
    Opaque,
}

/// The collections that JavaScript has.
const COLLECTIONS: &[&str] = &["Map", "Set", "WeakMap", "WeakSet"];

/// What makes an object that holds data, as a literal does.
const HOLDERS: &[&str] = &["Array", "Object"];

/// Tells what expressions make.
#[derive(Clone, Copy)]
pub(crate) struct Maker<'s, 'a> {
    pub(crate) semantic: &'s Semantic<'a>,
    pub(crate) listed: &'s [Listed],
}

/// Where a callee comes from.
enum Origin<'a> {
    Global(&'a str),
    Import { module: &'a str, name: &'a str },
    Local(SymbolId),
    Unknown,
}

impl<'a> Maker<'_, 'a> {
    /// Tells what an expression makes.
    pub(crate) fn make(self, expression: &Expression<'a>) -> Made {
        match expression.get_inner_expression() {
            Expression::NewExpression(new) => self.construct(&new.callee, new.arguments.is_empty()),
            Expression::CallExpression(call) => self.call(&call.callee),
            Expression::ArrayExpression(_) | Expression::ObjectExpression(_) => Made::Changeable,
            Expression::ConditionalExpression(choice) => {
                self.either(&choice.consequent, &choice.alternate)
            }
            Expression::LogicalExpression(choice) => self.either(&choice.left, &choice.right),
            _ => Made::Opaque,
        }
    }

    /// A context that is made under a condition is one all the same.
    fn either(self, first: &Expression<'a>, second: &Expression<'a>) -> Made {
        let context = Made::Certain(Kind::Context);
        if self.make(first) == context || self.make(second) == context {
            context
        } else {
            Made::Opaque
        }
    }

    fn construct(self, callee: &Expression<'a>, is_empty: bool) -> Made {
        match self.origin(callee) {
            Origin::Global(name) if COLLECTIONS.contains(&name) => {
                if is_empty {
                    Made::Empty
                } else {
                    Made::Changeable
                }
            }
            Origin::Global(name) if HOLDERS.contains(&name) => Made::Changeable,
            Origin::Global(name) => {
                listed::kind_of_global(name).map_or(Made::Opaque, Made::Certain)
            }
            Origin::Import { module, name } => {
                match listed::kind_of(Constructor { module, name }, self.listed) {
                    Some(kind) => Made::Certain(kind),
                    None if module.starts_with(['.', '/']) => Made::Reloadable,
                    None => Made::Opaque,
                }
            }
            Origin::Local(symbol)
                if self.semantic.scoping().symbol_flags(symbol).contains(SymbolFlags::Class) =>
            {
                Made::Reloadable
            }
            Origin::Local(_) | Origin::Unknown => Made::Opaque,
        }
    }

    fn call(self, callee: &Expression<'a>) -> Made {
        match self.origin(callee) {
            Origin::Global("Symbol") => Made::Certain(Kind::Identity),
            Origin::Global("Object.create" | "Array") => Made::Changeable,
            Origin::Import { module, name } => {
                listed::kind_of(Constructor { module, name }, self.listed)
                    .map_or(Made::Opaque, Made::Certain)
            }
            _ => Made::Opaque,
        }
    }

    fn origin(self, callee: &Expression<'a>) -> Origin<'a> {
        match callee.get_inner_expression() {
            Expression::Identifier(identifier) => {
                let reference = self.semantic.scoping().get_reference(identifier.reference_id());
                let global = || Origin::Global(identifier.name.as_str());
                reference.symbol_id().map_or_else(global, |symbol| self.declared(symbol))
            }
            Expression::StaticMemberExpression(member) => {
                let Expression::Identifier(object) = member.object.get_inner_expression() else {
                    return Origin::Unknown;
                };
                let name = member.property.name.as_str();
                let reference = self.semantic.scoping().get_reference(object.reference_id());
                match (reference.symbol_id(), object.name.as_str()) {
                    (None, "globalThis") => Origin::Global(name),
                    (None, "Object") if name == "create" => Origin::Global("Object.create"),
                    (None, _) => Origin::Unknown,
                    (Some(symbol), _) => match self.imported(symbol) {
                        Some((module, "*" | "default")) => Origin::Import { module, name },
                        _ => Origin::Unknown,
                    },
                }
            }
            _ => Origin::Unknown,
        }
    }

    fn declared(self, symbol: SymbolId) -> Origin<'a> {
        if let Some((module, name)) = self.imported(symbol) {
            return Origin::Import { module, name };
        }
        self.taken_apart(symbol).unwrap_or(Origin::Local(symbol))
    }

    /// The module and the name there of an imported binding; `*` is the namespace.
    fn imported(self, symbol: SymbolId) -> Option<(&'a str, &'a str)> {
        let scoping = self.semantic.scoping();
        if !scoping.symbol_flags(symbol).contains(SymbolFlags::Import) {
            return None;
        }
        let nodes = self.semantic.nodes();
        let declaration = scoping.symbol_declaration(symbol);
        let AstKind::ImportDeclaration(import) = nodes.parent_kind(declaration) else {
            return None;
        };
        let specifiers = import.specifiers.as_ref()?;
        let name = specifiers.iter().find_map(|specifier| match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(named)
                if named.local.symbol_id() == symbol =>
            {
                Some(named.imported.name().as_str())
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(default)
                if default.local.symbol_id() == symbol =>
            {
                Some("default")
            }
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(all)
                if all.local.symbol_id() == symbol =>
            {
                Some("*")
            }
            _ => None,
        })?;
        Some((import.source.value.as_str(), name))
    }

    /// `const { AsyncLocalStorage } = asyncHooks`, where that is an import: how packages write it that are loaded as `CommonJS` too.
    fn taken_apart(self, symbol: SymbolId) -> Option<Origin<'a>> {
        let nodes = self.semantic.nodes();
        let declaration = self.semantic.scoping().symbol_declaration(symbol);
        let AstKind::VariableDeclarator(declarator) = nodes.kind(declaration) else { return None };
        let BindingPattern::ObjectPattern(pattern) = &declarator.id else {
            return None;
        };
        let Expression::Identifier(whole) = declarator.init.as_ref()?.get_inner_expression() else {
            return None;
        };
        let reference = self.semantic.scoping().get_reference(whole.reference_id());
        let (module, "*" | "default") = self.imported(reference.symbol_id()?)? else { return None };
        let property = pattern.properties.iter().find(|property| {
            property.value.get_binding_identifier().is_some_and(|id| id.symbol_id() == symbol)
        })?;
        let PropertyKey::StaticIdentifier(key) = &property.key else { return None };
        Some(Origin::Import { module, name: key.name.as_str() })
    }
}
