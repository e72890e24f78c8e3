//! A module as the steps that matter: what it imports, binds, calls and writes to.

use oxc_syntax::symbol::SymbolId;
use rustc_hash::{FxHashMap, FxHashSet};

/// A module, read once. Its first routine is its top level.
pub(crate) struct Module {
    /// The URLs that it mentions, each once.
    pub(crate) urls: Vec<String>,
    pub(crate) routines: Vec<Routine>,
    /// Functions and classes by the bindings that have them.
    pub(crate) functions: FxHashMap<SymbolId, Vec<usize>>,
    /// Which of the routines are of classes.
    pub(crate) classes: FxHashSet<usize>,
}

/// The steps of the top level, of a function, or of a class that is constructed.
pub(crate) type Routine = Vec<Step>;

/// Something that is done when a routine runs.
pub(crate) enum Step {
    /// Imports a URL, by its index.
    Import(usize),
    /// Calls these values, or changes a property of them.
    Write(Roots),
    /// Passes these values to a call, which may write to them and to their elements.
    Pass(Roots),
    /// Gives a binding values; `unpacks` is for patterns and loops, which take elements out.
    Bind { binding: SymbolId, values: Roots, unpacks: bool },
    /// Calls or constructs what a binding has.
    Call(SymbolId),
    /// Passes a function to a call: run before that returns, but for callees that come from dependencies alone. Without roots, the
    /// callee is none of these.
    Callback { function: Callback, callee: Roots },
}

/// A function that is passed to a call.
#[derive(Clone, Copy)]
pub(crate) enum Callback {
    /// What a binding has, but for classes.
    Binding(SymbolId),
    Routine(usize),
}

/// What a value comes from, such as `registry` of `registry.list[0].items()`.
#[derive(Default, Clone)]
pub(crate) struct Roots {
    /// Where the value itself comes from.
    pub(crate) own: Vec<Root>,
    /// Where the elements of an array come from.
    pub(crate) elements: Vec<Root>,
}

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    Binding(SymbolId),
    /// A module, by the index of its URL.
    Import(usize),
}

impl Roots {
    pub(crate) const fn is_empty(&self) -> bool {
        self.own.is_empty() && self.elements.is_empty()
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.own.extend(other.own);
        self.elements.extend(other.elements);
    }
}
