//! What a module does while it is evaluated.

/// What a module does while it is evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// The URLs of the modules that it imports, in order, each once: by declarations, and by `import()` where it awaits that.
    pub imports: Vec<String>,
    /// What it may write to, in order, each once.
    pub writes: Vec<Write>,
    /// What it exports.
    pub exports: Vec<Export>,
}

/// A module that may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Its URL.
    pub url: String,
    /// The export by which it is; `None` where that may be any.
    pub export: Option<String>,
    /// What is done with that.
    pub using: Use,
}

/// What is done with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// It, or a part of it, is called or changed.
    Call,
    /// It is passed to a call, which calls it if it is a function.
    Callback,
    /// It is passed to a call, which may change it.
    Pass,
}

/// An export of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its name; `None` for `export *`, which has the names of what it is.
    pub name: Option<String>,
    /// What other modules it is of, by their exports: what is done with it is done with them.
    pub is: Vec<Write>,
    /// What is written to where it is called.
    pub calls: Vec<Write>,
    /// Whether it is a function, rather than an object with methods.
    pub is_function: bool,
    /// Whether a call of it leaves the module's own state alone.
    pub is_stateless: bool,
}
