//! When a place in a module runs: in the module's evaluation, how often, or later.
//!
//! ```js
//! make();                                     // once
//! (() => { make(); })();                      // once
//! export function init() { make(); } init();  // repeated: others may call it again
//! for (const it of list) make();              // repeated
//! lazy(() => make());                         // perhaps: nothing is known of what calls it
//! setTimeout(() => make());                   // perhaps, and late: when the evaluation has ended
//! export const get = () => make();            // later
//! ```
//!
//! It does not follow values: a function in an object is called later, unless a method of its name is called.

use std::cell::OnceCell;

use oxc_ast::{
    AstKind,
    ast::{Argument, AssignmentTarget, BindingIdentifier, BindingPattern, Expression, PropertyKey},
};
use oxc_semantic::{NodeId, Reference, Semantic};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::{SymbolFlags, SymbolId};

use super::{
    classes::instantiates_unnamed,
    methods::Methods,
    wait::{Waits, is_awaited, is_deferred, is_reaction},
};

/// When a place runs. The greater of two is what holds for a place in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Runs {
    /// At most once in each evaluation of the module, and never after it.
    Once,
    /// The evaluation runs it, and more often than once or later too.
    Repeated,
    /// It is handed to a call in the evaluation.
    Perhaps,
    /// After the evaluation, if ever.
    Later,
}

/// What is known of when a place runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) runs: Runs,
    /// Whether the evaluation starts it, and may have ended by then.
    pub(crate) is_late: bool,
}

/// Decides when the code at a place runs.
pub(crate) struct Evaluation<'s, 'a> {
    semantic: &'s Semantic<'a>,
    methods: OnceCell<Methods<'a>>,
    waits: OnceCell<Waits>,
    /// Whether a class may have instances that none of its names makes.
    instantiates_unnamed: OnceCell<bool>,
}

/// What one answer has looked at.
struct Question {
    /// What is being looked at: functions and methods may call each other in a circle.
    asked: Vec<SymbolId>,
    methods: Vec<String>,
    /// How many uses of functions it may still look at: in a module whose functions call each other there is no end of ways.
    left: u32,
    is_late: bool,
}

impl Question {
    /// Each answer has the whole of it, so that it does not depend on what was asked before.
    const fn new() -> Self {
        Self { asked: vec![], methods: vec![], left: 2_000, is_late: false }
    }
}

impl<'s, 'a> Evaluation<'s, 'a> {
    pub(crate) const fn new(semantic: &'s Semantic<'a>) -> Self {
        Self {
            semantic,
            methods: OnceCell::new(),
            waits: OnceCell::new(),
            instantiates_unnamed: OnceCell::new(),
        }
    }

    /// Returns when a place runs.
    pub(crate) fn answer(&self, place: NodeId) -> Answer {
        let mut question = Question::new();
        let runs = self.within(place, false, &mut question);
        Answer { runs, is_late: question.is_late }
    }

    /// Returns whether the evaluation runs a function by anything but calls of its name: `list.map(make)`.
    pub(crate) fn calls_indirectly(&self, function: SymbolId) -> bool {
        let nodes = self.semantic.nodes();
        self.uses(function).any(|reference| {
            let (outer, span) = self.unwrapped(reference.node_id());
            let is_call = matches!(nodes.parent_kind(outer), AstKind::CallExpression(call)
                if call.callee.span() == span);
            !is_call && self.used(reference, false, &mut Question::new()) != Runs::Later
        })
    }

