//! What the names of packages stand for in a folder. Its files are resolved from the same `node_modules`, so that one tells for all.
//!
//! Only a `tsconfig.json` that sends one name to different places for two files of a folder would say otherwise.

use std::{
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

use rustc_hash::FxHashMap;

use crate::resolve::Target;

/// What was resolved, by folder and name.
#[derive(Default)]
pub(crate) struct Packages(RwLock<FxHashMap<PathBuf, FxHashMap<Box<str>, Target>>>);

impl Packages {
    /// Returns what a name stands for in the folder of a file, which `resolve` tells the first time.
    pub(crate) fn of(
        &self,
        importer: &Path,
        name: &str,
        resolve: impl FnOnce() -> Target,
    ) -> Target {
        let Some(folder) = importer.parent() else { return resolve() };
        let folders = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(target) = folders.get(folder).and_then(|names| names.get(name)) {
            return target.clone();
        }
        drop(folders);
        let target = resolve();
        let mut folders = self.0.write().unwrap_or_else(PoisonError::into_inner);
        folders.entry(folder.to_path_buf()).or_default().insert(name.into(), target.clone());
        target
    }
}
