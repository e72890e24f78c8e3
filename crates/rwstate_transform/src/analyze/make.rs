//! What an initializer makes, by where its callee comes from.

use oxc_ast::{
    AstKind,
    ast::{
        BindingPattern, Expression, IdentifierReference, ImportDeclarationSpecifier, PropertyKey,
    },
};
use oxc_semantic::Semantic;
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use crate::{
    Kind, Listed,
    listed::{CONTEXT, kind_of},
};

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
}

impl<'a> Maker<'_, 'a> {
    /// Returns why what an expression makes is state; `None` where nothing says so.
    pub(crate) fn make(self, expression: &Expression<'a>) -> Option<Kind> {
        match expression.get_inner_expression() {
            Expression::NewExpression(new) => match self.origin(&new.callee)? {
                Origin::Global(name) => (name == CONTEXT).then_some(Kind::Context),
                Origin::Import { module, name } => kind_of(module, name, self.listed),
            },
            Expression::CallExpression(call) => match self.origin(&call.callee)? {
                Origin::Global(_) => None,
                Origin::Import { module, name } => kind_of(module, name, self.listed),
            },
            // What is made under a condition is state all the same.
            Expression::ConditionalExpression(choice) => {
                self.make(&choice.consequent).or_else(|| self.make(&choice.alternate))
            }
            Expression::LogicalExpression(choice) => {
                self.make(&choice.left).or_else(|| self.make(&choice.right))
            }
            _ => None,
        }
    }

    fn origin(self, callee: &Expression<'a>) -> Option<Origin<'a>> {
        let symbol_of = |identifier: &IdentifierReference<'a>| {
            self.semantic.scoping().get_reference(identifier.reference_id()).symbol_id()
        };
        match callee.get_inner_expression() {
            Expression::Identifier(identifier) => {
                let global = || Some(Origin::Global(identifier.name.as_str()));
                symbol_of(identifier).map_or_else(global, |symbol| self.declared(symbol))
            }
            Expression::StaticMemberExpression(member) => {
                let Expression::Identifier(object) = member.object.get_inner_expression() else {
                    return None;
                };
                let name = member.property.name.as_str();
                match symbol_of(object) {
                    None => (object.name == "globalThis").then_some(Origin::Global(name)),
                    Some(symbol) => match self.imported(symbol)? {
                        (module, "*" | "default") => Some(Origin::Import { module, name }),
                        _ => None,
                    },
                }
            }
            _ => None,
        }
    }

    fn declared(self, symbol: SymbolId) -> Option<Origin<'a>> {
        match self.imported(symbol) {
            Some((module, name)) => Some(Origin::Import { module, name }),
            None => self.taken_apart(symbol),
        }
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
