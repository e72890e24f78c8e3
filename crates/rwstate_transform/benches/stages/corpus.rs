//! Files to run over, in memory.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rwstate_transform::is_script;

use crate::sound;

/// A file that may be JavaScript or TypeScript.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) source: String,
    /// The source with a comment that asks to keep each declaration.
    pub(crate) asked: String,
}

/// All files of one run, in the order of their paths.
pub(crate) struct Corpus(pub(crate) Vec<File>);

impl Corpus {
    /// Every script below a folder, `node_modules` in it included.
    pub(crate) fn of_folder(folder: &str) -> Self {
        let mut paths = vec![];
        collect(Path::new(folder), &mut paths);
        paths.sort();
        let files = paths.into_iter().filter_map(|path| {
            // What is not text is no module.
            let source = fs::read_to_string(&path).ok()?;
            let path = path.to_string_lossy().into_owned();
            let asked = sound::asked(&path, &source).unwrap_or_else(|| source.clone());
            Some(File { path, source, asked })
        });
        Self(files.collect())
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            collect(&path, paths);
        } else if kind.is_file() && path.to_str().is_some_and(is_script) {
            paths.push(path);
        }
    }
}
