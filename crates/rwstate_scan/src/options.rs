//! What an environment's resolver is like, and where its graph begins.

use std::path::PathBuf;

/// One environment, as Vite has resolved its configuration. Paths are absolute.
#[derive(Debug, Clone, Default)]
pub struct ScanOptions {
    /// The root of the project.
    pub root: PathBuf,
    /// Where the graph begins: files, or globs from the root. What one with a `!` before it names is left out.
    pub entries: Vec<String>,
    /// `resolve.conditions`, such as `workerd`, `react-server`, `module`. `import` and `default` always hold.
    pub conditions: Vec<String>,
    /// `resolve.mainFields`. `main` always holds, after them.
    pub main_fields: Vec<String>,
    /// `resolve.extensions`, each with its dot.
    pub extensions: Vec<String>,
    /// `resolve.alias` whose `find` is a string: a whole specifier, or what one begins with before a slash.
    pub alias: Vec<(String, String)>,
    /// What the optimizer is not to take on: `optimizeDeps.exclude`. Of such a package that is linked, the sources are walked.
    pub exclude: Vec<String>,
    /// What is left to Vite, with all that it imports: `scan.exclude`.
    pub ignore: Vec<String>,
    /// Whether packages' `browser` field holds.
    pub platform: Platform,
    /// Whether a linked file is where its link is: `resolve.preserveSymlinks`.
    pub links: Links,
}

/// Where an environment's code runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Platform {
    /// On a server.
    #[default]
    Server,
    /// In a browser.
    Browser,
}

/// What a linked file is called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// The file that the link leads to.
    #[default]
    Followed,
    /// The link.
    Preserved,
}