    /// When a place runs. `waited` is whether what is asked about comes after a wait there: in a function that returns a promise.
    fn within(&self, place: NodeId, waited: bool, question: &mut Question) -> Runs {
        let nodes = self.semantic.nodes();
        let mut runs = Runs::Once;
        let start = nodes.kind(place).span();
        let mut inner = start;
        // The outermost loop around it: what waits anywhere in it comes before the next turn.
        let mut turns = None;
        for id in nodes.ancestor_ids(place) {
            let kind = nodes.kind(id);
            let of = match kind {
                AstKind::Function(function) => {
                    let waited = waited || self.waits().come_before(id, start, turns);
                    let own = function.id.as_ref().map(BindingIdentifier::symbol_id);
                    let runs = match own {
                        Some(own) if function.is_declaration() => {
                            self.symbol(own, waited, question)
                        }
                        // (function next(left) { make(); if (left) next(left - 1); })(1);
                        // Such a name is bound inside of the function alone.
                        Some(own) if self.uses(own).next().is_some() => {
                            self.function(id, waited, question).max(Runs::Repeated)
                        }
                        _ => self.function(id, waited, question),
                    };
                    // A call makes the generator alone.
                    Some(if function.generator { runs.max(Runs::Perhaps) } else { runs })
                }
                AstKind::ArrowFunctionExpression(_) => {
                    let waited = waited || self.waits().come_before(id, start, turns);
                    Some(self.function(id, waited, question))
                }
                AstKind::PropertyDefinition(field)
                    if !field.r#static && is_part(field.value.as_ref(), inner) =>
                {
                    Some(self.instances(id, waited, question))
                }
                AstKind::AccessorProperty(field)
                    if !field.r#static && is_part(field.value.as_ref(), inner) =>
                {
                    Some(self.instances(id, waited, question))
                }
                _ => None,
            };
            runs = runs.max(of.unwrap_or(Runs::Once));
            // What surrounds a function or a field counts by its calls.
            if of.is_some() {
                return runs;
            }
            if repeats(kind, inner) {
                runs = runs.max(Runs::Repeated);
                turns = Some(kind.span());
            }
            inner = kind.span();
        }
        runs
    }

    /// When a call or a `new` runs what it calls, which has waited or not.
    fn called(&self, call: NodeId, waited: bool, question: &mut Question) -> Runs {
        if !waited {
            return self.within(call, false, question);
        }
        // await init();
        if is_awaited(self.semantic, call) {
            return self.within(call, true, question);
        }
        let runs = self.within(call, false, question);
        question.is_late |= runs != Runs::Later;
        runs
    }

    /// When a `new` runs what it makes an instance of.
    fn instantiated(&self, new: NodeId, waited: bool, question: &mut Question) -> Runs {
        let runs = self.called(new, waited, question);
        let is_unnamed = || instantiates_unnamed(self.semantic);
        // new one.constructor()
        if *self.instantiates_unnamed.get_or_init(is_unnamed) {
            runs.max(Runs::Repeated)
        } else {
            runs
        }
    }

    /// When a call or a `new` runs what it is passed.
    fn passed(&self, call: NodeId, waited: bool, question: &mut Question) -> Runs {
        let runs = match self.semantic.nodes().kind(call) {
            AstKind::CallExpression(it) if is_deferred(&it.callee) => {
                let runs = self.within(call, false, question);
                question.is_late |= runs != Runs::Later;
                runs
            }
            // load().then(() => make());
            AstKind::CallExpression(it) if is_reaction(&it.callee) => {
                self.called(call, true, question)
            }
            _ => self.called(call, waited, question),
        };
        runs.max(Runs::Perhaps)
    }

    /// When a function runs that has no declaration: by what is done with it.
    fn function(&self, id: NodeId, waited: bool, question: &mut Question) -> Runs {
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
    fn symbol(&self, symbol: SymbolId, waited: bool, question: &mut Question) -> Runs {
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
    fn uses(&self, symbol: SymbolId) -> impl Iterator<Item = &'s Reference> + use<'s, 'a> {
        let references = self.semantic.scoping().get_resolved_references(symbol);
        references.filter(|reference| !reference.is_type() && reference.is_read())
    }

    /// When one use of a function calls it.
    fn used(&self, reference: &Reference, waited: bool, question: &mut Question) -> Runs {
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
    fn instances(&self, id: NodeId, waited: bool, question: &mut Question) -> Runs {
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

    fn waits(&self) -> &Waits {
        self.waits.get_or_init(|| Waits::of(self.semantic))
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
    fn unwrapped(&self, mut id: NodeId) -> (NodeId, Span) {
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

fn is_part(value: Option<&Expression<'_>>, part: Span) -> bool {
    value.is_some_and(|value| value.span() == part)
}

/// Whether a statement may run a part of it more than once.
fn repeats(kind: AstKind<'_>, part: Span) -> bool {
    match kind {
        AstKind::WhileStatement(_) | AstKind::DoWhileStatement(_) => true,
        AstKind::ForStatement(repeat) => {
            // `for (let als = make(); …; …)` calls `make` once, whatever the loop does.
            repeat.init.as_ref().is_none_or(|init| init.span() != part)
        }
        AstKind::ForInStatement(repeat) => repeat.right.span() != part,
        AstKind::ForOfStatement(repeat) => repeat.right.span() != part,
        _ => false,
    }
}
