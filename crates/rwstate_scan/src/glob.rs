//! The files that a pattern names: of `import.meta.glob`, and of an environment's entries.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::files::Files;

/// Returns the files that a pattern names, in order. It begins at `folder`, or with a slash at `root`; a pattern with `!` names none.
pub(crate) fn expand(
    files: &impl Files,
    root: &Path,
    folder: &Path,
    pattern: &str,
) -> Vec<PathBuf> {
    let (base, pattern) = pattern.strip_prefix('/').map_or((folder, pattern), |rest| (root, rest));
    // What comes before the first wildcard is a folder, which may be above.
    let parts: Vec<&str> = pattern.split('/').collect();
    let fixed = parts
        .iter()
        .position(|part| part.contains(['*', '?', '[', '{', '(', '!']))
        .unwrap_or(parts.len() - 1);
    let start = normalize(&base.join(parts[..fixed].join("/")));
    let Some(matcher) = matcher(&parts[fixed..].join("/")) else { return vec![] };
    let mut found = vec![];
    let mut folders = vec![start.clone()];
    while let Some(folder) = folders.pop() {
        for (path, is_folder) in files.list(&folder).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default();
            if is_folder {
                if !is_skipped(&name.to_string_lossy(), &parts[fixed..]) {
                    folders.push(path);
                }
            } else if path.strip_prefix(&start).is_ok_and(|path| matcher.is_match(path)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
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
