//! `cargo xtask build`: the addon, the npm package's `dist`, and what else goes into its tarball.

use std::{env::consts::OS, fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};

use crate::{
    lock::lock,
    npm,
    platforms::node_names,
    root::at,
    stamp::{Part, Stamp},
    step::{CARGO, command, quiet, tool},
};

/// The inspector's page, which is for browsers: it has a project of its own.
const PAGE: &str = "src/inspector/page";

/// How the addon is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// For tests: with what `cargo test` compiles, and quick enough to run.
    Dev,
    /// As users get it, and as it is measured.
    Release,
}

pub(crate) fn run(profile: Profile) -> Result<()> {
    let _lock = lock()?;
    package(profile)
}

/// Builds `packages/rwstate`. With a release's addon `npm pack` there gives a tarball that works on this machine.
pub(crate) fn package(profile: Profile) -> Result<()> {
    npm::install_root()?;
    addon(profile)?;
    files()
}

/// Builds the same but for the addon.
pub(crate) fn without_addon() -> Result<()> {
    npm::install_root()?;
    files()
}

fn files() -> Result<()> {
    compile("rwstate", "packages/rwstate")?;
    copies()
}

/// Returns where the package looks for the addon that a checkout has built: by `process.platform` and `process.arch`.
pub(crate) fn built_addon() -> PathBuf {
    let name = node_names().join("-");
    at(&format!("packages/rwstate/native/rwstate.{name}.node"))
}

/// Compiles a package's `src` to its `dist`, and leaves nothing else there.
pub(crate) fn compile(name: &str, folder: &str) -> Result<()> {
    let files = ["package.json", "tsconfig.json", "bundle.mjs"];
    let files = files.map(|file| Part::File(at(folder).join(file)));
    let mut inputs = vec![Part::Tree(at(folder).join("src")), Part::File(at("package-lock.json"))];
    inputs.extend(files);
    let dist = at(folder).join("dist");
    Stamp::new(&format!("dist-{name}"), inputs, vec![Part::Tree(dist.clone())]).unless_done(|| {
        // `tsc` leaves there what it has once made of a file that is gone.
        if dist.exists() {
            fs::remove_dir_all(&dist)?;
        }
        quiet(&format!("compile {folder}"), tool("typescript/bin/tsc", &["-p", folder]))?;
        bundle(folder)?;
        page(folder)
    })
}

/// Puts the modules of a package into one where it has a script for that.
fn bundle(folder: &str) -> Result<()> {
    let script = at(folder).join("bundle.mjs");
    if !script.exists() {
        return Ok(());
    }
    quiet(&format!("bundle {folder}"), command("node", &[&script.display().to_string()]))
}

/// Compiles the page of a package's inspector where it has one, and copies its other files.
fn page(folder: &str) -> Result<()> {
    // `tsc` copies nothing, so HTML, styles and images need another step.
    let source = format!("{folder}/{PAGE}");
    if !at(&source).exists() {
        return Ok(());
    }
    quiet(&format!("compile {source}"), tool("typescript/bin/tsc", &["-p", &source]))?;
    for file in fs::read_dir(at(&source))? {
        let file = file?.path();
        let is_served = file
            .extension()
            .is_some_and(|extension| ["html", "css", "svg"].iter().any(|kind| extension == *kind));
        if let Some(name) = file.file_name().filter(|_| is_served) {
            let place = at(folder).join("dist/inspector/page").join(name);
            fs::copy(&file, &place).with_context(|| format!("cannot write {}", place.display()))?;
        }
    }
    Ok(())
}

/// Builds the addon and puts it where the package looks for it. Cargo decides whether there is anything to do.
pub(crate) fn addon(profile: Profile) -> Result<()> {
    let (name, arguments, folder) = match profile {
        // All that `cargo test` compiles: of one package alone cargo would compile dependencies again, with other features.
        Profile::Dev => (
            "clippy, the tests and the addon",
            ["build", "--workspace", "--all-targets"].as_slice(),
            "debug",
        ),
        Profile::Release => (
            "build the addon",
            ["build", "--release", "--package", "rwstate_binding"].as_slice(),
            "release",
        ),
    };
    let cargo = command(CARGO, arguments);
    quiet(name, if profile == Profile::Dev { linted(cargo) } else { cargo })?;
    let (prefix, extension) = match OS {
        "macos" => ("lib", "dylib"),
        "windows" => ("", "dll"),
        _ => ("lib", "so"),
    };
    let built = target().join(format!("{folder}/{prefix}rwstate_binding.{extension}"));
    let place = built_addon();
    let bytes = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
    if fs::read(&place).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    // A new file, never other bytes in the old one: a running process may have that mapped.
    let fresh = place.with_extension("new");
    fs::create_dir_all(at("packages/rwstate/native"))?;
    fs::write(&fresh, bytes)?;
    Ok(fs::rename(&fresh, &place)?)
}

/// Has cargo compile the workspace's crates with clippy, which compiles like rustc. `cargo clippy` only checks, for which
/// every dependency would be compiled a second time. A warning is an error.
pub(crate) fn linted(mut cargo: Command) -> Command {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // How `cargo clippy` passes arguments on to its driver: each is followed by this separator.
    cargo.env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    cargo
}

/// Returns where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), Into::into)
}

/// Copies what the repository keeps elsewhere, and the package's users look for in it.
fn copies() -> Result<()> {
    // From the start, so that the page of a code that is gone is not published.
    let docs = at("packages/rwstate/docs");
    if docs.exists() {
        fs::remove_dir_all(&docs)?;
    }
    let pages = docs.join("diagnostics");
    fs::create_dir_all(&pages)?;
    for page in fs::read_dir(at("docs/diagnostics"))? {
        let page = page?.path();
        if let Some(name) =
            page.file_name().filter(|_| page.extension().is_some_and(|extension| extension == "md"))
        {
            fs::copy(&page, pages.join(name))?;
        }
    }
    fs::copy(at("LICENSE"), at("packages/rwstate/LICENSE"))?;
    Ok(())
}
