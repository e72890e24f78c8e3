//! What waits: a function around an expression that does could not, and what follows a wait may come after the evaluation.

use oxc_ast::{
    AstKind,
    ast::{
        ArrowFunctionExpression, AwaitExpression, BindingIdentifier, Expression, Function,
        VariableDeclarationKind,
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

/// Returns whether the promise that a call returns is awaited on the spot, or returned, or held by a constant that the module awaits.
///
/// ```js
/// await Promise.all([init(), load().then(use)]);   // of both
/// export const start = () => init();
/// const ready = init(); await ready;
/// ```
pub(super) fn is_awaited(semantic: &Semantic<'_>, call: NodeId) -> bool {
    let end = promised(semantic, call, false);
    match semantic.nodes().kind(end) {
        AstKind::AwaitExpression(_) | AstKind::ReturnStatement(_) => true,
        AstKind::ArrowFunctionExpression(arrow) => arrow.body.as_expression().is_some(),
        AstKind::VariableDeclarator(held)
            if is_constant(semantic, end) && is_own(semantic, end) =>
        {
            let id = held.id.get_binding_identifier();
            let all = |id: &BindingIdentifier<'_>| {
                semantic.scoping().get_resolved_references(id.symbol_id())
            };
            id.into_iter().flat_map(all).any(|reference| {
                let end = promised(semantic, reference.node_id(), true);
                matches!(semantic.nodes().kind(end), AstKind::AwaitExpression(_))
                    && is_own(semantic, end)
            })
        }
        _ => false,
    }
}

/// What a promise comes to: the innermost node around it that is no promise which waits for it. `always` is whether a condition is one.
fn promised(semantic: &Semantic<'_>, promise: NodeId, always: bool) -> NodeId {
    let nodes = semantic.nodes();
    let mut part = promise;
    for id in nodes.ancestor_ids(promise) {
        let is_part = |expression: &Expression<'_>| expression.span() == nodes.kind(part).span();
        let goes_on = match nodes.kind(id) {
            AstKind::ParenthesizedExpression(_)
            | AstKind::ChainExpression(_)
            | AstKind::TSAsExpression(_)
            | AstKind::TSSatisfiesExpression(_)
            | AstKind::TSNonNullExpression(_)
            | AstKind::TSTypeAssertion(_) => true,
            AstKind::ConditionalExpression(it) => !(always || is_part(&it.test)),
            // `init() && load()` is the promise of `load`.
            AstKind::LogicalExpression(it) => {
                !(always || it.operator.is_and() && is_part(&it.left))
            }
            AstKind::StaticMemberExpression(member) => is_reaction_name(&member.property.name),
            AstKind::CallExpression(call) => is_part(&call.callee) || is_of_all(&call.callee),
            AstKind::ArrayExpression(_) => matches!(nodes.parent_kind(id),
                AstKind::CallExpression(call) if is_of_all(&call.callee)),
            _ => false,
        };
        if !goes_on {
            return id;
        }
        part = id;
    }
    part
}

fn is_constant(semantic: &Semantic<'_>, declarator: NodeId) -> bool {
    matches!(semantic.nodes().parent_kind(declarator), AstKind::VariableDeclaration(it)
        if it.kind.is_const())
}

/// Whether a declarator or an `await` is one of the module's own statements, which it always comes to: `const it = await ready;`.
fn is_own(semantic: &Semantic<'_>, id: NodeId) -> bool {
    let nodes = semantic.nodes();
    let mut around = nodes.ancestor_kinds(id).skip_while(|kind| {
        matches!(
            kind,
            AstKind::ParenthesizedExpression(_)
                | AstKind::ExpressionStatement(_)
                | AstKind::VariableDeclarator(_)
                | AstKind::VariableDeclaration(_)
                | AstKind::ExportDeclaration(_)
        )
    });
    matches!(around.next(), Some(AstKind::Program(_)))
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
