//! `cargo xtask bench <name>`: the benchmarks of `bench/`, each over real parts.

use std::fs;

use anyhow::{Result, bail};

use crate::{
    build::Profile,
    flags::{self, Major},
    recover,
    root::at,
    scan, setup,
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
    if name == "recover" {
        return recover::run(flags);
    }
    if name == "scan" {
        return scan::run(flags);
    }
    if name == "transform" {
        return transform::run(flags);
    }
    setup::playgrounds(&Major::ALL, Profile::Release)?;
    let mut command = command("node", &[]);
    command.arg(at(&format!("bench/{name}.mjs"))).args(&flags.arguments);
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
