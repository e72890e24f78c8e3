//! Who writes a binding or a member.

use oxc_ast::{
    AstKind,
    ast::{AssignmentTarget, Expression},
};
use oxc_semantic::{NodeId, Semantic};
use oxc_span::{GetSpan, Span};
use oxc_syntax::{
    operator::{AssignmentOperator, UnaryOperator},
    symbol::SymbolId,
};

use super::{
    evaluation::{Evaluation, Runs},
    make::Maker,
};
use crate::Kind;

/// A written value, and the operator that writes it.
type Value<'a> = (&'a Expression<'a>, AssignmentOperator);

/// A place that writes a binding.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Write {
    /// An expression, and whether a statement or a field ends with it, without a semicolon.
    Expression { span: Span, is_open: bool, made: Option<Made> },
    /// The head of a loop, which writes before each turn of its body.
    Head { body: Span },
}

/// State that a write makes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    /// The written value.
    pub(crate) span: Span,
    /// Whether it is made only where there is none: `storage ??= new AsyncLocalStorage()`.
    pub(crate) is_lazy: bool,
    /// When it is made.
    pub(crate) runs: Runs,
}

/// Watches what happens to bindings.
#[derive(Clone, Copy)]
pub(crate) struct Watch<'s, 'a> {
    pub(crate) semantic: &'s Semantic<'a>,
    pub(crate) evaluation: &'s Evaluation<'s, 'a>,
}

/// The writes of one binding.
pub(crate) struct Writes {
    pub(crate) all: Vec<Write>,
    /// A write by the module's own statements, but for one that makes state once.
    pub(crate) by_module: Option<Span>,
    /// A write by the module's evaluation, in its own statements or in a function that it calls, but for `??=`.
    pub(crate) by_evaluation: Option<Span>,
    /// Whether a function writes it.
    pub(crate) by_function: bool,
    /// Whether a write clears it.
    pub(crate) is_cleared: bool,
    /// Why a written value is state, where one is.
    pub(crate) made: Option<Kind>,
    /// Whether something else is written too; nothing at all does not count.
    pub(crate) is_mixed: bool,
}

