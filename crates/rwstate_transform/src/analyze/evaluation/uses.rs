//! What runs a function, a class or a method: what holds it, its name's uses, calls of its name.

use oxc_ast::{
    AstKind,
    ast::{AssignmentTarget, BindingIdentifier, BindingPattern, MemberExpression, PropertyKey},
};
use oxc_semantic::{NodeId, Reference};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use super::{Evaluation, Question, Runs};
use crate::analyze::{methods::Methods, value::unwrapped};

impl<'s, 'a> Evaluation<'s, 'a> {
    /// When a function runs that has no declaration: by what is done with it.
    pub(super) fn function(&self, id: NodeId, waited: bool, question: &mut Question) -> Runs {
        let parent = self.semantic.nodes().parent_id(self.unwrapped(id).0);
        match self.semantic.nodes().kind(parent) {
            AstKind::MethodDefinition(method) if method.kind.is_constructor() => {
                self.instances(parent, waited, question)
            }
            AstKind::MethodDefinition(method) => self.method(&method.key, waited, question),
            AstKind::ObjectProperty(property) => self.method(&property.key, waited, question),
            AstKind::PropertyDefinition(property) => self.method(&property.key, waited, question),
            _ => self.value(id, waited, question),
        }
    }

    /// When a function runs whose value an expression is.
    fn value(&self, id: NodeId, waited: bool, question: &mut Question) -> Runs {
        let nodes = self.semantic.nodes();
        let (outer, span) = self.unwrapped(id);
        let parent = nodes.parent_id(outer);
        match nodes.kind(parent) {
            AstKind::CallExpression(call) if call.callee.span() == span => {
                self.called(parent, waited, question)
            }
            AstKind::NewExpression(new) if new.callee.span() == span => {
                self.instantiated(parent, waited, question)
            }
            AstKind::TaggedTemplateExpression(tagged) if tagged.tag.span() == span => {
                self.called(parent, waited, question)
            }
            AstKind::CallExpression(_) | AstKind::NewExpression(_) => {
                self.passed(parent, waited, question)
            }
            AstKind::StaticMemberExpression(member) => {
                let (method, callee) = self.unwrapped(parent);
                let call = nodes.parent_id(method);
                let is_called = matches!(nodes.kind(call), AstKind::CallExpression(call)
                    if call.callee.span() == callee);
                match member.property.name.as_str() {
                    // (function () { … }).call(this);
                    "call" | "apply" if is_called => self.called(call, waited, question),
                    // setInterval(tick.bind(this), 1000);
                    "bind" if is_called => self.value(call, waited, question).max(Runs::Repeated),
                    _ => Runs::Later,
                }
            }
            AstKind::VariableDeclarator(_) | AstKind::AssignmentExpression(_) => {
                self.held(parent, span, waited, question)
            }
            _ => Runs::Later,
        }
    }

    /// When a function or a class runs that a declarator or an assignment gives a name.
    fn held(&self, holder: NodeId, value: Span, waited: bool, question: &mut Question) -> Runs {
        match self.semantic.nodes().kind(holder) {
            AstKind::VariableDeclarator(declarator) => match &declarator.id {
                BindingPattern::BindingIdentifier(id) => {
                    self.symbol(id.symbol_id(), waited, question)
                }
                _ => Runs::Later,
            },
            AstKind::AssignmentExpression(assignment) if assignment.right.span() == value => {
                match &assignment.left {
                    // `init = () => { … }; init();` may call what another assignment has put there.
                    AssignmentTarget::AssignmentTargetIdentifier(target) => {
                        let reference =
                            self.semantic.scoping().get_reference(target.reference_id());
                        reference.symbol_id().map_or(Runs::Later, |symbol| {
                            self.symbol(symbol, waited, question).max(Runs::Repeated)
                        })
                    }
                    // Pool.prototype.start = function () { … };
                    target => {
                        let member = target.as_member_expression();
                        let name = member.and_then(MemberExpression::static_property_name);
                        name.map_or(Runs::Later, |name| self.named(name, waited, question))
                    }
                }
            }
            _ => Runs::Later,
        }
    }

    /// When the function or the class runs that a name stands for.
    pub(super) fn symbol(&self, symbol: SymbolId, waited: bool, question: &mut Question) -> Runs {
        // One that calls itself runs when something else calls it.
        if question.asked.contains(&symbol) {
            question.circles += 1;
            return Runs::Later;
        }
        question.asked.push(symbol);
        // The earliest use decides, and another one is why it is not the only call.
        let mut first = Runs::Later;
        let mut uses = 0;
        for reference in self.uses(symbol) {
            let Some(left) = question.left.checked_sub(1) else {
                question.is_late |= waited;
                return Runs::Perhaps;
            };
            question.left = left;
            uses += 1;
            first = first.min(self.used(reference, waited, question));
        }
        question.asked.pop();
        let is_alone = uses == 1 && !self.is_exported(symbol) && !self.is_reassigned(symbol);
        match first {
            Runs::Once if !is_alone => Runs::Repeated,
            first => first,
        }
    }

