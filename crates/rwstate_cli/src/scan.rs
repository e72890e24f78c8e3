//! Paths -> the files to analyze.
//!
//! Left out: what `.gitignore` names, hidden files, `node_modules`. A path that was given is always taken. Links are not
//! followed, so a loop of links is not followed and a broken link is not an error; its target inside of the folders is found by its own
//! path.

use std::{
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use anyhow::{Result, anyhow};
use ignore::{DirEntry, Error, WalkBuilder, WalkState};
use rwstate_diagnostics::Diagnostic;
use rwstate_transform::is_script;

use crate::diagnostics::unreadable;

/// A file to analyze.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct File {
    /// Its absolute path.
    pub(crate) path: PathBuf,
    /// Its path as it is shown: relative to where the command runs if it is below, with forward slashes.
    pub(crate) shown: String,
}

/// What a scan of folders found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The files to analyze, sorted, each once.
    pub(crate) files: Vec<File>,
    /// What cannot be read.
    pub(crate) errors: Vec<Diagnostic>,
}

/// Finds the files; an error is a path that is not there.
pub(crate) fn scan(
    cwd: &Path,
    paths: &[PathBuf],
    threads: NonZeroUsize,
    found: &(impl Fn() + Sync),
) -> Result<Scan> {
    let cwd = fs::canonicalize(cwd).unwrap_or_else(|_| cwd.to_owned());
    let mut scan = Scan::default();
    let mut roots = vec![];
    for path in paths {
        let full = cwd.join(path);
        match fs::canonicalize(&full) {
            // Without links and `..` a file has one path, whichever argument leads to it.
            Ok(root) => roots.push(root),
            // A link is there, and what it links to is not.
            Err(error) if fs::symlink_metadata(&full).is_ok() => {
                scan.errors.push(unreadable(&shown(&cwd, &full), &error));
            }
            Err(error) => return Err(anyhow!("{}: {error}", path.display())),
        }
    }
    let Some((first, others)) = roots.split_first() else { return Ok(scan) };
    let shared = Mutex::new(vec![]);
    builder(&cwd, first, others, threads).build_parallel().run(|| {
        Box::new(|entry| {
            if let Some(file) = file(&cwd, entry).transpose() {
                shared.lock().unwrap_or_else(PoisonError::into_inner).push(file);
                found();
            }
            WalkState::Continue
        })
    });
    for file in shared.into_inner().unwrap_or_else(PoisonError::into_inner) {
        match file {
            Ok(file) => scan.files.push(file),
            Err(error) => scan.errors.push(*error),
        }
    }
    scan.files.sort();
    // `rwstate check . src` comes to those of `src` twice.
    scan.files.dedup();
    Ok(scan)
}

fn builder(cwd: &Path, first: &Path, others: &[PathBuf], threads: NonZeroUsize) -> WalkBuilder {
    let mut builder = WalkBuilder::new(first);
    for other in others {
        builder.add(other);
    }
    builder
        .current_dir(cwd)
        .threads(threads.get())
        .follow_links(false)
        // An archive without .git has its .gitignore too; .ignore is for searches.
        .require_git(false)
        .ignore(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_dependency(entry.path()));
    builder
}

/// Whether a folder is `node_modules`. Inside of one, where only a path that was given leads, nested ones are scanned.
fn is_dependency(path: &Path) -> bool {
    let named = |path: &Path| path.file_name().is_some_and(|name| name == "node_modules");
    named(path) && !path.ancestors().skip(1).any(named)
}

/// Returns the file of a directory entry if it is one to analyze.
fn file(cwd: &Path, entry: Result<DirEntry, Error>) -> Result<Option<File>, Box<Diagnostic>> {
    let entry = entry.map_err(|error| {
        let path = path_of(&error).map_or_else(|| ".".into(), |path| shown(cwd, path));
        Box::new(unreadable(&path, &error))
    })?;
    // What is neither file nor folder, such as a pipe `a.js`, goes on to be reported when it is
    // read.
    let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { return Ok(None) };
    let shown = shown(cwd, entry.path());
    if !is_script(&shown) {
        return Ok(None);
    }
    if kind.is_symlink() {
        return Ok(None);
    }
    Ok(Some(File { path: entry.into_path(), shown }))
}

fn path_of(error: &Error) -> Option<&Path> {
    match error {
        Error::WithPath { path, .. } => Some(path),
        Error::Loop { child, .. } => Some(child),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => path_of(err),
        Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}

fn shown(cwd: &Path, path: &Path) -> String {
    let text = path.strip_prefix(cwd).unwrap_or(path).to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
