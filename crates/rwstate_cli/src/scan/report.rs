//! What was found in one environment, as `--format json` prints it.

use rwstate_scan::{Directive, Found};
use serde::Serialize;

use super::{Scanned, Shown};

/// What was found in one environment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    /// Its name.
    pub(super) environment: String,
    /// How many files of the app were read.
    pub(super) files: usize,
    /// What would be pre-bundled, and where it is imported first, by its name.
    pub(super) dependencies: Vec<Import>,
    /// What could not be resolved: it is not there, or only a plugin of Vite's knows it.
    pub(super) unresolved: Vec<Import>,
    /// Modules with a directive.
    pub(super) marked: Vec<Marked>,
    /// Files that could not be read, or only in part.
    pub(super) left_out: Vec<LeftOut>,
}

/// What is imported, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Import {
    pub(super) specifier: String,
    pub(super) file: String,
    pub(super) line: u32,
}

/// A module with a directive.
#[derive(Debug, Serialize)]
pub(super) struct Marked {
    pub(super) file: String,
    /// `use client` or `use server`.
    pub(super) directive: &'static str,
}

/// A file that was not read, or only in part.
#[derive(Debug, Serialize)]
pub(super) struct LeftOut {
    pub(super) file: String,
    pub(super) reason: String,
}

impl Report {
    pub(super) fn of(Scanned { environment, finds, .. }: &Scanned, shown: &Shown<'_>) -> Self {
        let imports = |found: &[Found]| {
            let import = |found: &Found| Import {
                specifier: found.specifier.clone(),
                file: shown.path(&found.place.file),
                line: found.place.line,
            };
            let mut imports: Vec<_> = found.iter().map(import).collect();
            // The first import comes first: what is left of the others is one specifier that leads to several packages.
            imports.sort_by(|one, other| one.specifier.cmp(&other.specifier));
            imports
        };
        let marked = finds.marked.iter().map(|(file, directive)| Marked {
            file: shown.path(file),
            directive: match directive {
                Directive::Client => "use client",
                Directive::Server => "use server",
            },
        });
        let left_out = finds.left_out.iter().map(|left_out| LeftOut {
            file: shown.path(&left_out.file),
            reason: left_out.reason.clone(),
        });
        Self {
            environment: environment.to_string(),
            files: finds.files,
            dependencies: imports(&finds.dependencies),
            unresolved: imports(&finds.unknown),
            marked: marked.collect(),
            left_out: left_out.collect(),
        }
    }
}