    /// What reads the value of a name. `export { init }` is a read, and counts as a use: importers may call it.
    pub(super) fn uses(
        &self,
        symbol: SymbolId,
    ) -> impl Iterator<Item = &'s Reference> + use<'s, 'a> {
        let references = self.semantic.scoping().get_resolved_references(symbol);
        references.filter(|reference| !reference.is_type() && reference.is_read())
    }

    /// When one use of a function calls it.
    pub(super) fn used(
        &self,
        reference: &Reference,
        waited: bool,
        question: &mut Question,
    ) -> Runs {
        let (outer, span) = self.unwrapped(reference.node_id());
        let parent = self.semantic.nodes().parent_id(outer);
        match self.semantic.nodes().kind(parent) {
            // class Own extends Base {} new Own();   // runs the constructor of `Base`
            AstKind::Class(class)
                if class.heritage.as_ref().is_some_and(|it| it.expression.span() == span) =>
            {
                self.within(parent, false, question).max(Runs::Perhaps)
            }
            // const _C = class _C { … }; const C = _C; new C();
            AstKind::VariableDeclarator(_)
            | AstKind::AssignmentExpression(_)
            | AstKind::StaticMemberExpression(_) => {
                self.value(reference.node_id(), waited, question).max(Runs::Repeated)
            }
            _ => self.value(reference.node_id(), waited, question),
        }
    }

    /// When instances of the class are made that a node is in.
    pub(super) fn instances(&self, id: NodeId, waited: bool, question: &mut Question) -> Runs {
        let nodes = self.semantic.nodes();
        let mut ancestors = nodes.ancestor_ids(id);
        let class = ancestors.find_map(|id| match nodes.kind(id) {
            AstKind::Class(class) => Some((id, class)),
            _ => None,
        });
        let Some((id, class)) = class else { return Runs::Later };
        let own = class.id.as_ref().map(BindingIdentifier::symbol_id);
        if class.is_declaration() {
            return own.map_or(Runs::Later, |own| self.symbol(own, waited, question));
        }
        // new (class { als = new AsyncLocalStorage(); })();   // has one instance
        let (outer, span) = self.unwrapped(id);
        let parent = nodes.parent_id(outer);
        let runs = match nodes.kind(parent) {
            AstKind::NewExpression(new) if new.callee.span() == span => {
                self.instantiated(parent, waited, question)
            }
            _ => self.held(parent, span, waited, question),
        };
        // const A = class Scope { static next() { return new Scope(); } };
        // `Scope.all` in it makes none.
        let is_used = own.is_some_and(|own| {
            self.uses(own).any(|reference| !self.is_object(reference.node_id()))
        });
        if is_used { runs.max(Runs::Repeated) } else { runs }
    }

    /// Whether an expression is only what a member is read from.
    fn is_object(&self, id: NodeId) -> bool {
        let (outer, span) = self.unwrapped(id);
        match self.semantic.nodes().parent_kind(outer) {
            AstKind::StaticMemberExpression(member) => member.object.span() == span,
            AstKind::ComputedMemberExpression(member) => member.object.span() == span,
            AstKind::PrivateFieldExpression(member) => member.object.span() == span,
            _ => false,
        }
    }

    fn method(&self, key: &PropertyKey<'a>, waited: bool, question: &mut Question) -> Runs {
        key.name().map_or(Runs::Later, |name| self.named(&name, waited, question))
    }

    /// When a method of a name runs: where the evaluation calls one, perhaps then. Values are not followed: `it.start()` may call any
    /// method of that name, or none of ours.
    fn named(&self, name: &str, waited: bool, question: &mut Question) -> Runs {
        let is_asked = |(asked, after): &(String, bool)| asked == name && *after == waited;
        if question.methods.iter().any(is_asked) {
            question.circles += 1;
            return Runs::Later;
        }
        question.methods.push((name.to_owned(), waited));
        let methods = self.methods.get_or_init(|| Methods::of(self.semantic));
        let mut first = Runs::Later;
        for member in methods.named(name) {
            let Some(left) = question.left.checked_sub(1) else {
                question.is_late = true;
                return Runs::Perhaps;
            };
            question.left = left;
            first = first.min(self.value(*member, waited, question));
        }
        question.methods.pop();
        if first == Runs::Later { first } else { Runs::Perhaps }
    }

    pub(super) fn unwrapped(&self, id: NodeId) -> (NodeId, Span) {
        unwrapped(self.semantic, id)
    }

    fn is_exported(&self, symbol: SymbolId) -> bool {
        let scoping = self.semantic.scoping();
        let kinds = self.semantic.nodes().ancestor_kinds(scoping.symbol_declaration(symbol));
        let mut near = kinds.take(3);
        near.any(|kind| {
            matches!(kind, AstKind::ExportDeclaration(_) | AstKind::ExportDefaultDeclaration(_))
        })
    }

    fn is_reassigned(&self, symbol: SymbolId) -> bool {
        let scoping = self.semantic.scoping();
        !scoping.symbol_flags(symbol).contains(SymbolFlags::ConstVariable)
            && scoping.get_resolved_references(symbol).any(Reference::is_write)
    }
}
