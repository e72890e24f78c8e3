//! `cargo xtask bench <name>`: the benchmarks of `bench/`, each over real parts.

use std::{fs, path::PathBuf};

use anyhow::{Result, bail};

use crate::{
    build::{self, Profile},
    flags::{self, App, Major},
    root::at,
    setup,
    step::{CARGO, command, live, quiet},
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
    let mut command = command("node", &[&format!("bench/{name}.mjs")]);
    match (&**name, flags.app, flags.vite) {
        // It reads packages and starts no server.
        ("transform", ..) => {
            command.arg(setup::bench_packages("transform")?).arg(cli()?);
        }
        (_, Some(App::Rwsdk), _) => setup::RWSDK.install(Profile::Release)?,
        (_, _, Some(major)) => setup::playgrounds(&[major], Profile::Release)?,
        (_, _, None) => setup::playgrounds(&Major::ALL, Profile::Release)?,
    }
    // A benchmark that runs cargo is to run the one that runs this.
    command.env("CARGO", CARGO).args(&flags.arguments);
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

/// Builds the package and the `rwstate` binary, and returns where that is.
fn cli() -> Result<PathBuf> {
    build::run(Profile::Release)?;
    let arguments = ["build", "--release", "--package", "rwstate_cli"];
    quiet("build rwstate", command(CARGO, &arguments))?;
    Ok(build::target().join("release/rwstate"))
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
