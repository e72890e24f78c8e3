//! Who writes a binding, and who changes what it holds.

use oxc_ast::{
    AstKind,
    ast::{AssignmentTarget, Expression},
};
use oxc_semantic::{NodeId, Reference, Semantic};
use oxc_span::{GetSpan, Span};
use oxc_syntax::{operator::UnaryOperator, symbol::SymbolId};

use super::make::{Made, Maker};

/// A place that writes a binding.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Write {
    /// An expression, and whether a statement or a field ends with it, without a semicolon.
    Expression { span: Span, is_open: bool },
    /// The head of a loop, which writes before each turn of its body.
    Head { body: Span },
}

/// Methods by which a value of JavaScript's own changes.
const MUTATORS: &[&str] = &[
    "set",
    "add",
    "delete",
    "clear",
    "push",
    "pop",
    "shift",
    "unshift",
    "splice",
    "sort",
    "reverse",
    "fill",
    "copyWithin",
];

/// Functions that change their first argument.
const CHANGERS: &[(&str, &[&str])] = &[
    ("Object", &["assign", "defineProperty", "defineProperties", "setPrototypeOf"]),
    ("Reflect", &["set", "defineProperty", "deleteProperty"]),
];

/// Watches what happens to bindings.
#[derive(Clone, Copy)]
pub(crate) struct Watch<'s, 'a> {
    pub(crate) semantic: &'s Semantic<'a>,
}

/// The writes of one binding.
pub(crate) struct Writes {
    pub(crate) all: Vec<Write>,
    /// A write by the module's own evaluation.
    pub(crate) by_module: Option<Span>,
    /// Whether a function writes it.
    pub(crate) by_function: bool,
    /// A write of an instance of a class that reloads.
    pub(crate) reloadable: Option<Span>,
    /// Whether all that is ever written is a context, or nothing.
    pub(crate) contexts_only: bool,
}

impl<'a> Watch<'_, 'a> {
    /// Collects the writes of a binding.
    pub(crate) fn writes(self, symbol: SymbolId, maker: Maker<'_, 'a>) -> Writes {
        let mut writes = Writes {
            all: vec![],
            by_module: None,
            by_function: false,
            reloadable: None,
            contexts_only: true,
        };
        for reference in self.semantic.scoping().get_resolved_references(symbol) {
            if !reference.is_write() {
                continue;
            }
            let Some((write, value)) = self.write(reference.node_id()) else { continue };
            if self.is_in_function(reference.node_id()) {
                writes.by_function = true;
            } else {
                let span = self.semantic.reference_span(reference);
                writes.by_module.get_or_insert(span);
            }
            let made = value.map(|value| maker.make(value));
            if made == Some(Made::Reloadable) {
                writes.reloadable = value.map(GetSpan::span);
            }
            let is_nothing = value.is_some_and(Expression::is_null_or_undefined);
            writes.contexts_only &= is_nothing || made == Some(Made::Certain(crate::Kind::Context));
            writes.all.push(write);
        }
        writes
    }

    /// The expression or the loop that writes through a reference, and the value, where it is written as it is.
    fn write(self, reference: NodeId) -> Option<(Write, Option<&'a Expression<'a>>)> {
        let nodes = self.semantic.nodes();
        for id in nodes.ancestor_ids(reference) {
            match nodes.kind(id) {
                AstKind::AssignmentExpression(assignment) => {
                    let is_plain =
                        matches!(assignment.left, AssignmentTarget::AssignmentTargetIdentifier(_))
                            && (assignment.operator.is_assign()
                                || assignment.operator.is_logical());
                    let value = is_plain.then_some(&assignment.right);
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
        Write::Expression { span, is_open: self.is_open(id) }
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

    /// Whether a function changes what a binding holds.
    pub(crate) fn is_changed(self, symbol: SymbolId) -> bool {
        self.semantic.scoping().get_resolved_references(symbol).any(|reference| {
            self.is_in_function(reference.node_id()) && self.changes(reference.node_id())
        })
    }

    /// Whether what a binding holds is handed on to where nobody can watch it.
    pub(crate) fn escapes(self, symbol: SymbolId) -> bool {
        let nodes = self.semantic.nodes();
        let declaration = self.semantic.scoping().symbol_declaration(symbol);
        let is_exported = nodes
            .ancestor_kinds(declaration)
            .any(|kind| matches!(kind, AstKind::ExportDeclaration(_)));
        if is_exported {
            return true;
        }
        let references = self.semantic.scoping().get_resolved_references(symbol);
        references
            .filter(|reference| reference.is_value())
            .any(|reference| self.hands_on(reference))
    }

    /// Whether a function changes what some member of this name holds, or writes it.
    pub(crate) fn is_member_changed(self, name: &str) -> Option<MemberChange> {
        let nodes = self.semantic.nodes();
        let members = nodes.iter().filter(|node| match node.kind() {
            AstKind::StaticMemberExpression(member) => member.property.name == name,
            AstKind::PrivateFieldExpression(member) => member.field.name == name,
            _ => false,
        });
        let mut change = None;
        for member in members.filter(|node| self.is_in_function(node.id())) {
            if self.is_target(member.id()) {
                return Some(MemberChange::Written);
            }
            if self.changes(member.id()) {
                change = Some(MemberChange::Changed);
            }
        }
        change
    }

    fn hands_on(self, reference: &Reference) -> bool {
        let nodes = self.semantic.nodes();
        let span = self.semantic.reference_span(reference);
        match nodes.parent_kind(reference.node_id()) {
            AstKind::StaticMemberExpression(member) => member.object.span() != span,
            AstKind::ComputedMemberExpression(member) => member.object.span() != span,
            AstKind::ForOfStatement(_) | AstKind::SpreadElement(_) => false,
            _ => true,
        }
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

    /// Whether the value of an expression is changed where it stands: `it.a.b = 1`, `it.push(1)`, `Object.assign(it)`.
    fn changes(self, id: NodeId) -> bool {
        let nodes = self.semantic.nodes();
        let mut current = id;
        let mut name = None;
        loop {
            let span = nodes.kind(current).span();
            if current != id && self.is_target(current) {
                return true;
            }
            match nodes.parent_kind(current) {
                AstKind::StaticMemberExpression(member) if member.object.span() == span => {
                    name = Some(member.property.name.as_str());
                }
                AstKind::ComputedMemberExpression(member) if member.object.span() == span => {
                    name = None;
                }
                AstKind::PrivateFieldExpression(member) if member.object.span() == span => {
                    name = None;
                }
                AstKind::TSNonNullExpression(_)
                | AstKind::TSAsExpression(_)
                | AstKind::TSSatisfiesExpression(_)
                | AstKind::ChainExpression(_) => {}
                AstKind::CallExpression(call) if call.callee.span() == span => {
                    return current != id && name.is_some_and(|name| MUTATORS.contains(&name));
                }
                AstKind::CallExpression(call) => {
                    let is_first = call.arguments.first().is_some_and(|first| first.span() == span);
                    return is_first && is_changer(&call.callee);
                }
                _ => return false,
            }
            current = nodes.parent_id(current);
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

/// What functions do to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberChange {
    /// They give it another value.
    Written,
    /// They change the value it has.
    Changed,
}

fn is_changer(callee: &Expression<'_>) -> bool {
    CHANGERS.iter().any(|(object, names)| {
        names.iter().any(|name| callee.is_specific_member_access(object, name))
    })
}
