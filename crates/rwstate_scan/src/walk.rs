//! The walk through an environment's import graph: level by level, the files of one level in parallel.
//!
//! A level is finished before the next begins, so what is found does not depend on which thread was first.

use std::{
    collections::hash_map::Entry,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use oxc_resolver::FileMetadata;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Directive, Form, Import, ScanOptions, extract,
    extract::TOO_DEEP,
    files::Files,
    finds::{Cause, Finds, Found, LeftOut, Place},
    glob::{expand, names, normalize, retain},
    lines::Lines,
    resolve::{Resolve, Target, is_script},
    threads::on_threads,
};

/// How many files a thread takes at most: rayon would leave one with some hundred while the others have nothing more to do.
const AT_ONCE: usize = 8;

/// One environment's graph, as far as it was walked.
pub struct Scan<F> {
    files: F,
    options: ScanOptions,
    resolve: Resolve<F>,
    /// The files that were walked, each with where it was first imported.
    walked: FxHashMap<PathBuf, Option<Place>>,
    /// The patterns of `import.meta.glob`, each with the file that has it.
    globs: FxHashSet<(PathBuf, String)>,
    /// The files whose imports of other files led nowhere: one that is made later may be what they mean.
    dangling: FxHashSet<PathBuf>,
    /// What was found, and where each specifier leads: seldom to more than one place.
    found: FxHashMap<String, Vec<Option<PathBuf>>>,
}

/// What one file brings.
struct Read {
    file: PathBuf,
    directive: Option<Directive>,
    left_out: Option<(Cause, String)>,
    imports: Vec<(Import, u32, Target)>,
    globs: Vec<(String, u32, Vec<PathBuf>)>,
}

/// Whether a walk tells of what was found before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Told,
    Untold,
}

impl<F: Files> Scan<F> {
    /// Creates a scan that has walked nothing.
    pub fn new(files: F, options: ScanOptions) -> Self {
        let resolve = Resolve::new(files.clone(), &options);
        Self {
            files,
            options,
            resolve,
            walked: FxHashMap::default(),
            globs: FxHashSet::default(),
            dangling: FxHashSet::default(),
            found: FxHashMap::default(),
        }
    }

    /// Walks from the environment's entries.
    pub fn start(&mut self) -> Finds {
        let mut seen = FxHashSet::default();
        let mut entries: Vec<PathBuf> = self
            .options
            .entries
            .iter()
            .flat_map(|entry| self.entry(entry))
            .map(|entry| normalize(&entry))
            .filter(|entry| seen.insert(entry.clone()))
            .collect();
        retain(&mut entries, &self.options.root, &self.options.entries);
        self.walk(entries, Known::Untold)
    }

    /// Returns whether a walk has reached a file.
    pub fn reaches(&self, file: &Path) -> bool {
        self.walked.contains_key(file)
    }

    /// Returns whether the graph has a file, or would with this file as it is now: a pattern names it, or imports of files lead
    /// nowhere yet.
    pub fn concerns(&self, file: &Path) -> bool {
        self.reaches(file)
            || is_script(file)
                && (!self.dangling.is_empty()
                    || self.globs(file).next().is_some()
                    || self.is_entry(file))
    }

    /// Walks saved files anew, and what they newly import. Of a file that no walk has reached it asks whether something waits for
    /// it.
    pub fn save(&mut self, saved: &[PathBuf]) -> Finds {
        let mut changed = FxHashSet::default();
        for file in saved {
            if self.reaches(file) {
                changed.insert(file.clone());
            } else if self.concerns(file) {
                changed.extend(self.dangling.iter().cloned());
                changed.extend(self.globs(file).map(Path::to_path_buf));
                changed.extend(self.is_entry(file).then(|| file.clone()));
            }
        }
        if changed.is_empty() {
            return Finds::default();
        }
        let mut changed: Vec<PathBuf> = changed.into_iter().collect();
        changed.sort();
        self.walk(changed, Known::Told)
    }

    /// Returns the files that have a pattern which names a file.
    fn globs<'a>(&'a self, file: &'a Path) -> impl Iterator<Item = &'a Path> {
        self.globs
            .iter()
            .filter(|(by, pattern)| names(&self.options.root, folder_of(by), pattern, file))
            .map(|(by, _)| by.as_path())
    }

    /// Walks from files that the host's plugins resolved something to.
    pub fn more(&mut self, files: &[PathBuf]) -> Finds {
        let fresh: Vec<PathBuf> =
            files.iter().filter(|file| !self.reaches(file)).cloned().collect();
        self.walk(fresh, Known::Untold)
    }

    /// Returns the way from an entry to a file: each with the line that imports the next.
    pub fn chain(&self, file: &Path) -> Vec<Place> {
        let mut chain = vec![];
        let mut current = file;
        while let Some(Some(place)) = self.walked.get(current) {
            chain.push(place.clone());
            current = &place.file;
        }
        chain.reverse();
        chain
    }

