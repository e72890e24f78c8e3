//! Files to run over, in memory.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rwstate_transform::is_script;

/// A file that may be JavaScript or TypeScript.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) source: String,
}

/// All files of one run, in the order of their paths.
pub(crate) struct Corpus(pub(crate) Vec<File>);

impl Corpus {
    /// Every script below a folder, `node_modules` in it included.
    pub(crate) fn of_folder(folder: &str) -> Self {
        let mut paths = vec![];
        collect(Path::new(folder), &mut paths);
        paths.sort();
        Self::of(paths)
    }

    /// The files that a list names, one a line.
    pub(crate) fn of_list(list: &str) -> Self {
        let list = fs::read_to_string(list).expect("the list of files can be read");
        Self::of(list.lines().map(PathBuf::from))
    }

    fn of(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let files = paths.into_iter().filter_map(|path| {
            // What is not text is no module.
            let source = fs::read_to_string(&path).ok()?;
            Some(File { path: path.to_string_lossy().into_owned(), source })
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
