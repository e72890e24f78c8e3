//! The files that a pattern names: of `import.meta.glob`, and of an environment's entries.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::files::Files;

/// Folders that hold no source of the app's own.
const SKIPPED: &[&str] = &["node_modules", ".git"];

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
                if !SKIPPED.iter().any(|skipped| name == *skipped) {
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
