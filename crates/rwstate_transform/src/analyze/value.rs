//! An expression and what is written around its value.

use oxc_ast::AstKind;
use oxc_semantic::{NodeId, Semantic};
use oxc_span::{GetSpan, Span};

/// Returns a node with the casts and the parentheses around it.
pub(super) fn unwrapped(semantic: &Semantic<'_>, mut id: NodeId) -> (NodeId, Span) {
    let nodes = semantic.nodes();
    loop {
        match nodes.parent_kind(id) {
            AstKind::ParenthesizedExpression(_)
            | AstKind::ChainExpression(_)
            | AstKind::TSAsExpression(_)
            | AstKind::TSSatisfiesExpression(_)
            | AstKind::TSNonNullExpression(_)
            | AstKind::TSTypeAssertion(_)
            | AstKind::TSInstantiationExpression(_) => id = nodes.parent_id(id),
            _ => return (id, nodes.kind(id).span()),
        }
    }
}
