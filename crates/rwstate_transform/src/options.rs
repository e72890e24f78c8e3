//! What to look for, and what to write.

use crate::Listed;

/// How much is taken for state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Level {
    /// Contexts alone, which are always safe to keep.
    #[default]
    Contexts,
    /// All that is certainly state.
    State,
}

/// How to analyze. Default: contexts alone, and the built-in list.
#[derive(Debug, Clone, Default)]
pub struct AnalyzeOptions {
    /// How much is taken for state. A comment that asks to keep a declaration is heeded at each level.
    pub level: Level,
    /// What is known to make state, beyond the built-in list.
    pub listed: Vec<Listed>,
}

/// How to rewrite.
#[derive(Debug, Clone)]
pub struct RewriteOptions<'a> {
    /// What to keep.
    pub analyze: &'a AnalyzeOptions,
    /// What a module's keys begin with: `package@version/path/in/it.ts`.
    pub key: &'a str,
    /// The module that has `keep` and `write`.
    pub runtime: &'a str,
}
