//! Skips a step whose inputs are those of its last success, and whose outputs are as that left them.
//!
//! A stamp is a file in `target/xtask` with a hash of both. It goes before the step begins, so an interrupted step is
//! done again; what was deleted or replaced by hand is noticed, because the outputs are read, not remembered.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result};

use crate::root::at;

/// Something that a step reads or leaves behind. What does not exist counts as such.
pub(crate) enum Part {
    /// A file's content.
    File(PathBuf),
    /// Every file below a folder.
    Tree(PathBuf),
    /// The packages of a `node_modules`, by their `package.json`, but for those that another step installs.
    Packages { folder: PathBuf, except: &'static [&'static str] },
    /// A fact, such as a tool's version.
    Fact(String),
}

/// A step's record of success.
pub(crate) struct Stamp {
    file: PathBuf,
    inputs: Vec<Part>,
    outputs: Vec<Part>,
}

impl Stamp {
    pub(crate) fn new(name: &str, inputs: Vec<Part>, outputs: Vec<Part>) -> Self {
        Self { file: at("target/xtask").join(name), inputs, outputs }
    }

    /// Does the step unless it is done, and records its success. Of two threads that come to one step the second waits, and
    /// finds it done.
    pub(crate) fn unless_done(&self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let step = step(&self.file);
        let _step = step.lock().unwrap_or_else(PoisonError::into_inner);
        let inputs = fingerprint(&self.inputs)?;
        let kept = fs::read_to_string(&self.file).unwrap_or_default();
        if kept == format!("{inputs} {}", fingerprint(&self.outputs)?) {
            return Ok(());
        }
        // Before the work: an interrupted step has no stamp, and is done again.
        if !kept.is_empty() {
            fs::remove_file(&self.file)?;
        }
        work()?;
        fs::create_dir_all(at("target/xtask"))?;
        // The inputs as they were before: what was saved meanwhile is not in the outputs.
        let content = format!("{inputs} {}", fingerprint(&self.outputs)?);
        fs::write(&self.file, content)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// The lock of the step whose stamp is in a file.
fn step(file: &Path) -> Arc<Mutex<()>> {
    static STEPS: Mutex<BTreeMap<PathBuf, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());
    let mut steps = STEPS.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(steps.entry(file.to_owned()).or_default())
}

fn fingerprint(parts: &[Part]) -> Result<String> {
    // It has fixed keys, unlike that of a `HashMap`. Another Rust may hash otherwise, which costs
    // one more run of each step.
    let mut hasher = DefaultHasher::new();
    for part in parts {
        match part {
            Part::File(path) => hash_file(path, &mut hasher),
            Part::Tree(folder) => hash_tree(folder, &mut hasher)?,
            Part::Packages { folder, except } => hash_packages(folder, except, &mut hasher)?,
            Part::Fact(fact) => fact.hash(&mut hasher),
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_file(path: &Path, hasher: &mut DefaultHasher) {
    // A file that is missing counts as such, so that it is noticed when it comes.
    fs::read(path).ok().hash(hasher);
}

fn hash_tree(folder: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    for path in entries(folder)? {
        path.file_name().hash(hasher);
        if path.is_dir() {
            hash_tree(&path, hasher)?;
        } else {
            hash_file(&path, hasher);
        }
    }
    // Where this folder ends, so that a file cannot move to the next unnoticed.
    "end".hash(hasher);
    Ok(())
}

fn hash_packages(folder: &Path, except: &[&str], hasher: &mut DefaultHasher) -> Result<()> {
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // `.bin`, `.vite` and npm's own lock file change without another package.
        if name.starts_with('.') || except.contains(&name.as_str()) {
            continue;
        }
        name.hash(hasher);
        // `@scope` is a folder of packages. No other step installs one with a scope.
        if name.starts_with('@') {
            hash_packages(&path, &[], hasher)?;
        } else {
            hash_file(&path.join("package.json"), hasher);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    // A folder is listed in any order.
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        fs,
        path::PathBuf,
        sync::atomic::{AtomicUsize, Ordering},
        thread,
    };

    use super::{Part, Stamp};
    use crate::root::at;

    /// A folder of one test, and how often its step was done.
    struct Work {
        folder: PathBuf,
        done: Cell<usize>,
    }

    impl Work {
        fn new(name: &str) -> Self {
            let folder = at("target/xtask").join(name);
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(folder.join("out/node_modules/@scope/b")).unwrap();
            fs::write(folder.join("input"), "1").unwrap();
            Self { folder, done: Cell::new(0) }
        }

        fn write(&self, path: &str, text: &str) {
            fs::write(self.folder.join(path), text).unwrap();
        }

        /// Does the step if needed, and returns how often it was done by then.
        fn step(&self) -> usize {
            let outputs = vec![
                Part::Tree(self.folder.join("out/dist")),
                Part::Packages {
                    folder: self.folder.join("out/node_modules"),
                    except: &["theirs"],
                },
            ];
            let name = self.folder.join("stamp").display().to_string();
            let stamp = Stamp::new(&name, vec![Part::File(self.folder.join("input"))], outputs);
            let work = || {
                self.done.set(self.done.get() + 1);
                fs::create_dir_all(self.folder.join("out/dist/deep"))?;
                fs::create_dir_all(self.folder.join("out/node_modules/@scope/b"))?;
                fs::write(self.folder.join("out/dist/deep/file"), "1")?;
                Ok(fs::write(self.folder.join("out/node_modules/@scope/b/package.json"), "1")?)
            };
            stamp.unless_done(work).unwrap();
            self.done.get()
        }
    }

    impl Drop for Work {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn what_is_done_is_not_done_again() {
        let work = Work::new("stamp-done");
        assert_eq!((work.step(), work.step()), (1, 1));
    }

    #[test]
    fn a_changed_input_is_noticed() {
        let work = Work::new("stamp-input");
        work.step();
        work.write("input", "2");
        assert_eq!((work.step(), work.step()), (2, 2));
        fs::remove_file(work.folder.join("input")).unwrap();
        assert_eq!(work.step(), 3);
    }

    #[test]
    fn a_changed_or_missing_output_is_noticed() {
        let work = Work::new("stamp-output");
        work.step();
        work.write("out/dist/deep/file", "2");
        assert_eq!((work.step(), work.step()), (2, 2));
        fs::remove_dir_all(work.folder.join("out/node_modules/@scope")).unwrap();
        assert_eq!((work.step(), work.step()), (3, 3));
        fs::remove_dir_all(work.folder.join("out")).unwrap();
        assert_eq!((work.step(), work.step()), (4, 4));
    }

    #[test]
    fn what_another_step_installs_is_not_this_ones_output() {
        let work = Work::new("stamp-theirs");
        work.step();
        fs::create_dir_all(work.folder.join("out/node_modules/theirs")).unwrap();
        assert_eq!(work.step(), 1);
    }

    #[test]
    fn what_two_threads_come_to_is_done_once() {
        let done = AtomicUsize::new(0);
        let name = at("target/xtask/stamp-threads").display().to_string();
        let _ = fs::remove_file(&name);
        let step = || {
            let stamp = Stamp::new(&name, vec![Part::Fact("one".into())], vec![]);
            let work = || {
                done.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            stamp.unless_done(work).unwrap();
        };
        thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(step))));
        fs::remove_file(&name).unwrap();
        assert_eq!(done.into_inner(), 1);
    }

    #[test]
    fn a_step_that_fails_is_done_again() {
        let work = Work::new("stamp-fails");
        work.step();
        let name = work.folder.join("stamp").display().to_string();
        let stamp = Stamp::new(&name, vec![Part::Fact("other".into())], vec![]);
        assert!(stamp.unless_done(|| anyhow::bail!("no")).is_err());
        assert_eq!(work.step(), 2);
    }
}
