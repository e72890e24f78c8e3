//! What the realm keeps for a module: another evaluation of the module finds the same value there.
//!
//! ```js
//! const realm = (globalThis.realm ??= new Map());
//! const holder = globalThis;
//! const db = holder.db ?? new Database();
//! if (isDev) holder.db = db;
//! const counts = (0,__vite_ssr_import_0__.defineRwState)("counts", () => new Map());    // of the state module
//! const scope = (0,__vite_ssr_import_1__.keep)("app@1.0.0/src/a.ts#scope~8f2a", () => new AsyncLocalStorage());
//! ```

use oxc_ast::ast::{
    AssignmentExpression, AssignmentOperator, BindingPattern, Expression, LogicalOperator, Program,
    VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Scoping;
use oxc_syntax::symbol::SymbolId;
use rustc_hash::FxHashSet;

use crate::vite_call::{called, imported};

/// In the URLs of the state module, and of the file that rewritten modules keep their contexts with.
const STATE_MODULES: [&str; 2] = ["virtual:rwsdk:__state", "rwstate/dist/runtime/preserve.mjs"];

pub(crate) struct Realm<'s> {
    scoping: &'s Scoping,
    /// Constants that are the global object, or a part of it.
    kept: FxHashSet<SymbolId>,
    /// Constants that are a part of it where that is there, and another value elsewhere.
    read: FxHashSet<SymbolId>,
    /// Constants that a part of it is set to.
    written: FxHashSet<SymbolId>,
    /// The namespaces of the state module.
    state_modules: FxHashSet<SymbolId>,
}

impl<'s> Realm<'s> {
    /// Returns the constants of a module whose values the realm keeps.
    pub(crate) fn of(program: &Program<'_>, scoping: &'s Scoping) -> FxHashSet<SymbolId> {
        let mut realm = Self {
            scoping,
            kept: FxHashSet::default(),
            read: FxHashSet::default(),
            written: FxHashSet::default(),
            state_modules: FxHashSet::default(),
        };
        realm.visit_program(program);
        let Self { mut kept, read, written, .. } = realm;
        // Read and set: `const db = holder.db ?? new Database(); holder.db = db;`. With one of the
        // two alone, another evaluation makes another value.
        kept.extend(read.intersection(&written));
        kept
    }

    fn symbol(&self, value: &Expression<'_>) -> Option<SymbolId> {
        let Expression::Identifier(identifier) = value.without_parentheses() else { return None };
        self.scoping.get_reference(identifier.reference_id()).symbol_id()
    }

    /// Whether a value is the global object, or a part of it.
    fn is_of_realm(&self, value: &Expression<'_>) -> bool {
        let root = root_of(value);
        match (self.symbol(root), root.without_parentheses()) {
            // `const globalThis = {};` hides the global object.
            (Some(symbol), _) => self.kept.contains(&symbol),
            (None, Expression::Identifier(it)) => matches!(&*it.name, "globalThis" | "global"),
            _ => false,
        }
    }
}

impl<'a> Visit<'a> for Realm<'_> {
    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        // `let f = (globalThis.f ??= new F()); f = new F();`: the realm has the first value alone.
        if let BindingPattern::BindingIdentifier(id) = &declarator.id
            && let Some(init) = &declarator.init
            && !self.scoping.symbol_is_mutated(id.symbol_id())
        {
            match init.without_parentheses() {
                // const realm = (globalThis.realm ??= new Map());
                Expression::AssignmentExpression(it)
                    if matches!(
                        it.operator,
                        AssignmentOperator::LogicalNullish | AssignmentOperator::LogicalOr
                    ) =>
                {
                    let member = it.left.as_member_expression();
                    if member.is_some_and(|member| self.is_of_realm(member.object())) {
                        self.kept.insert(id.symbol_id());
                    }
                }
                // const db = holder.db ?? new Database();
                Expression::LogicalExpression(it)
                    if matches!(it.operator, LogicalOperator::Coalesce | LogicalOperator::Or)
                        && self.is_of_realm(&it.left) =>
                {
                    self.read.insert(id.symbol_id());
                }
                // const counts = (0,__vite_ssr_import_0__.defineRwState)("counts", make);
                Expression::CallExpression(it)
                    if self
                        .symbol(root_of(called(&it.callee)))
                        .is_some_and(|symbol| self.state_modules.contains(&symbol)) =>
                {
                    self.kept.insert(id.symbol_id());
                }
                // const __vite_ssr_import_0__ = await __vite_ssr_import__("/@id/__x00__virtual:rwsdk:__state");
                value
                    if imported(value).is_some_and(|url| {
                        STATE_MODULES.iter().any(|module| url.contains(module))
                    }) =>
                {
                    self.state_modules.insert(id.symbol_id());
                }
                // const holder = globalThis;
                value if self.is_of_realm(value) => {
                    self.kept.insert(id.symbol_id());
                }
                _ => {}
            }
        }
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        if let Some(member) = assignment.left.as_member_expression()
            && self.is_of_realm(member.object())
            && let Some(symbol) = self.symbol(&assignment.right)
        {
            self.written.insert(symbol);
        }
        walk::walk_assignment_expression(self, assignment);
    }
}

/// The object at the beginning of a member chain.
pub(crate) fn root_of<'e, 'a>(mut value: &'e Expression<'a>) -> &'e Expression<'a> {
    while let Some(member) = value.without_parentheses().as_member_expression() {
        value = member.object();
    }
    value
}
