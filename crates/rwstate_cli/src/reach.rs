//! How many files a module's imports lead to: an edit of any of them evaluates the module again.
//!
//! Only among the files that the command analyzes, by relative paths and by `@/` and `~/`, which most apps have for their sources. It
//! reads no configuration, so other aliases are not followed, and a count may be too small.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::scan::File;

/// What a specifier may leave out.
const EXTENSIONS: &[&str] = &["ts", "tsx", "js", "jsx", "mts", "mjs"];
/// The folders of an app that an alias stands for.
const SOURCES: &[&str] = &["src", "app", ""];

/// The files, each with those that it imports.
pub(crate) struct Reach {
    imports: Vec<Vec<usize>>,
}

impl Reach {
    /// Resolves what each of the files imports.
    pub(crate) fn of(files: &[File], imports: &[Vec<String>]) -> Self {
        let by_path = files.iter().enumerate().map(|(index, file)| (file.path.as_path(), index));
        let by_path: FxHashMap<_, _> = by_path.collect();
        let resolved = files.iter().zip(imports).map(|(file, imports)| {
            imports
                .iter()
                .filter_map(|specifier| resolve(&file.path, specifier, &by_path))
                .collect()
        });
        Self { imports: resolved.collect() }
    }

    /// Returns how many other files a file's imports lead to.
    pub(crate) fn count(&self, file: usize) -> usize {
        let mut seen = vec![false; self.imports.len()];
        // A list in place of calls: imports may form a longer chain than a stack has levels.
        let mut next = vec![file];
        let mut count = 0;
        seen[file] = true;
        while let Some(file) = next.pop() {
            for imported in &self.imports[file] {
                if !seen[*imported] {
                    seen[*imported] = true;
                    count += 1;
                    next.push(*imported);
                }
            }
        }
        count
    }
}

fn resolve(importer: &Path, specifier: &str, by_path: &FxHashMap<&Path, usize>) -> Option<usize> {
    let path = specifier.split(['?', '#']).next().unwrap_or_default();
    let folder = importer.parent()?;
    if path.starts_with('.') {
        return file_at(&joined(folder, path), by_path);
    }
    let below = path.strip_prefix("@/").or_else(|| path.strip_prefix("~/"))?;
    // The nearest first: in a repository of several apps `@/` is of the importer's own.
    folder.ancestors().find_map(|folder| {
        SOURCES.iter().find_map(|sources| file_at(&joined(&folder.join(sources), below), by_path))
    })
}

/// The file that a path without its extension, or of a folder, stands for.
fn file_at(path: &Path, by_path: &FxHashMap<&Path, usize>) -> Option<usize> {
    if let Some(index) = by_path.get(path) {
        return Some(*index);
    }
    let with = |path: &Path, extension: &str| {
        let mut path = path.as_os_str().to_owned();
        path.push(".");
        path.push(extension);
        by_path.get(Path::new(&path)).copied()
    };
    // TypeScript imports `./a.ts` as `./a.js`, too.
    let bare = path.extension().filter(|it| EXTENSIONS.iter().any(|other| it == other));
    let bare = bare.map(|_| path.with_extension(""));
    let places = [path.to_owned(), path.join("index")].into_iter().chain(bare);
    let mut places =
        places.flat_map(|path| EXTENSIONS.iter().filter_map(move |it| with(&path, it)));
    places.next()
}

/// A path without `.` and `..`.
fn joined(folder: &Path, path: &str) -> PathBuf {
    // By text, as most guesses are of files that are not there.
    let mut joined = folder.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => _ = joined.pop(),
            Component::Normal(name) => joined.push(name),
            _ => {}
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::Reach;
    use crate::scan::File;

    /// How many files the first one leads to; each is a path and what it imports.
    #[track_caller]
    fn check(files: &[(&str, &[&str])], expect: usize) {
        let imports: Vec<Vec<String>> =
            files.iter().map(|(_, it)| it.iter().map(|it| (*it).to_owned()).collect()).collect();
        let files: Vec<_> = files
            .iter()
            .map(|(path, _)| File { path: format!("/p/{path}").into(), shown: (*path).to_owned() })
            .collect();
        assert_eq!(Reach::of(&files, &imports).count(0), expect, "{files:?}");
    }

    #[test]
    fn imports_are_followed_once_each() {
        check(
            &[("src/a.ts", &["./b", "./c"]), ("src/b.ts", &["./c", "./a"]), ("src/c.ts", &[])],
            2,
        );
        check(&[("src/a.ts", &[]), ("src/b.ts", &["./a"])], 0);
    }

    #[test]
    fn specifiers_are_resolved_as_bundlers_do() {
        check(&[("src/a.ts", &["../lib/b.js"]), ("lib/b.tsx", &[])], 1);
        check(&[("src/a.ts", &["./b"]), ("src/b/index.js", &[])], 1);
        check(&[("src/a.ts", &["./b.server"]), ("src/b.server.ts", &[])], 1);
        check(&[("src/a.ts", &["./b.ts?raw"]), ("src/b.ts", &[])], 1);
        check(&[("src/x/a.ts", &["@/b"]), ("src/b.ts", &[])], 1);
        check(&[("app/x/a.ts", &["~/b"]), ("app/b.ts", &[])], 1);
    }

    #[test]
    fn packages_and_what_is_not_there_lead_nowhere() {
        check(
            &[("src/a.ts", &["react", "@scope/b", "./none", "../../../../b"]), ("src/b.ts", &[])],
            0,
        );
    }
}
