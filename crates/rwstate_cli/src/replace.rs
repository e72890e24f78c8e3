//! Replaces the text of a file, of which nothing is lost at an interruption.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use tempfile::Builder;

/// Writes a text beside a file and renames it over the file, whose permissions stay. Where the file is no longer what was read,
/// it stays.
pub(crate) fn replace(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    // An editor may have saved the file since it was read.
    if fs::read(path)? != before.as_bytes() {
        return Err(io::Error::other("it was changed meanwhile"));
    }
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    // Beside the file, as a rename does not leave its file system.
    let mut temporary = Builder::new().prefix(".").suffix(".tmp").tempfile_in(folder)?;
    temporary.write_all(after.as_bytes())?;
    let file = temporary.as_file();
    own(file, &metadata)?;
    // After the owner: to change that clears the set-user-ID bit on Linux.
    file.set_permissions(metadata.permissions())?;
    // The name may reach the disk before the bytes, and a crash in between leave an empty file.
    file.sync_all()?;
    temporary.persist(path)?;
    Ok(())
}

/// Gives a file to the owner of another one, where that is allowed: root edits files that are not root's.
#[cfg(unix)]
fn own(file: &File, like: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (like.uid(), like.gid()) {
        // Only root may give a file away. For others it is theirs from here on.
        let _ = fchown(file, Some(like.uid()), Some(like.gid()));
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on the other systems")]
fn own(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
