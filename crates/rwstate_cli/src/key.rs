//! What the keys of a module begin with: `package/path/in/it.ts`.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rustc_hash::FxHashMap;
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
    /// What a module belongs to that no package has: the folder in which the command runs.
    fallback: Arc<Package>,
    known: Mutex<FxHashMap<PathBuf, Arc<Package>>>,
}

impl Keys {
    pub(crate) fn new(cwd: &Path) -> Self {
        let folder = fs::canonicalize(cwd).unwrap_or_else(|_| cwd.to_owned());
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { fallback: Arc::new(Package { folder, name }), known: Mutex::default() }
    }

    /// Returns the key of a module.
    pub(crate) fn of(&self, path: &Path) -> String {
        let package = path.parent().map_or_else(|| self.fallback.clone(), |it| self.package(it));
        let inside = path.strip_prefix(&package.folder).unwrap_or(path).to_string_lossy();
        let inside = if cfg!(windows) { inside.replace('\\', "/") } else { inside.into_owned() };
        format!("{}/{}", package.name, inside.trim_start_matches('/'))
    }

    /// The nearest package with a name: a `package.json` may be there only to say `"type": "module"`.
    fn package(&self, folder: &Path) -> Arc<Package> {
        let known = |folder: &Path| {
            self.known.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned()
        };
        if let Some(package) = known(folder) {
            return package;
        }
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

fn name(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("package.json")).ok()?;
    let json: Value = serde_json::from_str(&text).ok()?;
    json["name"].as_str().filter(|name| !name.is_empty()).map(ToOwned::to_owned)
}
