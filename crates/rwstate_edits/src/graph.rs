//! The module graph of one environment, as the dev server has it when a file is saved.

use crate::evaluation::Use;

/// A module of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// What one version of a module imports and writes to while it is evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// The modules that it imports.
    pub imports: Vec<ModuleId>,
    /// What it may write to.
    pub writes: Vec<WriteTo>,
}

/// A module that may be written to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WriteTo {
    /// The module.
    pub module: ModuleId,
    /// The export by which it is; `None` where that may be any.
    pub export: Option<String>,
    /// What is done with that.
    pub using: Use,
}

/// An export of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportOf {
    /// Its name; `None` for `export *`, which has the names of what it is.
    pub name: Option<String>,
    /// What other modules it is of, by their exports: what is done with it is done with them.
    pub is: Vec<WriteTo>,
    /// What is written to where it is called.
    pub calls: Vec<WriteTo>,
    /// Whether it is a function, rather than an object with methods.
    pub is_function: bool,
    /// Whether a call of it leaves the module's own state alone.
    pub is_stateless: bool,
}

/// A changed module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The module.
    pub module: ModuleId,
    /// The version that was last evaluated; `None` where there was none.
    pub before: Option<Sides>,
    /// The saved version; `None` where it does not compile or is deleted. Such a module loses no import: a syntax error is repaired
    /// soon, and a deleted module is lost when its importer drops it. A default value says that it imports nothing from now on.
    pub after: Option<Sides>,
}

impl Change {
    /// Whether the last evaluated version imported a module that the saved one does not.
    pub(crate) fn drops(&self, module: ModuleId) -> bool {
        // Without a saved version nothing is dropped: a syntax error is repaired soon.
        self.before.as_ref().is_some_and(|before| before.imports.contains(&module))
            && self.after.as_ref().is_some_and(|after| !after.imports.contains(&module))
    }

    /// The other modules that the last evaluated version imported and the saved one does not.
    pub(crate) fn dropped(&self) -> Vec<ModuleId> {
        let imports = self.before.iter().flat_map(|before| before.imports.iter().copied());
        imports.filter(|module| *module != self.module && self.drops(*module)).collect()
    }

    /// Whether the saved version imports a module.
    pub(crate) fn imports(&self, module: ModuleId) -> bool {
        self.after.as_ref().is_some_and(|after| after.imports.contains(&module))
    }

    /// What either version has, by what `side` picks.
    pub(crate) fn both<T: Clone>(&self, side: impl Fn(&Sides) -> &Vec<T>) -> Vec<T> {
        self.before.iter().chain(&self.after).flat_map(|sides| side(sides).clone()).collect()
    }
}

/// Answers about first-party modules; the caller leaves out all others. Edges may be those before or after the edit.
pub trait Graph {
    /// Returns the modules that import a module.
    fn importers(&self, module: ModuleId) -> Vec<ModuleId>;

    /// Returns the modules that a module imports.
    fn imports(&self, module: ModuleId) -> Vec<ModuleId>;

    /// Returns what a module may have written to when it was last evaluated.
    fn writes(&self, module: ModuleId) -> Vec<WriteTo>;

    /// Returns what a module exports, of a changed one what either version does.
    fn exports(&self, module: ModuleId) -> Vec<ExportOf>;
}
