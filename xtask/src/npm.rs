//! The packages of a lock file, and the Node that they need.

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{
    links::link_packages,
    root::root,
    stamp::{Part, Stamp},
    step::{NPM, command_in, quiet},
};

/// The oldest Node that Vite 7 and 8 run on.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Installs the packages of the repository's own tools.
pub(crate) fn install_root() -> Result<()> {
    check_node()?;
    install("root", root(), &["rwstate"])
}

/// Installs the packages of a folder's lock file; `except` names those that other steps put there.
pub(crate) fn install(name: &str, folder: &Path, except: &'static [&'static str]) -> Result<()> {
    install_with(name, folder, except, None, &[])
}

/// As `install`, for a folder that has many packages in common with `like`, which is installed before, if at all.
pub(crate) fn install_like(
    like: &Path,
    name: &str,
    folder: &Path,
    except: &'static [&'static str],
) -> Result<()> {
    install_with(name, folder, except, Some(like), &[])
}

/// Installs the packages of a folder's lock file, and runs nothing of theirs.
pub(crate) fn install_files(name: &str, folder: &Path) -> Result<()> {
    install_with(name, folder, &[], None, &["--ignore-scripts"])
}

fn install_with(
    name: &str,
    folder: &Path,
    except: &'static [&'static str],
    like: Option<&Path>,
    options: &[&str],
) -> Result<()> {
    let mut inputs: Vec<Part> =
        ["package.json", "package-lock.json"].map(|file| Part::File(folder.join(file))).into();
    // Packages with an addon of their own are built or chosen for one Node.
    inputs.push(Part::Fact(node_version()?));
    let packages = folder.join("node_modules");
    let outputs = vec![Part::Packages { folder: packages.clone(), except }];
    Stamp::new(&format!("npm-{name}"), inputs, outputs).unless_done(|| {
        if let Some(like) = like {
            link_packages(&like.join("node_modules"), &packages);
        }
        // As `npm ci` does, but for its refusal of a lock file without the optional packages of other platforms,
        // which is what npm writes where a registry does not have them all: https://github.com/npm/cli/issues/4828
        let arguments = ["install", "--no-save", "--no-audit", "--no-fund"];
        let mut command = command_in(folder, NPM, &arguments);
        command.args(options);
        quiet(&format!("install npm packages ({name})"), command)
    })
}

/// Fails with what to do where Node is missing or too old.
pub(crate) fn check_node() -> Result<()> {
    let version = node_version()?;
    let (major, minor) = OLDEST_NODE;
    // A version that cannot be read, such as a nightly one, is given a try.
    if parse(&version).is_some_and(|found| found < OLDEST_NODE) {
        bail!(
            "this needs Node.js {major}.{minor} or later, and found {version}: see https://nodejs.org"
        );
    }
    Ok(())
}

fn node_version() -> Result<String> {
    let output = Command::new("node").arg("--version").output();
    let output = output.context(
        "this needs Node.js 20.19 or later with npm, and found no `node`: see https://nodejs.org",
    )?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_NODE, parse};

    #[test]
    fn versions_are_compared_by_number() {
        assert!(parse("v20.9.0").unwrap() < OLDEST_NODE);
        assert!(parse("v20.19.0").unwrap() >= OLDEST_NODE);
        assert!(parse("v22.0.1").unwrap() >= OLDEST_NODE);
        assert_eq!(parse("nightly"), None);
    }
}
