//! A module as the steps that matter: what it imports, binds, calls and writes to.

use oxc_syntax::symbol::SymbolId;
use rustc_hash::{FxHashMap, FxHashSet};

/// A module, read once. Its first routine is its top level.
#[derive(Default)]
pub(crate) struct Module {
    /// URLs and names of exports that it mentions, each once.
    pub(crate) texts: Vec<String>,
    pub(crate) routines: Vec<Routine>,
    /// Functions and classes by the bindings that have them.
    pub(crate) functions: FxHashMap<SymbolId, Vec<usize>>,
    /// Functions and classes that have nothing to do with the module's state, and what it imports.
    pub(crate) stateless: FxHashSet<SymbolId>,
    /// What it exports, by name; without one, all that another module exports.
    pub(crate) exports: Vec<(Option<String>, Roots)>,
}

/// The top level, a function, or a class that is constructed.
#[derive(Default)]
pub(crate) struct Routine {
    pub(crate) steps: Vec<Step>,
    /// The functions in it that are not passed to a call; those of a class are its methods.
    pub(crate) inner: Vec<usize>,
    /// The property that it is, where it is one with a name.
    pub(crate) name: Option<String>,
    pub(crate) is_class: bool,
    /// What a class extends.
    pub(crate) base: Roots,
}

/// Something that is done when a routine runs.
pub(crate) enum Step {
    /// Imports a URL, by its index.
    Import(usize),
    /// Calls these values, or changes a property of them.
    Write(Roots),
    /// Passes these values to a call, which may write to them and to their elements, and call them as it does a callback.
    Pass { values: Roots, callee: Roots },
    /// Gives a binding values; `unpacks` is for patterns and loops, which take elements out.
    Bind { binding: SymbolId, values: Roots, unpacks: bool },
    /// Calls or constructs what a binding has.
    Call(SymbolId),
    /// Calls a method of what a binding has; without a name, any.
    Method { binding: SymbolId, name: Option<String> },
    /// Calls a method of the class around, by its routine.
    OwnMethod { class: usize, name: Option<String> },
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
    /// Where the properties of an object come from.
    pub(crate) properties: Vec<Root>,
}

/// Where a value comes from.
#[derive(Clone, Copy)]
pub(crate) struct Root {
    pub(crate) source: Source,
    pub(crate) part: Part,
}

#[derive(Clone, Copy)]
pub(crate) enum Source {
    Binding(SymbolId),
    /// A module, by the index of its URL.
    Import(usize),
    /// A function or a class of this module.
    Routine(usize),
}

/// What of a namespace a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    /// The export whose name has this index, or a part of it.
    Export(usize),
    /// Some export.
    Any,
}

impl Roots {
    pub(crate) const fn is_empty(&self) -> bool {
        self.own.is_empty() && self.elements.is_empty() && self.properties.is_empty()
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.own.extend(other.own);
        self.elements.extend(other.elements);
        self.properties.extend(other.properties);
    }
}
