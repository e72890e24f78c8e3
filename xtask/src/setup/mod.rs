//! What the commands need on a machine that has only Rust and Node. Each part is skipped when it is there already.

mod apps;
mod chromium;
mod npm;
mod tarballs;

use std::{
    fs::{self, File},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use anyhow::{Context as _, Result};

pub(crate) use self::{
    apps::{App, RWSDK, apps_of},
    chromium::chromium,
};
use crate::{
    build::{self, Profile},
    flags::{Major, Runtime},
    root::{at, root},
};

/// Installs the packages of the repository's own tools.
pub(crate) fn root_packages() -> Result<()> {
    npm::check_node()?;
    npm::install("root", root(), &["rwstate"])
}

/// Installs the packages that are run both as they were published and rewritten.
pub(crate) fn differential_packages() -> Result<()> {
    let _lock = lock()?;
    npm::install("differential", &at("playground/differential"), &[])
}

/// Installs each of these Vite majors, and what else the playground's servers have from elsewhere.
pub(crate) fn playground_packages(majors: &[Major]) -> Result<()> {
    let _lock = lock()?;
    for major in majors {
        let name = format!("vite-{major}");
        npm::install(&name, &at("playground").join(&name), &["rwstate", "fw"])?;
    }
    Ok(())
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
    for major in majors {
        let name = format!("vite-{major}");
        let folder = at("playground").join(&name);
        tarballs::install(&name, &folder, &[("rwstate", &rwstate), ("fw", &fw)])?;
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

/// Waits until no other xtask sets anything up in this checkout, and keeps others waiting while the answer lives. The
/// threads of one xtask share it.
pub(crate) fn lock() -> Result<Arc<File>> {
    static LOCK: Mutex<Weak<File>> = Mutex::new(Weak::new());
    let mut shared = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(file) = shared.upgrade() {
        return Ok(file);
    }
    fs::create_dir_all(at("target/xtask"))?;
    let file = File::create(at("target/xtask/lock")).context("cannot open target/xtask/lock")?;
    if file.try_lock().is_err() {
        println!("· waiting for another `cargo xtask` to finish its set-up");
        file.lock()?;
    }
    let file = Arc::new(file);
    *shared = Arc::downgrade(&file);
    drop(shared);
    Ok(file)
}
