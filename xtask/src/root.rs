//! Where the repository is.

use std::path::{Path, PathBuf};

/// Returns the repository's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository's folder")
}

/// Returns a path in the repository.
pub(crate) fn at(path: &str) -> PathBuf {
    root().join(path)
}
