//! `rwstate scan`: a project -> what each of its environments depends on.
//!
//! Vite is not started and its configuration is not read: [`environment`] has the conventions that stand in for it.

mod environment;
mod report;
mod table;
mod why;
mod wrangler;

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum as _;
use rwstate_scan::{Finds, RealFiles, ScanOptions};

use crate::{
    arguments::{Scan, ScanFormat},
    exit::{CLEAN, FINDINGS},
    terminal::Terminal,
};
pub(crate) use environment::Environment;
use report::Report;
use why::Why;

/// What was found in one environment, and the graph that leads to it.
struct Scanned {
    environment: Environment,
    scan: rwstate_scan::Scan<RealFiles>,
    finds: Finds,
}

/// Files as they are shown: relative to where the command runs, with forward slashes.
struct Shown<'c>(&'c Path);

pub(crate) fn run(arguments: &Scan, terminal: &mut Terminal<'_>) -> Result<u8> {
    let cwd = fs::canonicalize(&terminal.cwd).unwrap_or_else(|_| terminal.cwd.clone());
    let given = &arguments.root;
    let root = fs::canonicalize(cwd.join(given)).with_context(|| given.display().to_string())?;
    let scanned = scan(arguments, &root)?;
    let shown = Shown(&cwd);
    if let Some(package) = &arguments.why {
        let whys: Vec<Why> =
            scanned.iter().map(|scanned| Why::of(package, scanned, &shown)).collect();
        terminal.stdout.print(&match arguments.format {
            ScanFormat::Default => why::text(package, &whys),
            ScanFormat::Json => json(&whys)?,
        })?;
        let is_imported = whys.iter().any(|why| why.specifier.is_some());
        return Ok(if is_imported { CLEAN } else { FINDINGS });
    }
    let reports: Vec<Report> = scanned.iter().map(|scanned| Report::of(scanned, &shown)).collect();
    terminal.stdout.print(&match arguments.format {
        ScanFormat::Default => table::text(&reports),
        ScanFormat::Json => json(&reports)?,
    })?;
    Ok(CLEAN)
}

/// Walks the environments that were named, or those that have entries.
fn scan(arguments: &Scan, root: &Path) -> Result<Vec<Scanned>> {
    let named = &arguments.environments;
    let environments = if named.is_empty() { Environment::value_variants() } else { named };
    let mut scanned: Vec<Scanned> = vec![];
    for &environment in environments {
        if scanned.iter().any(|it| it.environment == environment) {
            continue;
        }
        let options = options(environment, arguments, root)?;
        let entries = options.entries.join(", ");
        let mut scan = rwstate_scan::Scan::new(RealFiles, options);
        let finds = scan.start();
        if finds.files > 0 {
            scanned.push(Scanned { environment, scan, finds });
        } else if !named.is_empty() {
            let what = if entries.is_empty() { environment.convention() } else { &entries };
            bail!("{environment} has no entry here: there is no {what}; name one with --entry");
        }
    }
    if scanned.is_empty() {
        let conventions: Vec<_> = environments.iter().map(|it| it.convention()).collect();
        let conventions = conventions.join(", ");
        bail!("no environment has an entry here ({conventions}): name one with --env and --entry");
    }
    Ok(scanned)
}

fn options(environment: Environment, arguments: &Scan, root: &Path) -> Result<ScanOptions> {
    let mut options = environment.options(root)?;
    if !arguments.entries.is_empty() {
        options.entries.clone_from(&arguments.entries);
    }
    options.conditions.extend(arguments.conditions.iter().cloned());
    options.alias = arguments
        .aliases
        .iter()
        .map(|(from, to)| {
            let path = to.starts_with('.').then(|| root.join(to).to_string_lossy().into_owned());
            (from.clone(), path.unwrap_or_else(|| to.clone()))
        })
        .collect();
    Ok(options)
}

fn json(values: &[impl serde::Serialize]) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(values)? + "\n")
}

impl Shown<'_> {
    fn path(&self, path: &Path) -> String {
        let text = path.strip_prefix(self.0).unwrap_or(path).to_string_lossy();
        if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
    }
}