    /// Returns whether the graph begins at a file, were it there.
    fn is_entry(&self, file: &Path) -> bool {
        let ScanOptions { root, entries, .. } = &self.options;
        let is_named = |entry: &String| Path::new(entry) == file || names(root, root, entry, file);
        let mut named: Vec<PathBuf> = vec![];
        named.extend(entries.iter().any(is_named).then(|| file.to_path_buf()));
        retain(&mut named, root, entries);
        !named.is_empty()
    }

    fn entry(&self, entry: &str) -> Vec<PathBuf> {
        let path = Path::new(entry);
        if path.is_absolute() && self.files.metadata(path).is_ok_and(FileMetadata::is_file) {
            return vec![path.to_path_buf()];
        }
        expand(&self.files, &self.options.root, &self.options.root, entry)
    }

    fn walk(&mut self, start: Vec<PathBuf>, known: Known) -> Finds {
        let mut finds = Finds::default();
        for file in &start {
            self.walked.entry(file.clone()).or_insert(None);
            self.dangling.remove(file);
        }
        let mut level = start;
        while !level.is_empty() {
            finds.files += level.len();
            let read: Vec<Read> = on_threads(|| {
                level.par_iter().with_max_len(AT_ONCE).map(|file| self.read(file, known)).collect()
            });
            level = read.into_iter().flat_map(|read| self.take(read, known, &mut finds)).collect();
        }
        // The next walk may come hours later, to other files.
        self.resolve.forget();
        finds
    }

    /// Reads one file and resolves what it imports.
    fn read(&self, file: &Path, known: Known) -> Read {
        let mut read = Read {
            file: file.to_path_buf(),
            directive: None,
            left_out: None,
            imports: vec![],
            globs: vec![],
        };
        let text = match self.files.read(file).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                read.left_out = Some((Cause::Unreadable, "it is not UTF-8".into()));
                return read;
            }
            Err(error) => {
                let is_gone = error.kind() == ErrorKind::NotFound;
                let cause = if is_gone { Cause::Gone } else { Cause::Unreadable };
                read.left_out = Some((cause, error.to_string()));
                return read;
            }
        };
        let Some(extracted) = extract(&file.to_string_lossy(), &text) else { return read };
        read.directive = extracted.directive;
        read.left_out = extracted.fault.map(|fault| {
            let cause = if fault == TOO_DEEP { Cause::Unreadable } else { Cause::Syntax };
            (cause, format!("what comes after: {fault}"))
        });
        let mut lines = Lines::new(&text);
        for import in extracted.imports {
            let line = lines.of(import.offset);
            if import.form == Form::Glob {
                let folder = folder_of(file);
                let named = expand(&self.files, &self.options.root, folder, &import.specifier);
                read.globs.push((import.specifier, line, named));
            } else {
                let target = self.resolve.target(file, &import);
                if self.is_taken_in(&import.specifier, &target, known) {
                    read.imports.push((import, line, target));
                }
            }
        }
        read
    }

    /// Returns whether an import is to be taken in, as far as the levels before this one tell: while one thread takes in, the others
    /// wait.
    fn is_taken_in(&self, specifier: &str, target: &Target, known: Known) -> bool {
        match target {
            Target::Nothing => false,
            Target::Source(path) => !self.reaches(path),
            Target::Dependency(path) => {
                let leads_there = |to: &Option<PathBuf>| to.as_deref() == Some(path);
                known == Known::Told
                    || !self.found.get(specifier).is_some_and(|all| all.iter().any(leads_there))
            }
            Target::Unknown => true,
        }
    }

    /// Takes in what a file brings, and returns the files that are new.
    fn take(&mut self, read: Read, known: Known, finds: &mut Finds) -> Vec<PathBuf> {
        let Read { file, directive, left_out, imports, globs } = read;
        if let Some(directive) = directive {
            finds.marked.push((file.clone(), directive));
        }
        if let Some((cause, reason)) = left_out {
            finds.left_out.push(LeftOut { file: file.clone(), reason, cause });
        }
        let mut next = vec![];
        let place = |line| Place { file: file.clone(), line };
        for (pattern, line, named) in globs {
            for globbed in named {
                if is_script(&globbed) {
                    self.reach(globbed, || place(line), &mut next);
                }
            }
            self.globs.insert((file.clone(), pattern));
        }
        for (import, line, target) in imports {
            let specifier = import.specifier;
            let (leads_to, news) = match target {
                Target::Nothing => continue,
                Target::Source(path) => {
                    self.reach(path, || place(line), &mut next);
                    continue;
                }
                Target::Dependency(path) => (Some(path), &mut finds.dependencies),
                Target::Unknown => {
                    if specifier.starts_with(['.', '/']) {
                        self.dangling.insert(file.clone());
                    }
                    (None, &mut finds.unknown)
                }
            };
            let found = Found { specifier, place: place(line) };
            let leads = self.found.entry(found.specifier.clone()).or_default();
            if !leads.contains(&leads_to) {
                leads.push(leads_to);
                news.push(found);
            } else if known == Known::Told {
                finds.again.push(found);
            }
        }
        next
    }

    fn reach(&mut self, file: PathBuf, from: impl FnOnce() -> Place, next: &mut Vec<PathBuf>) {
        if let Entry::Vacant(place) = self.walked.entry(file) {
            next.push(place.key().clone());
            place.insert(Some(from()));
        }
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}
