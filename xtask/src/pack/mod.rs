//! `cargo xtask pack`: the packages as npm gets them, in `target/npm`. The main one has no addon: each platform has a package with its own.

mod manifest;
mod sizes;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use self::sizes::Packed;
use crate::{
    build::{self, Profile},
    flags,
    lock::lock,
    platforms::{PLATFORMS, Platform},
    root::at,
    stamp::{Part, Stamp},
    step::{NPM, command_in, output},
};

/// The main package's folder in `target/npm`.
const MAIN: &str = "rwstate";

pub(crate) fn run(flags: &flags::Pack) -> Result<()> {
    let _lock = lock()?;
    let addons: Vec<_> = match &flags.addons {
        Some(folder) => {
            build::without_addon()?;
            let addons =
                PLATFORMS.iter().map(|it| (it, folder.join(it.file()))).collect::<Vec<_>>();
            if let Some((_, missing)) = addons.iter().find(|(_, file)| !file.exists()) {
                bail!("there is no {}", missing.display());
            }
            addons
        }
        None => vec![own(Profile::Release)?],
    };
    write(&addons, flags.repository.as_deref())?;
    let names = addons.iter().map(|(it, _)| it.folder()).chain([MAIN.to_owned()]);
    let packages = pack(&names.collect::<Vec<_>>())?;
    println!("\n{}", sizes::render(&packages));
    println!("in {}", at("target/npm").display());
    sizes::check(&packages)
}

/// Does the same for tests, with the addon of tests: its size is not judged.
pub(crate) fn for_tests() -> Result<()> {
    let _lock = lock()?;
    let addons = [own(Profile::Dev)?];
    let folders =
        ["packages/rwstate/dist", "packages/rwstate/native", "docs/diagnostics", "xtask/src"];
    let files =
        ["packages/rwstate/package.json", "packages/rwstate/types.d.ts", "README.md", "LICENSE"];
    let folders = folders.map(|it| Part::Tree(at(it)));
    let inputs = folders.into_iter().chain(files.map(|it| Part::File(at(it)))).collect();
    Stamp::new("npm-packages", inputs, vec![Part::Tree(at("target/npm"))]).unless_done(|| {
        write(&addons, None)?;
        let packages = pack(&[MAIN.to_owned()])?;
        println!("{}", sizes::render(&packages).trim_end());
        sizes::check(&packages)
    })
}

/// Builds everything, and returns this machine's platform with its addon.
fn own(profile: Profile) -> Result<(&'static Platform, PathBuf)> {
    let platform = Platform::here()?;
    build::package(profile)?;
    Ok((platform, build::built_addon()))
}

/// Writes a folder for each package. Platforms without an addon get a manifest alone.
fn write(addons: &[(&Platform, PathBuf)], repository: Option<&str>) -> Result<()> {
    let all = at("target/npm");
    if all.exists() {
        fs::remove_dir_all(&all)?;
    }
    let source = at("packages/rwstate");
    let text = fs::read_to_string(source.join("package.json"))?;
    let (text, manifest) = manifest::published(&text, repository)?;
    let main = all.join(MAIN);
    fs::create_dir_all(&main)?;
    fs::write(main.join("package.json"), text)?;
    for name in manifest.files.iter().map(String::as_str).chain(["LICENSE"]) {
        copy(&source.join(name), &main.join(name))?;
    }
    copy(&at("README.md"), &main.join("README.md"))?;
    for platform in &PLATFORMS {
        let folder = all.join(platform.folder());
        fs::create_dir_all(&folder)?;
        let manifest = manifest::of_addon(platform, &manifest.version, repository)?;
        fs::write(folder.join("package.json"), manifest)?;
        let readme = format!(
            "# {}\n\nThe native addon of [rwstate](https://www.npmjs.com/package/rwstate) for {}, which installs it.\n",
            platform.package(),
            platform.name
        );
        fs::write(folder.join("README.md"), readme)?;
        copy(&at("LICENSE"), &folder.join("LICENSE"))?;
    }
    for (platform, addon) in addons {
        copy(addon, &all.join(platform.folder()).join(platform.file()))?;
    }
    // `npm publish --workspaces` publishes them in this order: the main one once all that it depends on is there.
    let folders = PLATFORMS.iter().map(Platform::folder).chain([MAIN.to_owned()]);
    let workspace =
        serde_json::json!({ "private": true, "workspaces": folders.collect::<Vec<_>>() });
    Ok(fs::write(all.join("package.json"), workspace.to_string())?)
}

/// Copies a file or a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Makes tarballs of packages by their folders.
fn pack(folders: &[String]) -> Result<Vec<Packed>> {
    let place = at("target/npm/tarballs");
    fs::create_dir_all(&place)?;
    let mut command = command_in(&at("target/npm"), NPM, &["pack", "--json", "--pack-destination"]);
    command.arg(place);
    command.args(folders.iter().map(|folder| format!("--workspace={folder}")));
    let text = output("pack for npm", command)?;
    serde_json::from_str(&text).with_context(|| format!("npm has printed {text}"))
}
