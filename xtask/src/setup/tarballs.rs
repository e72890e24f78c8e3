//! Packages as npm would publish them: Vite does not optimize linked ones, which would hide what is to be shown.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{
    root::at,
    stamp::{Part, Stamp},
    step::{NPM, command_in, quiet},
};

/// The part of a `package.json` that names its tarball.
#[derive(Deserialize)]
struct Manifest {
    version: String,
    files: Vec<String>,
}

/// Packs a package into `target/tarballs`, and returns the tarball.
pub(super) fn pack(name: &str, folder: &str) -> Result<PathBuf> {
    let folder = at(folder);
    let manifest = folder.join("package.json");
    let text = fs::read_to_string(&manifest)
        .with_context(|| format!("cannot read {}", manifest.display()))?;
    let Manifest { version, files } = serde_json::from_str(&text)?;
    let destination = at("target/tarballs");
    let tarball = destination.join(format!("{name}-{version}.tgz"));
    let mut inputs: Vec<Part> =
        ["package.json", "LICENSE", "README.md"].map(|file| Part::File(folder.join(file))).into();
    for file in files {
        let path = folder.join(file);
        inputs.push(if path.is_dir() { Part::Tree(path) } else { Part::File(path) });
    }
    Stamp::new(&format!("pack-{name}"), inputs, vec![Part::File(tarball.clone())]).unless_done(
        || {
            fs::create_dir_all(&destination)?;
            let mut command = command_in(&folder, NPM, &["pack", "--silent", "--pack-destination"]);
            command.arg(&destination);
            quiet(&format!("pack {name}"), command)
        },
    )?;
    Ok(tarball)
}

/// Unpacks packages beside those of a folder's lock file, which has their dependencies. npm would ask the registry of every
/// package that is there already.
pub(super) fn install(name: &str, folder: &Path, packages: &[(&str, &PathBuf)]) -> Result<()> {
    let inputs = packages.iter().map(|(_, tarball)| Part::File((*tarball).clone())).collect();
    let installed = folder.join("node_modules");
    let outputs = packages.iter().map(|(package, _)| Part::Tree(installed.join(package))).collect();
    Stamp::new(&format!("tarballs-{name}"), inputs, outputs).unless_done(|| {
        for (package, tarball) in packages {
            let place = installed.join(package);
            // `tar` leaves there what an older version of the package has had.
            if place.exists() {
                fs::remove_dir_all(&place)?;
            }
            fs::create_dir_all(&place)?;
            // A tarball of npm's has one folder, `package`.
            let mut command = command_in(&place, "tar", &["-x", "--strip-components=1", "-f"]);
            command.arg(tarball);
            quiet(&format!("install {package} ({name})"), command)?;
        }
        Ok(())
    })
}
