//! What waits: a function around an expression that does could not, and what follows a wait may come after the evaluation.

use oxc_ast::{
    AstKind,
    ast::{
        ArrowFunctionExpression, AwaitExpression, Expression, Function, VariableDeclarationKind,
    },
};
use oxc_ast_visit::Visit;
use oxc_semantic::{NodeId, Semantic};
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;
use rustc_hash::FxHashMap;

/// Returns the first `await` of an expression that is not in a function of its own.
pub(crate) fn awaited(expression: &Expression<'_>) -> Option<Span> {
    let mut search = Search { found: None };
    search.visit_expression(expression);
    search.found
}

struct Search {
    found: Option<Span>,
}

impl<'a> Visit<'a> for Search {
    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.found.get_or_insert(it.span);
    }

    // `async () => { await load(); }` waits when it is called.
    fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}
}

/// Where functions wait, by function.
pub(super) struct Waits(FxHashMap<NodeId, Vec<Wait>>);

/// An `await`, in whatever form.
struct Wait {
    start: u32,
    /// What comes before it, though it stands after its beginning.
    before: Span,
}

impl Waits {
    pub(super) fn of(semantic: &Semantic<'_>) -> Self {
        let nodes = semantic.nodes();
        let mut waits: FxHashMap<NodeId, Vec<Wait>> = FxHashMap::default();
        for node in nodes.iter() {
            let before = match node.kind() {
                AstKind::AwaitExpression(it) => it.argument.span(),
                AstKind::ForOfStatement(it) if it.r#await => it.right.span(),
                AstKind::VariableDeclaration(it)
                    if it.kind == VariableDeclarationKind::AwaitUsing =>
                {
                    Span::empty(it.span.start)
                }
                _ => continue,
            };
            let function = nodes.ancestor_ids(node.id()).find(|id| is_function(nodes.kind(*id)));
            if let Some(function) = function {
                let start = node.kind().span().start;
                waits.entry(function).or_default().push(Wait { start, before });
            }
        }
        Self(waits)
    }

    /// Returns whether a function may have waited when it comes to a place in it; `turns` is the outermost loop around that.
    pub(super) fn come_before(&self, function: NodeId, place: Span, turns: Option<Span>) -> bool {
        let mut waits = self.0.get(&function).into_iter().flatten();
        match turns {
            // while (more) { make(); await next(); }
            Some(turns) => waits.any(|wait| wait.start < turns.end),
            None => {
                waits.any(|wait| wait.start < place.start && !wait.before.contains_inclusive(place))
            }
        }
    }
}

/// Returns whether the promise that a call returns is awaited on the spot, or returned.
///
/// ```js
/// await Promise.all([init(), load().then(use)]);   // of both
/// export const start = () => init();
/// ```
pub(super) fn is_awaited(semantic: &Semantic<'_>, call: NodeId) -> bool {
    let nodes = semantic.nodes();
    let mut part = nodes.kind(call).span();
    for id in nodes.ancestor_ids(call) {
        let kind = nodes.kind(id);
        let goes_on = match kind {
            AstKind::AwaitExpression(_) | AstKind::ReturnStatement(_) => return true,
            AstKind::ArrowFunctionExpression(arrow) => return arrow.body.as_expression().is_some(),
            AstKind::ParenthesizedExpression(_)
            | AstKind::ChainExpression(_)
            | AstKind::ConditionalExpression(_)
            | AstKind::LogicalExpression(_)
            | AstKind::TSAsExpression(_)
            | AstKind::TSSatisfiesExpression(_)
            | AstKind::TSNonNullExpression(_)
            | AstKind::TSTypeAssertion(_) => true,
            AstKind::StaticMemberExpression(member) => is_reaction_name(&member.property.name),
            AstKind::CallExpression(call) if call.callee.span() == part => true,
            AstKind::CallExpression(call) => is_of_all(&call.callee),
            AstKind::ArrayExpression(_) => matches!(nodes.parent_kind(id),
                AstKind::CallExpression(call) if is_of_all(&call.callee)),
            _ => false,
        };
        if !goes_on {
            return false;
        }
        part = kind.span();
    }
    false
}

/// Returns whether a callee runs what it is passed when the code around it has ended.
pub(super) fn is_deferred(callee: &Expression<'_>) -> bool {
    let name = match callee.get_inner_expression() {
        Expression::Identifier(name) => name.name.as_str(),
        Expression::StaticMemberExpression(member) => member.property.name.as_str(),
        _ => return false,
    };
    matches!(name, "setTimeout" | "setInterval" | "setImmediate" | "queueMicrotask" | "nextTick")
}

/// Returns whether a callee is the `then` of a promise, or one that is made of it.
pub(super) fn is_reaction(callee: &Expression<'_>) -> bool {
    match callee.get_inner_expression() {
        Expression::StaticMemberExpression(member) => is_reaction_name(&member.property.name),
        _ => false,
    }
}

fn is_reaction_name(name: &str) -> bool {
    matches!(name, "then" | "catch" | "finally")
}

/// Whether a callee returns a promise that waits for all that it is passed.
fn is_of_all(callee: &Expression<'_>) -> bool {
    match callee.get_inner_expression() {
        Expression::StaticMemberExpression(member) => {
            member.object.is_specific_id("Promise")
                && matches!(member.property.name.as_str(), "all" | "allSettled" | "resolve")
        }
        _ => false,
    }
}

/// Returns whether a node is a function, whose body runs when it is called.
pub(super) const fn is_function(kind: AstKind<'_>) -> bool {
    matches!(kind, AstKind::Function(_) | AstKind::ArrowFunctionExpression(_))
}
