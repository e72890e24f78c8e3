//! How a package comes to be imported: from an entry, file by file, to the import.

use std::fmt::Write as _;

use rwstate_scan::Found;
use serde::Serialize;

use super::{Scanned, Shown};

/// How a package comes to be imported in one environment.
#[derive(Debug, Serialize)]
pub(super) struct Why {
    /// The environment's name.
    pub(super) environment: String,
    /// What the import names, which may be a part of the package; `null` where nothing imports it.
    pub(super) specifier: Option<String>,
    /// Places, each of which imports the next one's file, and the last the package.
    pub(super) chain: Vec<Step>,
}

/// One import on the way.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) file: String,
    pub(super) line: u32,
}

impl Why {
    /// Finds the first import of a package, or of a part of it.
    pub(super) fn of(package: &str, scanned: &Scanned, shown: &Shown<'_>) -> Self {
        let Scanned { environment, scan, finds } = scanned;
        let is_of_it = |found: &&Found| {
            let rest = found.specifier.strip_prefix(package);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let found = finds.dependencies.iter().chain(&finds.unknown).find(is_of_it);
        let places = found.map(|found| {
            let mut places = scan.chain(&found.place.file);
            places.push(found.place.clone());
            places
        });
        let step =
            |place: rwstate_scan::Place| Step { file: shown.path(&place.file), line: place.line };
        Self {
            environment: environment.to_string(),
            specifier: found.map(|found| found.specifier.clone()),
            chain: places.into_iter().flatten().map(step).collect(),
        }
    }
}

pub(super) fn text(package: &str, whys: &[Why]) -> String {
    let mut text = String::new();
    for Why { environment, specifier, chain } in whys {
        let Some(specifier) = specifier else {
            let _ = writeln!(text, "{environment}: nothing imports {package}");
            continue;
        };
        let _ = writeln!(text, "{environment}: {specifier}");
        for Step { file, line } in chain {
            let _ = writeln!(text, "  {file}:{line}");
        }
    }
    text
}
