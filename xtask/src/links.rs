//! A `node_modules` that begins with what another one has, by hard links. Playgrounds have most packages in common, and npm
//! writes all of them for each: half a gigabyte and 26,000 files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What npm notes of the packages that it has installed. It believes that as long as no package is newer.
const NOTES: &str = ".package-lock.json";

/// What this repository puts there.
const OURS: [&str; 2] = ["rwstate", "fw"];

/// Links the packages that npm has put into `from` to `to`, where nothing is. npm then replaces what the lock file there has otherwise:
/// it writes new files, so those of `from` stay as they are. Where links cannot be had, as between two disks, nothing is left, and npm
/// installs everything.
pub(crate) fn link_packages(from: &Path, to: &Path) {
    let is_whole = from.join(NOTES).is_file();
    if is_whole && !to.exists() && try_to(from, to).is_err() {
        // What cannot be removed is npm's to replace.
        let _ = fs::remove_dir_all(to);
    }
}

fn try_to(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for (name, path) in entries(from)? {
        // `.bin` has commands, other names with a dot have caches.
        let is_other = name.starts_with('.') && name != ".bin";
        if !is_other && !OURS.contains(&name.as_str()) {
            link(&path, &to.join(name))?;
        }
    }
    // The latest, as npm compares its time with those of the folders.
    fs::copy(from.join(NOTES), to.join(NOTES))?;
    Ok(())
}

fn link(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?.file_type();
    if kind.is_symlink() {
        return symlink(&fs::read_link(from)?, to);
    }
    if !kind.is_dir() {
        return fs::hard_link(from, to);
    }
    fs::create_dir(to)?;
    for (name, path) in entries(from)? {
        link(&path, &to.join(name))?;
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let named =
        |entry: fs::DirEntry| (entry.file_name().to_string_lossy().into_owned(), entry.path());
    fs::read_dir(folder)?.map(|entry| entry.map(named)).collect()
}

#[cfg(unix)]
fn symlink(target: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, to)
}

/// npm makes none there.
#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, unix))]
mod tests {
    use std::{
        fs,
        os::unix::fs::{MetadataExt as _, symlink},
        path::PathBuf,
    };

    use super::{NOTES, link_packages};
    use crate::root::at;

    /// A `node_modules`, and the place of another.
    fn folders(test: &str) -> (PathBuf, PathBuf) {
        let folder = at("target/xtask").join(format!("links-{test}"));
        let _ = fs::remove_dir_all(&folder);
        let from = folder.join("from");
        for package in ["@scope/a/dist", "b", "rwstate", ".bin", ".vite/deps"] {
            fs::create_dir_all(from.join(package)).unwrap();
        }
        for file in
            ["@scope/a/dist/index.js", "b/cli.js", "rwstate/index.js", ".vite/deps/b.js", NOTES]
        {
            fs::write(from.join(file), file).unwrap();
        }
        symlink("../b/cli.js", from.join(".bin/b")).unwrap();
        (from, folder.join("to"))
    }

    #[test]
    fn packages_are_linked_and_what_npm_has_not_put_there_is_not() {
        let (from, to) = folders("all");
        link_packages(&from, &to);
        let inode = |path: PathBuf| fs::metadata(path).unwrap().ino();
        for file in ["@scope/a/dist/index.js", "b/cli.js"] {
            assert_eq!(inode(from.join(file)), inode(to.join(file)), "{file}");
        }
        assert_eq!(fs::read_link(to.join(".bin/b")).unwrap(), PathBuf::from("../b/cli.js"));
        assert!(!to.join("rwstate").exists() && !to.join(".vite").exists());
        // npm writes into it.
        assert_ne!(inode(from.join(NOTES)), inode(to.join(NOTES)));
        let written = |path: PathBuf| fs::metadata(path).unwrap().modified().unwrap();
        assert!(written(to.join(NOTES)) >= written(to.join("@scope/a/dist")));
    }

    #[test]
    fn what_is_there_stays_and_what_npm_has_not_ended_is_not_taken() {
        let (from, to) = folders("there");
        fs::create_dir_all(to.join("mine")).unwrap();
        link_packages(&from, &to);
        assert!(to.join("mine").exists() && !to.join("b").exists());
        fs::remove_dir_all(&to).unwrap();
        fs::remove_file(from.join(NOTES)).unwrap();
        link_packages(&from, &to);
        assert!(!to.exists());
    }
}
