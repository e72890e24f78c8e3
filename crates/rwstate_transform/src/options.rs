//! What to look for, and what to write.

use crate::Listed;

/// How to analyze. Default: contexts, and what comments ask to keep.
#[derive(Debug, Clone, Default)]
pub struct AnalyzeOptions {
    /// What makes state beyond contexts.
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
