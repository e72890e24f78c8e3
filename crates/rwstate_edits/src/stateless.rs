//! Functions and classes that have nothing to do with their module's state: to call one is no write to the module.
//!
//! ```js
//! const items = [];
//! const log = (name) => ({ info: (text) => console.log(name, text) });    // stateless
//! const add = (item) => items.push(item);                                 // not: `items` is state
//! const twice = (item) => [add(item), add(item)];                         // nor what mentions it
//! const realm = (globalThis.realm ??= { items: [] });                     // not the module's: another evaluation finds it there
//! ```
//!
//! What it writes to in other modules is another matter: see `exports`.

use oxc_ast::ast::{
    AssignmentExpression, BindingIdentifier, BindingPattern, Class, ClassElement, Expression,
    Function, IdentifierReference, Program, UpdateExpression, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Scoping;
use oxc_syntax::{scope::ScopeFlags, symbol::SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    realm::{Realm, root_of},
    vite_call::imported,
};

/// Returns a module's bindings that are such functions and classes, those of what it imports, and those of what the realm keeps.
pub(crate) fn stateless(program: &Program<'_>, scoping: &Scoping) -> FxHashSet<SymbolId> {
    let mut module = TopLevel {
        scoping,
        inside: None,
        code: FxHashMap::default(),
        neutral: FxHashSet::default(),
        outside: FxHashSet::default(),
        state: FxHashSet::default(),
    };
    module.visit_program(program);
    let TopLevel { mut code, neutral, mut outside, state, .. } = module;
    outside.extend(Realm::of(program, scoping));
    // `f.cache = new Map();` and `f = other;` make the function itself state.
    code.retain(|symbol, _| !state.contains(symbol) && !scoping.symbol_is_mutated(*symbol));
    // What mentions state has to do with it, and so has what mentions that.
    loop {
        let is_harmless = |symbol: &SymbolId| {
            code.contains_key(symbol) || neutral.contains(symbol) || outside.contains(symbol)
        };
        let touching: Vec<_> = code
            .iter()
            .filter(|(_, mentioned)| !mentioned.iter().all(is_harmless))
            .map(|(symbol, _)| *symbol)
            .collect();
        if touching.is_empty() {
            return code.into_keys().chain(outside).collect();
        }
        for symbol in touching {
            code.remove(&symbol);
        }
    }
}

struct TopLevel<'s> {
    scoping: &'s Scoping,
    /// The function or class of the top level that is being visited.
    inside: Option<SymbolId>,
    /// Functions and classes of the top level, with the bindings of the top level that they mention.
    code: FxHashMap<SymbolId, FxHashSet<SymbolId>>,
    /// Constants that are not objects.
    neutral: FxHashSet<SymbolId>,
    /// What is imported, and its parts.
    outside: FxHashSet<SymbolId>,
    /// Functions and classes whose properties are changed.
    state: FxHashSet<SymbolId>,
}

impl TopLevel<'_> {
    /// The binding of the top level that an identifier means.
    fn symbol(&self, identifier: &IdentifierReference<'_>) -> Option<SymbolId> {
        let symbol = self.scoping.get_reference(identifier.reference_id()).symbol_id()?;
        self.is_top_level(symbol).then_some(symbol)
    }

    fn is_top_level(&self, symbol: SymbolId) -> bool {
        self.scoping.symbol_scope_id(symbol) == self.scoping.root_scope_id()
    }

    /// Visits what makes a binding code, where it is one of the top level.
    fn enter(&mut self, symbol: Option<SymbolId>, visit: impl FnOnce(&mut Self)) {
        let symbol = symbol.filter(|symbol| self.inside.is_none() && self.is_top_level(*symbol));
        // What a function inside mentions, the one around it may run.
        if symbol.is_none() {
            return visit(self);
        }
        self.inside = symbol;
        self.code.entry(symbol.expect("checked above")).or_default();
        visit(self);
        self.inside = None;
    }

    /// Notes that a property of a binding is changed.
    fn change(&mut self, target: &Expression<'_>) {
        if let Expression::Identifier(root) = root_of(target)
            && let Some(symbol) = self.symbol(root)
        {
            self.state.insert(symbol);
        }
    }
}

impl<'a> Visit<'a> for TopLevel<'_> {
    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        let mentioned = self.symbol(identifier);
        if let (Some(inside), Some(mentioned)) = (self.inside, mentioned) {
            self.code.entry(inside).or_default().insert(mentioned);
        }
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        let symbol = function.id.as_ref().map(BindingIdentifier::symbol_id);
        self.enter(symbol, |this| walk::walk_function(this, function, flags));
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        let symbol = class.id.as_ref().map(BindingIdentifier::symbol_id);
        // `class f { static all = []; }`: the class is an object, and has state.
        if let Some(symbol) = symbol
            && class.body.body.iter().any(has_static_state)
        {
            self.state.insert(symbol);
        }
        self.enter(symbol, |this| walk::walk_class(this, class));
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        // Also as Vite has a binding of a CommonJS dependency: `const jsx = __vite_ssr_import_0__.default["jsx"];`.
        if let Some(init) = &declarator.init
            && let Expression::Identifier(root) = root_of(init)
            && self.symbol(root).is_some_and(|root| self.outside.contains(&root))
        {
            let bound = declarator.id.get_binding_identifiers().into_iter();
            self.outside.extend(bound.map(BindingIdentifier::symbol_id));
        }
        let BindingPattern::BindingIdentifier(id) = &declarator.id else {
            return walk::walk_variable_declarator(self, declarator);
        };
        let symbol = id.symbol_id();
        match &declarator.init {
            Some(Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)) => {
                self.enter(Some(symbol), |this| walk::walk_variable_declarator(this, declarator));
            }
            Some(init) => {
                if imported(init).is_some() {
                    self.outside.insert(symbol);
                // `const limit = 10;` is the same in each evaluation.
                } else if is_primitive(init) && !self.scoping.symbol_is_mutated(symbol) {
                    self.neutral.insert(symbol);
                }
                walk::walk_variable_declarator(self, declarator);
            }
            None => {}
        }
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        if let Some(member) = assignment.left.as_member_expression() {
            self.change(member.object());
        }
        walk::walk_assignment_expression(self, assignment);
    }

    fn visit_update_expression(&mut self, update: &UpdateExpression<'a>) {
        if let Some(member) = update.argument.as_member_expression() {
            self.change(member.object());
        }
        walk::walk_update_expression(self, update);
    }
}

/// A static property, or a block that may make one.
fn has_static_state(element: &ClassElement<'_>) -> bool {
    match element {
        ClassElement::StaticBlock(_) => true,
        ClassElement::PropertyDefinition(property) => property.r#static,
        ClassElement::AccessorProperty(property) => property.r#static,
        _ => false,
    }
}

fn is_primitive(init: &Expression<'_>) -> bool {
    match init {
        Expression::StringLiteral(_)
        | Expression::NumericLiteral(_)
        | Expression::BooleanLiteral(_)
        | Expression::NullLiteral(_)
        | Expression::BigIntLiteral(_) => true,
        // Not `${Math.random()}`, which another evaluation finds changed.
        Expression::TemplateLiteral(template) => template.expressions.is_empty(),
        _ => false,
    }
}
