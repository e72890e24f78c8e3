//! Names for what is added to a module, which nothing in it has.

use oxc_semantic::Scoping;
use rustc_hash::FxHashSet;

/// The names of the runtime's functions in a module, and of the mirrors.
pub(crate) struct Names {
    pub(crate) keep: String,
    pub(crate) write: String,
    pub(crate) make: String,
    pub(crate) evaluated: String,
    taken: FxHashSet<String>,
}

impl Names {
    /// Chooses names for a module: any that a scope of it binds, or that it takes from the globals, is taken.
    pub(crate) fn of(scoping: &Scoping) -> Self {
        // Names of inner scopes count: in `(__rwstate_n) => n++` a parameter would hide the mirror.
        // So do globals that the module reads, which a declaration of ours would hide.
        let unresolved = scoping.root_unresolved_references().keys().map(ToString::to_string);
        let taken = scoping.symbol_names().map(ToOwned::to_owned).chain(unresolved).collect();
        let mut names = Self {
            keep: String::new(),
            write: String::new(),
            make: String::new(),
            evaluated: String::new(),
            taken,
        };
        names.keep = names.free("__rwstate_keep");
        names.write = names.free("__rwstate_write");
        names.make = names.free("__rwstate_make");
        names.evaluated = names.free("__rwstate_evaluated");
        names
    }

    /// Chooses the name of a binding's mirror.
    pub(crate) fn mirror(&mut self, binding: &str) -> String {
        self.free(&format!("__rwstate_{binding}"))
    }

    fn free(&mut self, wish: &str) -> String {
        let mut name = wish.to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}
