//! A new text in place of a file's, of which nothing is lost whenever this ends.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

/// Writes a text beside a file and renames it over the file, whose permissions stay. Where the file is no longer what was read,
/// it stays.
pub(crate) fn replace(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    if fs::read(path)? != before.as_bytes() {
        return Err(io::Error::other("it was changed meanwhile"));
    }
    let (temporary, mut file) = create_beside(path)?;
    let written = file
        .write_all(after.as_bytes())
        .and_then(|()| own(&file, &metadata))
        .and_then(|()| file.set_permissions(metadata.permissions()))
        .and_then(|()| file.sync_all())
        .and_then(|()| {
            drop(file);
            fs::rename(&temporary, path)
        });
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let temporary = path.with_file_name(format!(".{name}.{}-{number}.tmp", process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => {
                number += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Gives a file to the owner of another one, where that is allowed: root edits files that are not root's.
#[cfg(unix)]
fn own(file: &File, like: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (like.uid(), like.gid()) {
        let _ = fchown(file, Some(like.uid()), Some(like.gid()));
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on the other systems")]
fn own(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