impl<'a> Watch<'_, 'a> {
    /// Collects the writes of a binding.
    pub(crate) fn writes(self, symbol: SymbolId, maker: Maker<'_, 'a>) -> Writes {
        let mut writes = Writes {
            all: vec![],
            by_module: None,
            by_evaluation: None,
            by_function: false,
            is_cleared: false,
            made: None,
            is_mixed: false,
        };
        let mut is_made_by_module = false;
        for reference in self.semantic.scoping().get_resolved_references(symbol) {
            if !reference.is_write() {
                continue;
            }
            let node = reference.node_id();
            let Some((mut write, value)) = self.write(node) else { continue };
            let made = value.and_then(|(value, _)| maker.make(value));
            let is_lazy = value.is_some_and(|(_, operator)| match operator {
                AssignmentOperator::LogicalNullish => true,
                AssignmentOperator::LogicalOr => made.is_some(),
                _ => false,
            });
            let runs = self.evaluation.runs(node);
            let span = self.semantic.reference_span(reference);
            if !is_lazy && runs <= Runs::Repeated {
                writes.by_evaluation.get_or_insert(span);
            }
            if self.is_in_function(node) {
                writes.by_function = true;
            } else if !is_lazy {
                let is_first = !is_made_by_module && runs == Runs::Once;
                if made.is_none() || !is_first {
                    writes.by_module.get_or_insert(span);
                }
                is_made_by_module = true;
            }
            if let (Some((value, _)), Write::Expression { made: of, .. }) = (value, &mut write) {
                *of = made.map(|_| Made { span: value.span(), is_lazy, runs });
            }
            let is_nothing = value.is_some_and(|(value, _)| value.is_null_or_undefined());
            writes.is_cleared |= is_nothing;
            writes.is_mixed |= made.is_none() && !is_nothing;
            writes.made = writes.made.or(made);
            writes.all.push(write);
        }
        writes
    }

    /// The expression or the loop that writes through a reference, and the value with its operator, where it is written as it is.
    fn write(self, reference: NodeId) -> Option<(Write, Option<Value<'a>>)> {
        let nodes = self.semantic.nodes();
        for id in nodes.ancestor_ids(reference) {
            match nodes.kind(id) {
                AstKind::AssignmentExpression(assignment) => {
                    let is_plain =
                        matches!(assignment.left, AssignmentTarget::AssignmentTargetIdentifier(_))
                            && (assignment.operator.is_assign()
                                || assignment.operator.is_logical());
                    let value = is_plain.then_some((&assignment.right, assignment.operator));
                    return Some((self.expression(id, assignment.span), value));
                }
                AstKind::UpdateExpression(update) => {
                    return Some((self.expression(id, update.span), None));
                }
                AstKind::ForInStatement(repeat) => {
                    return Some((Write::Head { body: repeat.body.span() }, None));
                }
                AstKind::ForOfStatement(repeat) => {
                    return Some((Write::Head { body: repeat.body.span() }, None));
                }
                _ => {}
            }
        }
        None
    }

    fn expression(self, id: NodeId, span: Span) -> Write {
        Write::Expression { span, is_open: self.is_open(id), made: None }
    }

    /// Whether a statement or a field ends with an expression and relies on a line break for its end: `return n++`.
    fn is_open(self, id: NodeId) -> bool {
        let nodes = self.semantic.nodes();
        let end = nodes.kind(id).span().end;
        let mut ancestors =
            nodes.ancestor_ids(id).take_while(|id| nodes.kind(*id).span().end == end);
        ancestors.any(|id| match nodes.kind(id) {
            AstKind::ExpressionStatement(_)
            | AstKind::ReturnStatement(_)
            | AstKind::ThrowStatement(_)
            | AstKind::ExportDefaultDeclaration(_)
            | AstKind::PropertyDefinition(_)
            | AstKind::AccessorProperty(_) => true,
            // In the head of a loop it ends with the head's semicolon.
            AstKind::VariableDeclaration(_) => {
                !matches!(nodes.parent_kind(id), AstKind::ForStatement(_))
            }
            _ => false,
        })
    }

    /// Whether a function writes some member of this name.
    pub(crate) fn is_member_written(self, name: &str) -> bool {
        self.semantic.nodes().iter().any(|node| {
            let is_named = match node.kind() {
                AstKind::StaticMemberExpression(member) => member.property.name == name,
                AstKind::PrivateFieldExpression(member) => member.field.name == name,
                _ => false,
            };
            is_named && self.is_target(node.id()) && self.is_in_function(node.id())
        })
    }

    /// Whether an expression is the target of an assignment, an update or a `delete`.
    fn is_target(self, id: NodeId) -> bool {
        let nodes = self.semantic.nodes();
        let span = nodes.kind(id).span();
        match nodes.parent_kind(id) {
            AstKind::AssignmentExpression(assignment) => assignment.left.span() == span,
            AstKind::UnaryExpression(unary) => unary.operator == UnaryOperator::Delete,
            AstKind::ForInStatement(repeat) => repeat.left.span() == span,
            AstKind::ForOfStatement(repeat) => repeat.left.span() == span,
            AstKind::UpdateExpression(_)
            | AstKind::ArrayAssignmentTarget(_)
            | AstKind::AssignmentTargetPropertyProperty(_)
            | AstKind::AssignmentTargetWithDefault(_)
            | AstKind::AssignmentTargetRest(_) => true,
            _ => false,
        }
    }

    /// Whether a node is in what runs later and more than once: a function, or the initializer of an instance's field.
    fn is_in_function(self, id: NodeId) -> bool {
        let scoping = self.semantic.scoping();
        let nodes = self.semantic.nodes();
        let scope = nodes.get_node(id).scope_id();
        let mut scopes = scoping.scope_ancestors(scope);
        scopes.any(|scope| scoping.scope_flags(scope).is_function())
            || nodes.ancestor_kinds(id).any(|kind| match kind {
                AstKind::PropertyDefinition(field) if !field.r#static => {
                    let value = field.value.as_ref().map(GetSpan::span);
                    value.is_some_and(|value| value.contains_inclusive(nodes.kind(id).span()))
                }
                _ => false,
            })
    }
}
