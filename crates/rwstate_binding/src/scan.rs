//! `rwstate_scan` for the crawl and for a server's start.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use napi::{Env, Error, Result, Task, bindgen_prelude::AsyncTask};
use napi_derive::napi;
use rwstate_plan::{Consumer, Installed, LeftOutFile, LeftOutPackages};
use rwstate_scan::{Directive, LeftOut, Links, Place, Platform, RealFiles};

use crate::{diagnostics::Diagnostic, plan::Plan};

type Walked = rwstate_scan::Scan<RealFiles>;

/// One environment, as Vite has resolved its configuration.
#[napi(object)]
pub struct ScanOptions {
    pub root: String,
    pub entries: Vec<String>,
    pub conditions: Vec<String>,
    pub main_fields: Vec<String>,
    pub extensions: Vec<String>,
    /// Pairs of what is found and what it stands for.
    pub alias: Vec<(String, String)>,
    pub exclude: Vec<String>,
    pub consumer: String,
    pub preserve_symlinks: bool,
}

/// An import: what it names, the file that has it, and the line.
#[napi(object)]
pub struct Found {
    pub specifier: String,
    pub file: String,
    pub line: u32,
}

/// What a walk found that no walk before it had.
#[napi(object)]
pub struct Finds {
    pub dependencies: Vec<Found>,
    /// What only Vite's plugins can resolve.
    pub unknown: Vec<Found>,
    /// What files of a save import, and was found before.
    pub again: Vec<Found>,
    /// What could not be read, and is worth a word: file and reason.
    pub left_out: Vec<(String, String)>,
    /// Whether a file that was read is marked `"use client"`.
    pub is_for_clients: bool,
    pub files: u32,
}

/// The walk through one environment's import graph.
#[napi]
pub struct Scan {
    walked: Arc<Mutex<Walked>>,
    options: Arc<rwstate_scan::ScanOptions>,
}

#[napi]
impl Scan {
    /// `null` as `plan.scan` says: there is to be none.
    #[napi(constructor, catch_unwind)]
    pub fn new(plan: &Plan, options: ScanOptions) -> Result<Self> {
        let settings =
            plan.inner.scan().ok_or_else(|| Error::from_reason("the plan has no scan"))?;
        let consumer = Consumer::of("", Some(&options.consumer));
        let is_browser = consumer == Consumer::Client;
        let mut entries = options.entries;
        entries.extend(settings.entries.iter().cloned());
        let options = rwstate_scan::ScanOptions {
            root: options.root.into(),
            entries,
            conditions: options.conditions,
            main_fields: options.main_fields,
            extensions: options.extensions,
            alias: options.alias,
            exclude: options.exclude,
            ignore: settings.exclude.clone(),
            platform: if is_browser { Platform::Browser } else { Platform::Server },
            links: if options.preserve_symlinks { Links::Preserved } else { Links::Followed },
        };
        let walked = Walked::new(RealFiles, options.clone());
        Ok(Self { walked: Arc::new(Mutex::new(walked)), options: Arc::new(options) })
    }

    /// The packages that the project depends on and that can be bundled, but for those that are known.
    #[napi(catch_unwind)]
    pub fn installed(&self, known: Vec<String>) -> AsyncTask<Packages> {
        AsyncTask::new(Packages { options: Arc::clone(&self.options), known })
    }

    /// Walks from the entries, beside the event loop.
    #[napi(catch_unwind)]
    pub fn start(&self) -> AsyncTask<Walk> {
        self.walk(From::Entries)
    }

    /// Walks saved files anew, and what they newly import.
    #[napi(catch_unwind)]
    pub fn save(&self, files: Vec<String>) -> AsyncTask<Walk> {
        self.walk(From::Saved(files))
    }

    /// Walks from files that Vite resolved something to.
    #[napi(catch_unwind)]
    pub fn more(&self, files: Vec<String>) -> AsyncTask<Walk> {
        self.walk(From::Files(files))
    }

    /// Whether a walk has reached a file.
    #[napi(catch_unwind)]
    pub fn reaches(&self, file: String) -> bool {
        lock(&self.walked).reaches(Path::new(&file))
    }

    /// Whether a change of a file may change what a walk finds. While one is under way, any may.
    #[napi(catch_unwind)]
    pub fn concerns(&self, file: String) -> bool {
        self.walked.try_lock().map_or(true, |walked| walked.concerns(Path::new(&file)))
    }

    /// The files on the way by which a walk came to a file, from an entry on. None while a walk is under way.
    #[napi(catch_unwind)]
    pub fn way_to(&self, file: String) -> Vec<String> {
        let Ok(walked) = self.walked.try_lock() else { return vec![] };
        walked.chain(Path::new(&file)).iter().map(|place| shown(&place.file)).collect()
    }

    fn walk(&self, from: From) -> AsyncTask<Walk> {
        AsyncTask::new(Walk { walked: Arc::clone(&self.walked), from })
    }
}

