//! The prefix of a module's keys: `package/path/in/it.ts`.

use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

/// A folder with a name that does not depend on where it is.
#[derive(Debug)]
struct Package {
    folder: PathBuf,
    name: String,
}

/// The keys of modules.
#[derive(Debug)]
pub(crate) struct Keys {
    cwd: PathBuf,
    /// The names that several folders have: their keys contain the folder, too.
    doubled: FxHashSet<String>,
    /// The owner of modules outside of every package: the folder in which the command runs.
    fallback: Arc<Package>,
    known: Mutex<FxHashMap<PathBuf, Arc<Package>>>,
}

impl Keys {
    /// Finds the packages of the files.
    pub(crate) fn new<'f>(cwd: &Path, files: impl Iterator<Item = &'f Path>) -> Self {
        let folder = fs::canonicalize(cwd).unwrap_or_else(|_| cwd.to_owned());
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut keys = Self {
            cwd: folder.clone(),
            doubled: FxHashSet::default(),
            fallback: Arc::new(Package { folder, name }),
            known: Mutex::default(),
        };
        let mut folders: FxHashMap<String, PathBuf> = FxHashMap::default();
        for file in files {
            let package = keys.package_of(file);
            let known = folders.entry(package.name.clone());
            if *known.or_insert_with(|| package.folder.clone()) != package.folder {
                keys.doubled.insert(package.name.clone());
            }
        }
        keys
    }

    /// Returns the key of a module.
    pub(crate) fn of(&self, path: &Path) -> String {
        let package = self.package_of(path);
        let key = format!("{}/{}", package.name, relative(&package.folder, path));
        if self.doubled.contains(&package.name) && package.folder != self.cwd {
            format!("{key} ({})", relative(&self.cwd, &package.folder))
        } else {
            key
        }
    }

    fn package_of(&self, path: &Path) -> Arc<Package> {
        path.parent().map_or_else(|| self.fallback.clone(), |folder| self.package(folder))
    }

    /// The nearest package with a name: a `package.json` may be there only to say `"type": "module"`.
    fn package(&self, folder: &Path) -> Arc<Package> {
        let known = |folder: &Path| {
            // A panic over another file leaves this as it was.
            self.known.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned()
        };
        if let Some(package) = known(folder) {
            return package;
        }
        // The lock is free while files are read. Two threads may read one, with one result.
        let package = match (name(folder), folder.parent()) {
            (Some(name), _) => Arc::new(Package { folder: folder.to_owned(), name }),
            (None, Some(parent)) => self.package(parent),
            (None, None) => self.fallback.clone(),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(folder.to_owned(), package.clone());
        drop(known);
        package
    }
}

/// The path from a folder, with forward slashes.
fn relative(folder: &Path, path: &Path) -> String {
    let shared = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".into());
    let down = path.components().skip(shared).map(|it| it.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<Cow<'_, str>>>().join("/")
}

fn name(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("package.json")).ok()?;
    let json: Value = serde_json::from_str(&text).ok()?;
    json["name"].as_str().filter(|name| !name.is_empty()).map(ToOwned::to_owned)
}
