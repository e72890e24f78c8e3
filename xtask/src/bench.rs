//! `cargo xtask bench <name>`: the benchmarks of `bench/`, each over real parts.

use std::fs;

use anyhow::{Result, bail};

use crate::{
    build::Profile,
    flags::{self, App, Major},
    root::at,
    setup,
    step::{command, live},
    transform,
};

pub(crate) fn run(flags: &flags::Bench) -> Result<()> {
    let names = names()?;
    let Some(name) = &flags.name else {
        println!("Benchmarks, for `cargo xtask bench <name>`: {}", names.join(", "));
        return Ok(());
    };
    if !names.contains(name) {
        bail!("there is no benchmark `{name}`; there are: {}", names.join(", "));
    }
    if name == "transform" {
        return transform::run(flags);
    }
    match flags.app {
        Some(App::Rwsdk) => setup::RWSDK.install(Profile::Release)?,
        Some(App::Playground) | None => match flags.vite {
            Some(major) => setup::playgrounds(&[major], Profile::Release)?,
            None => setup::playgrounds(&Major::ALL, Profile::Release)?,
        },
    }
    let mut command = command("node", &[]);
    command.arg(at(&format!("bench/{name}.mjs"))).args(&flags.arguments);
    let given = [
        ("--app", flags.app.map(|app| app.to_string())),
        ("--vite", flags.vite.map(|vite| vite.to_string())),
        ("--runtime", flags.runtime.map(|runtime| runtime.to_string())),
    ];
    for (option, value) in given {
        command.args(value.map(|value| format!("{option}={value}")));
    }
    live(&format!("bench {name}"), command)
}

fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    let Ok(entries) = fs::read_dir(at("bench")) else { return Ok(names) };
    for entry in entries {
        let file = entry?.file_name();
        names.extend(file.to_string_lossy().strip_suffix(".mjs").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
