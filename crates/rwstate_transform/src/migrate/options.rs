//! The options of a migration.

use crate::AnalyzeOptions;

/// How to migrate.
#[derive(Debug, Clone)]
pub struct MigrateOptions<'a> {
    /// What to migrate.
    pub analyze: &'a AnalyzeOptions,
    /// What a module's keys begin with: `package/path/in/it.ts`.
    pub key: &'a str,
    /// The name under which the module imports the state module.
    pub specifier: &'a str,
}
