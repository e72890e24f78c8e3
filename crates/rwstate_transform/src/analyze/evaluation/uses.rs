//! What runs a function, a class or a method: what holds it, its name's uses, calls of its name.

use oxc_ast::{
    AstKind,
    ast::{Argument, AssignmentTarget, BindingIdentifier, BindingPattern, PropertyKey},
};
use oxc_semantic::{NodeId, Reference};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use super::{Evaluation, Question, Runs};
use crate::analyze::methods::Methods;

impl<'s, 'a> Evaluation<'s, 'a> {
    /// When a function runs that has no declaration: by what is done with it.
    pub(super) fn function(&self, id: NodeId, waited: bool, question: &mut Question) -> Runs {
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
            AstKind::CallExpression(_) | AstKind::NewExpression(_) => {
                self.passed(parent, waited, question)
            }
            AstKind::StaticMemberExpression(member) => {
                let (call, callee) = self.unwrapped(parent);
                let is_called = matches!(nodes.parent_kind(call), AstKind::CallExpression(call)
                    if call.callee.span() == callee);
                // (function () { … }).call(this);   // what `bind` makes is not followed
                let is_own = matches!(member.property.name.as_str(), "call" | "apply");
                if is_called && is_own {
                    self.called(nodes.parent_id(call), waited, question)
                } else {
                    Runs::Later
                }
            }
            AstKind::VariableDeclarator(_) | AstKind::AssignmentExpression(_) => {
                self.held(parent, span, waited, question)
            }
            AstKind::MethodDefinition(method) if method.kind.is_constructor() => {
                self.instances(parent, waited, question)
            }
            AstKind::MethodDefinition(method) => self.method(&method.key, waited, question),
            AstKind::ObjectProperty(property) => self.method(&property.key, waited, question),
            AstKind::PropertyDefinition(property) => self.method(&property.key, waited, question),
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
                let AssignmentTarget::AssignmentTargetIdentifier(target) = &assignment.left else {
                    return Runs::Later;
                };
                // `init = () => { … }; init();` may call what another assignment has put there.
                let reference = self.semantic.scoping().get_reference(target.reference_id());
                let symbol = reference.symbol_id();
                symbol.map_or(Runs::Later, |symbol| {
                    self.symbol(symbol, waited, question).max(Runs::Repeated)
                })
            }
            _ => Runs::Later,
        }
    }

    /// When the function or the class runs that a name stands for.
    pub(super) fn symbol(&self, symbol: SymbolId, waited: bool, question: &mut Question) -> Runs {
        // One that calls itself runs when something else calls it.
        if question.asked.contains(&symbol) {
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
        let nodes = self.semantic.nodes();
        let (outer, span) = self.unwrapped(reference.node_id());
        let parent = nodes.parent_id(outer);
        let is_argument = |arguments: &[Argument<'_>]| arguments.iter().any(|it| it.span() == span);
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
            AstKind::CallExpression(call) if is_argument(&call.arguments) => {
                self.passed(parent, waited, question)
            }
            AstKind::NewExpression(new) if is_argument(&new.arguments) => {
                self.passed(parent, waited, question)
            }
            // const _C = class _C { … }; const C = _C; new C();
            AstKind::VariableDeclarator(_) | AstKind::AssignmentExpression(_) => {
                self.held(parent, span, waited, question).max(Runs::Repeated)
            }
            AstKind::StaticMemberExpression(member)
                if matches!(member.property.name.as_str(), "call" | "apply") =>
            {
                let (call, _) = self.unwrapped(parent);
                self.called(nodes.parent_id(call), waited, question).max(Runs::Repeated)
            }
            // class Own extends Base {} new Own();   // runs the constructor of `Base`
            AstKind::Class(class)
                if class.heritage.as_ref().is_some_and(|it| it.expression.span() == span) =>
            {
                self.within(parent, false, question).max(Runs::Perhaps)
            }
            _ => Runs::Later,
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

    /// When a method runs: where one of its name is called in the evaluation, perhaps then.
    fn method(&self, key: &PropertyKey<'a>, waited: bool, question: &mut Question) -> Runs {
        let Some(name) = key.name() else { return Runs::Later };
        // Values are not followed: `it.start()` may call any method of that name, or none of ours.
        let Some(calls) = self.methods.get_or_init(|| Methods::of(self.semantic)).calls(&name)
        else {
            return Runs::Later;
        };
        if waited && !question.methods.iter().any(|asked| *asked == name) {
            question.methods.push(name.into_owned());
            for call in &calls.all {
                let Some(left) = question.left.checked_sub(1) else {
                    question.is_late = true;
                    break;
                };
                question.left = left;
                self.called(*call, true, question);
            }
            question.methods.pop();
        }
        if calls.by_module { Runs::Perhaps } else { Runs::Later }
    }

    /// A node with the casts and the parentheses around it.
    pub(super) fn unwrapped(&self, mut id: NodeId) -> (NodeId, Span) {
        let nodes = self.semantic.nodes();
        loop {
            match nodes.parent_kind(id) {
                AstKind::ParenthesizedExpression(_)
                | AstKind::TSAsExpression(_)
                | AstKind::TSSatisfiesExpression(_)
                | AstKind::TSNonNullExpression(_)
                | AstKind::TSTypeAssertion(_)
                | AstKind::TSInstantiationExpression(_) => id = nodes.parent_id(id),
                _ => return (id, nodes.kind(id).span()),
            }
        }
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
