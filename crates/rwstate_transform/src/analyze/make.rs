//! What an initializer makes, by where its callee comes from.

use oxc_ast::{
    AstKind,
    ast::{
        Argument, BindingIdentifier, BindingPattern, Class, Expression, FormalParameter,
        FunctionBody, IdentifierReference, ImportDeclarationSpecifier, PropertyKey, Statement,
    },
};
use oxc_semantic::{NodeId, Reference, Semantic};
use oxc_span::GetSpan;
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use crate::{
    Kind, Listed,
    listed::{CONTEXT, kind_of},
};

/// Classifies what expressions make.
#[derive(Clone, Copy)]
pub(crate) struct Maker<'s, 'a> {
    pub(crate) semantic: &'s Semantic<'a>,
    pub(crate) listed: &'s [Listed],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Call,
    New,
}

/// Where a callee comes from.
enum Origin<'a> {
    Global(&'a str),
    Import { module: &'a str, name: &'a str },
}

/// How many steps an answer may take: constants may stand for each other in a circle.
const STEPS: u8 = 8;

impl<'a> Maker<'_, 'a> {
    /// Returns why what an expression makes is state; `None` where nothing says so.
    pub(crate) fn make(self, expression: &Expression<'a>) -> Option<Kind> {
        self.makes(expression, STEPS)
    }

    fn makes(self, expression: &Expression<'a>, steps: u8) -> Option<Kind> {
        let steps = steps.checked_sub(1)?;
        match expression.get_inner_expression() {
            Expression::NewExpression(new) => self.called(&new.callee, Call::New, steps),
            Expression::CallExpression(call) => self.called(&call.callee, Call::Call, steps),
            // What is made under a condition is state all the same.
            Expression::ConditionalExpression(choice) => self
                .makes(&choice.consequent, steps)
                .or_else(|| self.makes(&choice.alternate, steps)),
            // const als = globalThis.als ?? new AsyncLocalStorage();
            Expression::LogicalExpression(choice) => {
                self.makes(&choice.left, steps).or_else(|| self.makes(&choice.right, steps))
            }
            _ => None,
        }
    }

    /// Returns why what a call or a `new` makes by itself is state.
    pub(crate) fn creation(self, node: AstKind<'a>) -> Option<Kind> {
        match node {
            AstKind::NewExpression(new) => self.called(&new.callee, Call::New, STEPS),
            AstKind::CallExpression(call) => self.called(&call.callee, Call::Call, STEPS),
            _ => None,
        }
    }

    fn called(self, callee: &Expression<'a>, call: Call, steps: u8) -> Option<Kind> {
        match self.origin(callee, steps) {
            // A context needs `new`: `AsyncLocalStorage()` throws.
            Some(Origin::Global(name)) => {
                (call == Call::New && name == CONTEXT).then_some(Kind::Context)
            }
            Some(Origin::Import { module, name }) => kind_of(module, name, self.listed),
            None if call == Call::Call => self.factory(callee, steps),
            None => None,
        }
    }

    /// Returns whether a `new` makes an instance of a class of the module's own that extends a context.
    pub(crate) fn is_subclass(self, node: AstKind<'a>) -> bool {
        match node {
            AstKind::NewExpression(new) => self.extends_context(&new.callee, STEPS),
            _ => false,
        }
    }

    fn extends_context(self, class: &Expression<'a>, steps: u8) -> bool {
        let Some(steps) = steps.checked_sub(1) else { return false };
        let class = match class.get_inner_expression() {
            Expression::ClassExpression(class) => Some(&**class),
            Expression::Identifier(name) => {
                self.symbol_of(name).and_then(|symbol| self.class(symbol))
            }
            _ => None,
        };
        class.and_then(|class| class.heritage.as_ref()).is_some_and(|heritage| {
            let extended = &heritage.expression;
            self.called(extended, Call::New, steps) == Some(Kind::Context)
                || self.extends_context(extended, steps)
        })
    }

    /// Returns whether a call keeps what it is passed: `defineRwState`, by whatever name, or `keep` in a module that is rewritten.
    pub(crate) fn is_keeping(self, callee: &Expression<'a>) -> bool {
        match self.origin(callee, STEPS) {
            Some(Origin::Global(name)) => name == "defineRwState",
            Some(Origin::Import { module, name }) => {
                name == "defineRwState" || module == "rwstate/preserve"
            }
            None => callee.is_specific_id("defineRwState"),
        }
    }

    fn class(self, symbol: SymbolId) -> Option<&'a Class<'a>> {
        match self.declaration(symbol) {
            AstKind::Class(class) => Some(class),
            AstKind::VariableDeclarator(declarator) => {
                match declarator.init.as_ref()?.get_inner_expression() {
                    Expression::ClassExpression(class) => Some(&**class),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What a function of the module's own makes that does nothing else.
    fn factory(self, callee: &Expression<'a>, steps: u8) -> Option<Kind> {
        let Expression::Identifier(name) = callee.get_inner_expression() else { return None };
        let symbol = self.symbol_of(name)?;
        let kind = self.makes(self.returned(symbol)?, steps.checked_sub(1)?)?;
        self.is_fixed(symbol).then_some(kind)
    }

    /// Whether nothing replaces what a name stands for. To look at every use of it comes last.
    fn is_fixed(self, symbol: SymbolId) -> bool {
        !self.semantic.scoping().get_resolved_references(symbol).any(Reference::is_write)
    }

    /// Returns the function that returns a node and does nothing else: its calls make something.
    pub(crate) fn factory_of(self, node: NodeId) -> Option<SymbolId> {
        let nodes = self.semantic.nodes();
        let span = nodes.kind(node).span();
        let mut functions = nodes.ancestor_ids(node).filter_map(|id| match nodes.kind(id) {
            AstKind::Function(function) => {
                Some(function.id.as_ref().map(BindingIdentifier::symbol_id))
            }
            AstKind::ArrowFunctionExpression(_) => Some(match nodes.parent_kind(id) {
                AstKind::VariableDeclarator(declarator) => {
                    declarator.id.get_binding_identifier().map(BindingIdentifier::symbol_id)
                }
                _ => None,
            }),
            _ => None,
        });
        // The innermost function alone: what it returns is not what an outer one returns.
        let symbol = functions.next().flatten()?;
        let returned = self.returned(symbol)?;
        let is_factory = returned.span().contains_inclusive(span)
            && self.make(returned).is_some()
            && self.is_fixed(symbol);
        is_factory.then_some(symbol)
    }

    /// What a function returns that does nothing else.
    fn returned(self, symbol: SymbolId) -> Option<&'a Expression<'a>> {
        match self.declaration(symbol) {
            AstKind::Function(function) if !function.r#async && !function.generator => {
                only_return(function.body.as_ref()?)
            }
            AstKind::VariableDeclarator(declarator) => {
                match declarator.init.as_ref()?.get_inner_expression() {
                    Expression::ArrowFunctionExpression(arrow) if !arrow.r#async => {
                        let body = arrow.body.as_function_body();
                        body.map_or_else(|| arrow.body.as_expression(), |body| only_return(body))
                    }
                    Expression::FunctionExpression(function)
                        if !function.r#async && !function.generator =>
                    {
                        only_return(function.body.as_ref()?)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn origin(self, callee: &Expression<'a>, steps: u8) -> Option<Origin<'a>> {
        let steps = steps.checked_sub(1)?;
        match callee.get_inner_expression() {
            Expression::Identifier(identifier) => {
                let global = || Some(Origin::Global(identifier.name.as_str()));
                let symbol = self.symbol_of(identifier);
                symbol.map_or_else(global, |symbol| self.declared(symbol, steps))
            }
            Expression::StaticMemberExpression(member) => {
                self.property(&member.object, member.property.name.as_str(), steps)
            }
            // const Storage = globalThis.AsyncLocalStorage ?? hooks.AsyncLocalStorage;
            Expression::LogicalExpression(choice) => {
                self.origin(&choice.left, steps).or_else(|| self.origin(&choice.right, steps))
            }
            _ => None,
        }
    }

    fn declared(self, symbol: SymbolId, steps: u8) -> Option<Origin<'a>> {
        if let Some((module, name)) = self.imported(symbol) {
            return Some(Origin::Import { module, name });
        }
        let origin = match self.declaration(symbol) {
            AstKind::VariableDeclarator(declarator) => {
                let init = declarator.init.as_ref()?;
                match &declarator.id {
                    // const Storage = AsyncLocalStorage;
                    BindingPattern::BindingIdentifier(_) => self.origin(init, steps),
                    // const { AsyncLocalStorage } = asyncHooks; const { AsyncLocalStorage } = await import("node:async_hooks");
                    pattern => self.property(init, property_of(pattern, symbol)?, steps),
                }
            }
            // import("node:async_hooks").then(({ AsyncLocalStorage }) => new AsyncLocalStorage());
            AstKind::FormalParameter(parameter) => {
                let name = property_of(&parameter.pattern, symbol)?;
                let module = self.loaded(parameter, steps)?;
                Some(Origin::Import { module, name })
            }
            _ => None,
        };
        origin.filter(|_| self.is_fixed(symbol))
    }

    fn property(self, object: &Expression<'a>, name: &'a str, steps: u8) -> Option<Origin<'a>> {
        let is_global = match object.get_inner_expression() {
            Expression::Identifier(object) => {
                object.name == "globalThis" && self.symbol_of(object).is_none()
            }
            _ => false,
        };
        if is_global {
            return Some(Origin::Global(name));
        }
        let module = self.module(object, steps)?;
        Some(Origin::Import { module, name })
    }

    /// The module that an expression is, all of it.
    fn module(self, expression: &Expression<'a>, steps: u8) -> Option<&'a str> {
        let steps = steps.checked_sub(1)?;
        match expression.get_inner_expression() {
            Expression::AwaitExpression(it) => self.module(&it.argument, steps),
            Expression::ImportExpression(import) => text(&import.source),
            Expression::CallExpression(call) => {
                // Whatever binds it: a module has one from `createRequire(import.meta.url)`.
                let is_loader = match call.callee.get_inner_expression() {
                    Expression::Identifier(name) => name.name == "require",
                    Expression::StaticMemberExpression(member) => {
                        member.property.name == "getBuiltinModule"
                            && member.object.is_specific_id("process")
                    }
                    _ => false,
                };
                let given = call.arguments.first().and_then(Argument::as_expression)?;
                if is_loader { text(given) } else { None }
            }
            Expression::Identifier(name) => {
                let symbol = self.symbol_of(name)?;
                if let Some((module, name)) = self.imported(symbol) {
                    // The default export of a module of Node's own has all others as properties.
                    return matches!(name, "*" | "default").then_some(module);
                }
                match self.declaration(symbol) {
                    AstKind::VariableDeclarator(declarator)
                        if declarator.id.is_binding_identifier() =>
                    {
                        self.module(declarator.init.as_ref()?, steps)
                    }
                    AstKind::FormalParameter(parameter)
                        if parameter.pattern.is_binding_identifier() =>
                    {
                        self.loaded(parameter, steps)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The module that a parameter is: `import("node:async_hooks").then((hooks) => …)`.
    fn loaded(self, parameter: &FormalParameter<'a>, steps: u8) -> Option<&'a str> {
        let nodes = self.semantic.nodes();
        let list = nodes.parent_id(parameter.node_id());
        let AstKind::FormalParameters(parameters) = nodes.kind(list) else { return None };
        let is_first = parameters.items.first().is_some_and(|it| it.span == parameter.span);
        let function = nodes.parent_id(list);
        let AstKind::CallExpression(call) = nodes.parent_kind(function) else { return None };
        let is_passed = call.arguments.first()?.span() == nodes.kind(function).span();
        match call.callee.get_inner_expression() {
            Expression::StaticMemberExpression(member)
                if is_first && is_passed && member.property.name == "then" =>
            {
                self.module(&member.object, steps)
            }
            _ => None,
        }
    }

    fn symbol_of(self, identifier: &IdentifierReference<'a>) -> Option<SymbolId> {
        self.semantic.scoping().get_reference(identifier.reference_id()).symbol_id()
    }

    fn declaration(self, symbol: SymbolId) -> AstKind<'a> {
        self.semantic.nodes().kind(self.semantic.scoping().symbol_declaration(symbol))
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
}

/// The property that a pattern binds to a symbol.
fn property_of<'a>(pattern: &BindingPattern<'a>, symbol: SymbolId) -> Option<&'a str> {
    let BindingPattern::ObjectPattern(pattern) = pattern else { return None };
    let property = pattern.properties.iter().find(|property| {
        let id = property.value.get_binding_identifier();
        id.is_some_and(|id| id.symbol_id() == symbol)
    })?;
    match &property.key {
        PropertyKey::StaticIdentifier(key) => Some(key.name.as_str()),
        _ => None,
    }
}

/// What a body returns, where it does nothing else.
fn only_return<'b, 'a>(body: &'b FunctionBody<'a>) -> Option<&'b Expression<'a>> {
    match body.statements.as_slice() {
        [Statement::ReturnStatement(statement)] => statement.argument.as_ref(),
        _ => None,
    }
}

fn text<'a>(expression: &Expression<'a>) -> Option<&'a str> {
    match expression {
        Expression::StringLiteral(text) => Some(text.value.as_str()),
        _ => None,
    }
}
