//! What the commands need on a machine that has only Rust and Node. Each part is skipped when it is there already.

mod apps;
mod chromium;
mod tarballs;

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};

pub(crate) use self::{
    apps::{APPS, App, RWSDK, apps_of},
    chromium::chromium,
};
use crate::{
    build::{self, Profile},
    flags::{Major, Runtime},
    lock::lock,
    npm,
    root::at,
};

/// Installs the packages that are run both as they were published and rewritten.
pub(crate) fn differential_packages() -> Result<()> {
    let _lock = lock()?;
    npm::install_like(&newest(), "differential", &at("playground/differential"), &[])
}

/// Installs the registry that the packages of this repository are published to, and other package managers than npm.
pub(crate) fn distribution_packages() -> Result<()> {
    let _lock = lock()?;
    npm::install_files("distribution", &at("playground/distribution"))
}

/// Installs the Nodes that run apps and cells, beside the one of this machine.
pub(crate) fn nodes() -> Result<()> {
    let _lock = lock()?;
    npm::install("node", &at("playground/node"), &[])
}

/// Installs each of these Vite majors, and what else the playground's servers have from elsewhere.
pub(crate) fn playground_packages(majors: &[Major]) -> Result<()> {
    let _lock = lock()?;
    // The newest first, as the others are like it.
    for name in majors.iter().rev().flat_map(|major| major.playgrounds()) {
        npm::install_like(&newest(), name, &at("playground").join(name), &["rwstate", "fw"])?;
    }
    Ok(())
}

/// The playground of the newest Vite, which has most of the packages that others have.
fn newest() -> PathBuf {
    at("playground").join(Major::NEWEST.playgrounds()[0])
}

/// Installs what the playground's servers need: rwstate and the framework, packed as npm would publish them, beside each
/// of these Vite majors.
pub(crate) fn playgrounds(majors: &[Major], profile: Profile) -> Result<()> {
    let _lock = lock()?;
    playground_packages(majors)?;
    build::package(profile)?;
    let rwstate = tarballs::pack("rwstate", "packages/rwstate")?;
    build::compile("fw", "playground/fw")?;
    let fw = tarballs::pack("fw", "playground/fw")?;
    for name in majors.iter().flat_map(|major| major.playgrounds()) {
        let folder = at("playground").join(name);
        tarballs::install(name, &folder, &[("rwstate", &rwstate), ("fw", &fw)])?;
    }
    Ok(())
}

/// Installs the packages that a benchmark reads, from the lock file in `bench/<name>`, and returns where.
pub(crate) fn bench_packages(name: &str) -> Result<PathBuf> {
    npm::check_node()?;
    let _lock = lock()?;
    let folder = at("target/bench").join(name);
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        let from = at("bench").join(name).join(file);
        let place = folder.join(file);
        fs::copy(&from, &place).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    npm::install_files(&format!("bench-{name}"), &folder)?;
    Ok(folder.join("node_modules"))
}

/// Returns the browser to use where one of the runtimes is a browser.
pub(crate) fn is_browser_needed(runtime: Option<Runtime>) -> bool {
    runtime.is_none_or(|runtime| runtime == Runtime::Browser)
}
