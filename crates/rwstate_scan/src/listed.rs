//! What folders list, so that most questions for files that are not there need no look at the file system.
//!
//! ```text
//! ./store   ->   store.mjs, store.js, store.mts, store.ts   three of them are nowhere
//! ```
//!
//! It holds for one moment, as a walk does: who sees a later one makes a new one.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use dunce::simplified;
use oxc_resolver::{FileMetadata, FileSystem, ResolveError};
use rustc_hash::FxHashMap;

use crate::{
    Links,
    files::{Files, Kind},
};

/// How often a folder is asked for names before it is listed: less is answered sooner than the names of a large folder are read.
const ASKED: usize = 8;

/// Files, with the listings of the folders that were asked for often.
#[derive(Clone)]
pub(crate) struct Listed<F> {
    files: F,
    links: Links,
    folders: Arc<RwLock<FxHashMap<OsString, Arc<Folder>>>>,
}

/// What is known of a path without a look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// It is there, and no link.
    There(Kind),
    /// It is not there.
    Absent,
    /// Only a look tells.
    Nothing,
}

#[derive(Default)]
struct Folder {
    asked: AtomicUsize,
    names: OnceLock<Option<Names>>,
    /// What its files are called by; `None` where that cannot be known.
    real: OnceLock<Option<PathBuf>>,
}

/// The names in a folder: each as it is written, by how it is written in lower case.
type Names = FxHashMap<Box<str>, (Box<str>, Kind)>;

impl<F: Files> Listed<F> {
    pub(crate) fn of(files: F, links: Links) -> Self {
        Self { files, links, folders: Arc::default() }
    }

    /// Returns the same with nothing known.
    pub(crate) fn anew(&self) -> Self {
        Self::of(self.files.clone(), self.links)
    }

    /// Returns the file that a path means, itself or with one of these extensions, as it is called by; `None` where only a look tells.
    pub(crate) fn file(&self, path: &Path, extensions: &[String]) -> Option<PathBuf> {
        let (at, name) = (path.parent()?, path.file_name()?.to_str()?);
        let folder = self.folder(at)?;
        let names = folder.names(|path| self.files.list(path), at)?;
        let mut tried = name.to_owned();
        let mut extensions = extensions.iter();
        loop {
            match known(names, &tried) {
                Known::There(Kind::File) => break,
                Known::There(_) | Known::Absent => {}
                Known::Nothing => return None,
            }
            tried.truncate(name.len());
            tried.push_str(extensions.next()?);
        }
        Some(folder.real(at, self)?.join(tried))
    }

    /// Returns what the listing of a path's folder tells of the path.
    pub(crate) fn known(&self, path: &Path) -> Known {
        let Some(at) = path.parent() else { return Known::Nothing };
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Known::Nothing;
        };
        // A slash or a dot after a name says that it is a folder.
        if !path.as_os_str().as_encoded_bytes().ends_with(name.as_bytes()) {
            return Known::Nothing;
        }
        let Some(folder) = self.folder(at) else { return Known::Absent };
        let names = folder.names(|path| self.files.list(path), at);
        names.map_or(Known::Nothing, |names| known(names, name))
    }

    /// Returns a folder; `None` where it is known to be a file, or not there.
    fn folder(&self, path: &Path) -> Option<Arc<Folder>> {
        let key = path.as_os_str();
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = folders.get(key) {
            return Some(Arc::clone(folder));
        }
        drop(folders);
        if matches!(self.known(path), Known::There(Kind::File) | Known::Absent) {
            return None;
        }
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(folders.entry(key.to_os_string()).or_default()))
    }
}

impl Folder {
    /// Returns the names that it lists; `None` before it is worth it, and where a listing does not tell all.
    fn names(
        &self,
        list: impl FnOnce(&Path) -> io::Result<Vec<(PathBuf, Kind)>>,
        path: &Path,
    ) -> Option<&Names> {
        if let Some(names) = self.names.get() {
            return names.as_ref();
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < ASKED {
            return None;
        }
        self.names.get_or_init(|| names(list(path).ok()?)).as_ref()
    }

    /// Returns what its files are called by.
    fn real<F: Files>(&self, path: &Path, listed: &Listed<F>) -> Option<&Path> {
        let real = self.real.get_or_init(|| match listed.links {
            Links::Preserved => Some(path.to_path_buf()),
            Links::Followed => {
                let followed = listed.files.canonicalize(path).ok()?;
                // As the resolver, without what Windows writes before a path that it has followed.
                Some(simplified(&followed).to_path_buf())
            }
        });
        real.as_deref()
    }
}

/// Returns what a folder's names tell of one.
fn known(names: &Names, name: &str) -> Known {
    if !is_plain(name) {
        return Known::Nothing;
    }
    match names.get(&*name.to_ascii_lowercase()) {
        None => Known::Absent,
        Some((written, kind)) if **written == *name && *kind != Kind::Other => Known::There(*kind),
        // Whether another case names the same file only the file system knows.
        Some(_) => Known::Nothing,
    }
}

/// Takes in a listing; `None` where a file system may know one of the names under others: those that are not ASCII have several forms.
fn names(listing: Vec<(PathBuf, Kind)>) -> Option<Names> {
    let mut names = Names::default();
    for (path, kind) in listing {
        let name = path.file_name()?.to_str().filter(|name| name.is_ascii())?;
        let same = names.insert(name.to_ascii_lowercase().into(), (name.into(), kind));
        if same.is_some() {
            names.insert(name.to_ascii_lowercase().into(), (name.into(), Kind::Other));
        }
    }
    Some(names)
}

/// Whether a name that no listing has can be no file's: some systems take `PROGRA~1`, `a.` and `a:b` for names that are listed
/// otherwise.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@$+()[]".contains(&byte);
    name.bytes().all(is_plain) && !name.ends_with('.')
}

impl<F: Files> FileSystem for Listed<F> {
    fn new() -> Self {
        Self::of(F::new(), Links::default())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        self.files.read_to_string(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.known(path).metadata().unwrap_or_else(|| self.files.metadata(path))
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.known(path).metadata().unwrap_or_else(|| self.files.symlink_metadata(path))
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        self.files.read_link(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonicalize(path)
    }
}

impl Known {
    fn metadata(self) -> Option<io::Result<FileMetadata>> {
        match self {
            Self::There(Kind::File) => Some(Ok(FileMetadata::new(true, false, false))),
            Self::There(Kind::Folder) => Some(Ok(FileMetadata::new(false, true, false))),
            Self::Absent => Some(Err(io::ErrorKind::NotFound.into())),
            Self::There(Kind::Other) | Self::Nothing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_plain, names};

    #[test]
    fn names_that_differ_in_case_are_left_to_the_file_system() {
        let listing = ["/a/B.ts", "/a/b.ts", "/a/C.ts"].map(|path| (path.into(), Kind::File));
        let names = names(listing.into()).unwrap();
        assert_eq!(names["b.ts"].1, Kind::Other);
        assert_eq!(names["c.ts"], ("C.ts".into(), Kind::File));
    }

    #[test]
    fn a_folder_with_a_name_that_has_several_forms_tells_nothing() {
        assert!(names(vec![("/a/\u{e9}.ts".into(), Kind::File)]).is_none());
    }

    #[test]
    fn a_name_that_some_system_reads_otherwise_is_not_plain() {
        assert!(is_plain("[id].test-1_$.ts"));
        for name in ["PROGRA~1", "a.", "a ", "a:b", "\u{212a}.ts"] {
            assert!(!is_plain(name), "{name}");
        }
    }
}
