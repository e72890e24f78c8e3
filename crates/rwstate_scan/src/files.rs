//! The only way to files: behind traits, so that tests run in memory.

use std::{
    io,
    path::{Path, PathBuf},
};

use oxc_resolver::{FileSystem, FileSystemOs};

/// A file system that can also list a folder.
pub trait Files: FileSystem + Clone + 'static {
    /// Returns the paths in a folder, each with what it is itself: links are not followed.
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>>;
}

/// What a folder lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link, a socket.
    Other,
}

/// The real file system.
#[derive(Clone, Copy, Default)]
pub struct RealFiles;

#[expect(clippy::disallowed_methods, reason = "this is where the real files are")]
impl Files for RealFiles {
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        std::fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                let kind = match entry.file_type()? {
                    kind if kind.is_file() => Kind::File,
                    kind if kind.is_dir() => Kind::Folder,
                    _ => Kind::Other,
                };
                Ok((entry.path(), kind))
            })
            .collect()
    }
}

impl FileSystem for RealFiles {
    fn new() -> Self {
        Self
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        FileSystemOs::new().read(path)
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        FileSystemOs::new().read_to_string(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<oxc_resolver::FileMetadata> {
        FileSystemOs::new().metadata(path)
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<oxc_resolver::FileMetadata> {
        FileSystemOs::new().symlink_metadata(path)
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, oxc_resolver::ResolveError> {
        FileSystemOs::new().read_link(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        FileSystemOs::new().canonicalize(path)
    }
}
