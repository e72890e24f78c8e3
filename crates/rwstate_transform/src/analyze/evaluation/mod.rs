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

mod uses;

use std::cell::OnceCell;

use oxc_ast::{
    AstKind,
    ast::{BindingIdentifier, Expression},
};
use oxc_semantic::{NodeId, Semantic};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::SymbolId;

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
    methods: Vec<(String, bool)>,
    /// How often it has come to what is being looked at.
    circles: u32,
    /// How many uses of functions it may still look at: in a module whose functions call each other there is no end of ways.
    left: u32,
    is_late: bool,
    /// Whether it is late if it runs at all: `function next() { make(); setTimeout(next); }`.
    starts_itself_late: bool,
}

impl Question {
    /// Each answer has the whole of it, so that it does not depend on what was asked before.
    const fn new() -> Self {
        Self {
            asked: vec![],
            methods: vec![],
            circles: 0,
            left: 2_000,
            is_late: false,
            starts_itself_late: false,
        }
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
        let is_late = question.is_late || question.starts_itself_late && runs != Runs::Later;
        Answer { runs, is_late }
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
        self.late(call, question)
    }

    /// When a call runs that is the last that the evaluation waits for: what it has called goes on.
    fn late(&self, call: NodeId, question: &mut Question) -> Runs {
        let circles = question.circles;
        let runs = self.within(call, false, question);
        question.is_late |= runs != Runs::Later;
        question.starts_itself_late |= runs == Runs::Later && question.circles > circles;
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
            AstKind::CallExpression(it) if is_deferred(&it.callee) => self.late(call, question),
            // load().then(() => make());
            AstKind::CallExpression(it) if is_reaction(&it.callee) => {
                self.called(call, true, question)
            }
            _ => self.called(call, waited, question),
        };
        runs.max(Runs::Perhaps)
    }

    fn waits(&self) -> &Waits {
        self.waits.get_or_init(|| Waits::of(self.semantic))
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
