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
    comments::Wish,
    evaluation::{Answer, Evaluation, Runs},
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
    /// A write that the evaluation starts and may have ended before, but for `??=`.
    pub(crate) by_late: Option<Span>,
    /// Whether a function writes it.
    pub(crate) by_function: bool,
    /// Whether a write clears it.
    pub(crate) is_cleared: bool,
    /// Why a written value is state, where one is.
    pub(crate) made: Option<Kind>,
    /// Whether something else is written too; nothing at all does not count.
    pub(crate) is_mixed: bool,
}

/// One write of a binding.
struct Written<'a> {
    node: NodeId,
    /// The binding's name there.
    span: Span,
    write: Write,
    value: Option<Value<'a>>,
    made: Option<Kind>,
}

impl Written<'_> {
    fn is_nothing(&self) -> bool {
        self.value.is_some_and(|(value, _)| value.is_null_or_undefined())
    }

    /// Whether it writes only where there is nothing.
    fn is_lazy(&self) -> bool {
        self.value.is_some_and(|(_, operator)| match operator {
            AssignmentOperator::LogicalNullish => true,
            AssignmentOperator::LogicalOr => self.made.is_some(),
            _ => false,
        })
    }
}

impl<'a> Watch<'_, 'a> {
    /// Collects the writes of a binding. When they run is looked at only where it matters: where all that is written is state, or a
    /// comment asks to keep it.
    pub(crate) fn writes(
        self,
        symbol: SymbolId,
        maker: Maker<'_, 'a>,
        wish: Option<Wish>,
    ) -> Writes {
        let references = self.semantic.scoping().get_resolved_references(symbol);
        let written: Vec<Written<'a>> = references
            .filter(|reference| reference.is_write())
            .filter_map(|reference| {
                let node = reference.node_id();
                let span = self.semantic.reference_span(reference);
                let (write, value) = self.write(node)?;
                let made = value.and_then(|(value, _)| maker.make(value));
                Some(Written { node, span, write, value, made })
            })
            .collect();
        let mut writes = Writes {
            all: written.iter().map(|written| written.write).collect(),
            by_module: None,
            by_evaluation: None,
            by_late: None,
            by_function: written.iter().any(|written| self.is_in_function(written.node)),
            is_cleared: written.iter().any(Written::is_nothing),
            made: written.iter().find_map(|written| written.made),
            is_mixed: written.iter().any(|it| it.made.is_none() && !it.is_nothing()),
        };
        if wish == Some(Wish::Keep) || !writes.is_mixed {
            self.time(&mut writes, &written);
        }
        writes
    }

    /// Looks at when a binding is written.
    fn time(self, writes: &mut Writes, written: &[Written<'_>]) {
        let mut is_made_by_module = false;
        for (written, write) in written.iter().zip(&mut writes.all) {
            let Answer { runs, is_late } = self.evaluation.answer(written.node);
            let is_lazy = written.is_lazy();
            if !is_lazy && is_late {
                writes.by_late.get_or_insert(written.span);
            }
            // `Perhaps` does not count: `on("close", () => { n = 0; })` may never run it.
            if !is_lazy && runs <= Runs::Repeated {
                writes.by_evaluation.get_or_insert(written.span);
            }
            if !is_lazy && !self.is_in_function(written.node) {
                // `let als; als = new AsyncLocalStorage();` is an initializer in two statements. An
                // evaluation is given back one context: a second such write would make another.
                let is_first = !is_made_by_module && runs == Runs::Once;
                if written.made.is_none() || !is_first {
                    writes.by_module.get_or_insert(written.span);
                }
                is_made_by_module = true;
            }
            if let (Some((value, _)), Write::Expression { made, .. }) = (written.value, write) {
                *made = written.made.map(|_| Made { span: value.span(), is_lazy, runs });
            }
        }
    }

    /// The expression or the loop that writes through a reference, and the value with its operator, where it is written as it is.
    fn write(self, reference: NodeId) -> Option<(Write, Option<Value<'a>>)> {
        let nodes = self.semantic.nodes();
        // The nearest one is the one that writes: in `[a = (b = 1)] = list` it is `b = 1` for `b`.
        for id in nodes.ancestor_ids(reference) {
            match nodes.kind(id) {
                AstKind::AssignmentExpression(assignment) => {
                    // Neither `[n] = list` nor `n += 1` writes what is on its right side as it is.
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
        // A statement's span has its semicolon, so it ends where the write ends only without one:
        // return n++⏎}  ->  return write(n++, mirror_n);⏎}
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
    pub(crate) fn is_target(self, id: NodeId) -> bool {
        let nodes = self.semantic.nodes();
        let span = nodes.kind(id).span();
        // other.n = Pool.n    // of the two members the left one is the target
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
    pub(crate) fn is_in_function(self, id: NodeId) -> bool {
        let scoping = self.semantic.scoping();
        let nodes = self.semantic.nodes();
        let scope = nodes.get_node(id).scope_id();
        let mut scopes = scoping.scope_ancestors(scope);
        // `class A { id = next++; [keys++] = 1; static first = first++; }` writes `next` with each
        // instance, `keys` and `first` when the class is evaluated.
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
