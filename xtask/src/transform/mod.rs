//! `cargo xtask bench transform`: whether the analysis and the rewrite hold for every file of a real `node_modules`, and what they
//! cost beside oxc's own work, through the addon and in the `rwstate` binary.
//!
//! Each figure is a ratio of two sides that were measured in turn, in one run.

mod cli;
mod measured;
mod table;

use std::{fs, path::PathBuf};

use anyhow::{Result, bail};
use serde::de::DeserializeOwned;

use self::measured::{Addon, Checked, Measured, Stages};
use crate::{
    build::{self, Profile},
    flags::Bench,
    root::at,
    setup,
    step::{CARGO, command, document, timed},
};

pub(crate) fn run(flags: &Bench) -> Result<()> {
    let rounds = flags.rounds.unwrap_or(7).max(1);
    let modules = setup::bench_packages("transform")?;
    build::run(Profile::Release)?;
    let name = modules.to_string_lossy();
    let checked: Checked = timed("check every file", || stages(&["check", &name]))?;
    let stages: Stages =
        timed("time the stages", || stages(&["time", &name, &rounds.to_string()]))?;
    let stateless = list("transform-stateless.txt", &every(&checked.stateless, 2000))?;
    let addon: Addon = timed("time the addon", || {
        let mut command = command("node", &["bench/transform.mjs"]);
        command.arg(stateless).arg(rounds.to_string());
        document(command)
    })?;
    let cli = cli::run(&modules, rounds)?;
    let measured = Measured { checked, stages, addon, cli };
    println!("\n{}", table::render(&measured));
    fs::write(at("target/bench/transform.json"), serde_json::to_vec(&measured)?)?;
    println!("\ntarget/bench/transform.json");
    match measured.checked.findings.len() {
        0 => Ok(()),
        count => bail!("{count} of the files are not as they should be"),
    }
}

/// The crate's benchmark, in one of its modes.
fn stages<T: DeserializeOwned>(mode: &[&str]) -> Result<T> {
    let bench = ["bench", "--quiet", "--package", "rwstate_transform", "--bench", "stages", "--"];
    let mut command = command(CARGO, &bench);
    command.args(mode);
    document(command)
}

/// At most so many of a list, evenly.
fn every(list: &[String], most: usize) -> Vec<String> {
    list.iter().step_by(list.len().div_ceil(most).max(1)).cloned().collect()
}

fn list(name: &str, files: &[String]) -> Result<PathBuf> {
    let path = at("target/bench").join(name);
    fs::write(&path, files.join("\n"))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::every;

    #[test]
    fn a_sample_is_taken_evenly() {
        let list: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        assert_eq!(every(&list, 4), ["0", "3", "6", "9"]);
        assert_eq!(every(&list, 20).len(), 10);
        assert!(every(&[], 4).is_empty());
    }
}
