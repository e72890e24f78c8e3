//! The files that a pattern names: of `import.meta.glob`, and of an environment's entries.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::files::{Files, Kind};

/// Returns the files that a pattern names, in order. It begins at `folder`, or with a slash at `root`; a pattern with `!` names none.
pub(crate) fn expand(
    files: &impl Files,
    root: &Path,
    folder: &Path,
    pattern: &str,
) -> Vec<PathBuf> {
    let Some(glob) = parse(root, folder, pattern) else { return vec![] };
    let depth = glob.depth();
    let Glob { start, rest, matcher } = glob;
    let mut found = vec![];
    let mut folders = vec![(start.clone(), 1)];
    while let Some((folder, level)) = folders.pop() {
        for (path, kind) in files.list(&folder).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default();
            if kind == Kind::Folder {
                if level < depth && !is_skipped(&name.to_string_lossy(), &rest) {
                    folders.push((path, level + 1));
                }
            } else if path.strip_prefix(&start).is_ok_and(|path| matcher.is_match(path)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Returns whether a pattern names a file, were it there.
pub(crate) fn names(root: &Path, folder: &Path, pattern: &str, file: &Path) -> bool {
    let Some(Glob { start, rest, matcher }) = parse(root, folder, pattern) else { return false };
    let Ok(path) = file.strip_prefix(&start) else { return false };
    let mut folders = path.parent().into_iter().flat_map(Path::components);
    matcher.is_match(path)
        && !folders.any(|part| is_skipped(&part.as_os_str().to_string_lossy(), &rest))
}

/// A pattern: the folder it begins at, and what comes after.
struct Glob<'a> {
    start: PathBuf,
    rest: Vec<&'a str>,
    matcher: GlobMatcher,
}

impl Glob<'_> {
    /// How many levels below its folder there may be files that it names.
    fn depth(&self) -> usize {
        let is_any = self.rest.iter().any(|part| part.contains("**"));
        if is_any { usize::MAX } else { self.rest.len() }
    }
}

fn parse<'a>(root: &Path, folder: &Path, pattern: &'a str) -> Option<Glob<'a>> {
    let (base, pattern) = pattern.strip_prefix('/').map_or((folder, pattern), |rest| (root, rest));
    // What comes before the first wildcard is a folder, which may be above.
    let mut parts: Vec<&str> = pattern.split('/').collect();
    let fixed = parts
        .iter()
        .position(|part| part.contains(['*', '?', '[', '{', '(', '!']))
        .unwrap_or(parts.len() - 1);
    let rest = parts.split_off(fixed);
    let start = normalize(&base.join(parts.join("/")));
    Some(Glob { start, matcher: matcher(&rest.join("/"))?, rest })
}

/// Whether a folder holds no source of the app's own, as Vite has it: dependencies, and what is hidden unless a pattern names such.
fn is_skipped(name: &str, parts: &[&str]) -> bool {
    name == "node_modules" || (name.starts_with('.') && !parts.iter().any(|it| it.starts_with('.')))
}

/// Takes out the files that one of the patterns names, which begin with `!` and are from `root`.
pub(crate) fn retain(files: &mut Vec<PathBuf>, root: &Path, patterns: &[String]) {
    let matchers: Vec<GlobMatcher> = patterns
        .iter()
        .filter_map(|pattern| pattern.strip_prefix('!'))
        .filter_map(|pattern| matcher(pattern.trim_start_matches("./").trim_start_matches('/')))
        .collect();
    files.retain(|file| {
        let path = file.strip_prefix(root).unwrap_or(file);
        !matchers.iter().any(|matcher| matcher.is_match(path))
    });
}

fn matcher(pattern: &str) -> Option<GlobMatcher> {
    if pattern.starts_with('!') {
        return None;
    }
    Some(GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher())
}

/// Takes `.` and `..` out of a path.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;

    #[test]
    fn folders_are_listed_as_deep_as_a_pattern_goes() {
        for (pattern, depth) in [
            ("src/entry.ts", 1),
            ("../entry.ts", 1),
            ("/pages/*.ts", 1),
            ("pages/*/index.ts", 2),
            ("{entry,pages/index}.ts", 2),
            ("pages/**/index.ts", usize::MAX),
            ("**", usize::MAX),
        ] {
            let glob = parse(Path::new("/app"), Path::new("/app/src"), pattern).unwrap();
            assert_eq!(glob.depth(), depth, "{pattern}");
        }
    }
}