#[napi]
impl Plan {
    /// Whether dependencies are looked for before a request needs them.
    #[napi(catch_unwind)]
    pub const fn is_scanned(&self) -> bool {
        self.inner.scan().is_some()
    }

    /// For how many milliseconds a server must have been idle before installed packages that nothing imports are bundled; `null`
    /// where they are not.
    #[napi(catch_unwind)]
    pub fn installed_after(&self) -> Option<u32> {
        self.inner.scan()?.installed.map(Installed::idle_ms)
    }

    /// The length in milliseconds of a pause between requests, and after how long one is no longer waited for.
    #[napi(catch_unwind)]
    pub const fn pause_ms() -> (u32, u32) {
        (rwstate_plan::PAUSE_MS, rwstate_plan::LONGEST_WAIT_MS)
    }

    /// What to say of files that a walk left out, or `null`.
    #[napi(catch_unwind)]
    pub fn left_out_files(environment: String, files: Vec<(String, String)>) -> Option<Diagnostic> {
        let files: Vec<_> =
            files.into_iter().map(|(file, reason)| LeftOutFile { file, reason }).collect();
        LeftOutFile::diagnostic(&environment, &files).map(Into::into)
    }

    /// Which packages to leave out after a run of the optimizer failed, and which to try again.
    #[napi(catch_unwind)]
    pub fn after_failure(packages: Vec<String>, failure: String) -> (Vec<String>, Vec<String>) {
        let LeftOutPackages { packages, rest } = LeftOutPackages::of(packages, &failure);
        (packages, rest)
    }

    /// What to say of packages that were left out.
    #[napi(catch_unwind)]
    pub fn left_out_packages(environment: String, packages: Vec<String>) -> Diagnostic {
        LeftOutPackages::diagnostic(&environment, &packages).into()
    }

    /// The specifiers that a module imports; `null` where the path is not JavaScript's or TypeScript's.
    #[napi(catch_unwind)]
    pub fn imports(path: String, source: String) -> Option<Vec<String>> {
        rwstate_scan::imports(&path, &source)
    }
}

/// A walk on another thread.
pub struct Walk {
    walked: Arc<Mutex<Walked>>,
    from: From,
}

enum From {
    Entries,
    Saved(Vec<String>),
    Files(Vec<String>),
}

impl Task for Walk {
    type Output = rwstate_scan::Finds;
    type JsValue = Finds;

    fn compute(&mut self) -> Result<Self::Output> {
        let paths = |files: &[String]| files.iter().map(PathBuf::from).collect::<Vec<_>>();
        let mut walked = lock(&self.walked);
        // A panic on a thread of Node's would end the process.
        catch_unwind(AssertUnwindSafe(|| match &self.from {
            From::Entries => walked.start(),
            From::Saved(files) => walked.save(&paths(files)),
            From::Files(files) => walked.more(&paths(files)),
        }))
        .map_err(|_| Error::from_reason("the scan has panicked"))
    }

    fn resolve(&mut self, _: Env, finds: Self::Output) -> Result<Finds> {
        let left_out = finds.left_out.into_iter().filter(LeftOut::is_news);
        Ok(Finds {
            dependencies: finds.dependencies.into_iter().map(Into::into).collect(),
            unknown: finds.unknown.into_iter().map(Into::into).collect(),
            again: finds.again.into_iter().map(Into::into).collect(),
            is_for_clients: finds
                .marked
                .iter()
                .any(|(_, directive)| *directive == Directive::Client),
            left_out: left_out.map(|it| (shown(&it.file), it.reason)).collect(),
            files: u32::try_from(finds.files).unwrap_or(u32::MAX),
        })
    }
}

/// A walk through installed packages on another thread.
pub struct Packages {
    options: Arc<rwstate_scan::ScanOptions>,
    known: Vec<String>,
}

impl Task for Packages {
    type Output = Vec<rwstate_scan::Found>;
    type JsValue = Vec<Found>;

    fn compute(&mut self) -> Result<Self::Output> {
        let Self { options, known } = self;
        catch_unwind(AssertUnwindSafe(|| rwstate_scan::installed(&RealFiles, options, known)))
            .map_err(|_| Error::from_reason("the scan of installed packages has panicked"))
    }

    fn resolve(&mut self, _: Env, found: Self::Output) -> Result<Self::JsValue> {
        Ok(found.into_iter().map(Into::into).collect())
    }
}

impl std::convert::From<rwstate_scan::Found> for Found {
    fn from(found: rwstate_scan::Found) -> Self {
        let Place { file, line } = found.place;
        Self { specifier: found.specifier, file: shown(&file), line }
    }
}

fn shown(file: &Path) -> String {
    file.to_string_lossy().replace('\\', "/")
}

/// A walk that panicked has found less, and nothing wrong.
fn lock(walked: &Mutex<Walked>) -> MutexGuard<'_, Walked> {
    walked.lock().unwrap_or_else(PoisonError::into_inner)
}
