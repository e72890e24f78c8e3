//! Where a module lives that a unit imports.

use crate::refusal::Refusal;

/// How a module is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// `import` or `export … from`.
    Import,
    /// `import()`.
    Dynamic,
    /// `require()`.
    Require,
}

/// What a unit has in place of a module that it imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// The module itself. A CommonJS module that is held elsewhere adopts that instance when it runs.
    Own,
    /// Another output, imported as it is.
    Output {
        /// How it is imported, such as `./react.js`.
        specifier: String,
    },
    /// Modules that stand for it, the first of which is imported in its place.
    Virtual(Vec<VirtualModule>),
    /// None of these: the dependency cannot be appended.
    Refused(Refusal),
}

/// A module that is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualModule {
    /// Its specifier in other virtual modules, unique by what it stands for.
    pub id: String,
    /// Its text.
    pub code: String,
}
