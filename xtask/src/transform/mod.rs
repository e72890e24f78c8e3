//! `cargo xtask bench transform`: whether the analysis and the rewrite hold for every file of a real `node_modules`, and what they
//! cost beside oxc's own work, beside Babel, through the addon and in the `rwstate` binary.
//!
//! Each figure is a ratio of two sides that were measured in turn, in one run.

mod cli;
mod measured;
mod table;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use serde::de::DeserializeOwned;

use self::measured::{Addon, Babel, Checked, Measured, Pass, Stages};
use crate::{
    build::{self, Profile},
    flags::Bench,
    root::at,
    setup,
    step::{CARGO, command, document, timed},
};

/// How many files Babel gets: every n-th of those that are rewritten and no longer than this.
const SAMPLE: usize = 150;
const LONGEST: u64 = 200_000;

pub(crate) fn run(flags: &Bench) -> Result<()> {
    let rounds = flags.rounds.unwrap_or(7).max(1);
    let modules = setup::bench_packages("transform")?;
    build::run(Profile::Release)?;
    let name = modules.to_string_lossy();
    let checked: Checked = timed("check every file", || stages(&["check", &name]))?;
    let stages: Stages =
        timed("time the stages", || stages(&["time", &name, &rounds.to_string()]))?;
    let babel = timed("time Babel", || babel(&modules, &checked, rounds))?;
    let stateless = list("transform-stateless.txt", &every(&checked.stateless, 2000))?;
    let addon: Addon = timed("time the addon", || {
        driver(&["addon", &stateless.to_string_lossy(), &name, &rounds.to_string()])
    })?;
    let cli = cli::run(&modules, rounds)?;
    let measured = Measured { checked, stages, babel, addon, cli };
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

/// The part that is JavaScript, in one of its stages.
fn driver<T: DeserializeOwned>(stage: &[&str]) -> Result<T> {
    let mut command = command("node", &["bench/transform.mjs"]);
    command.args(stage);
    document(command)
}

/// Rewrites a sample in turn with Babel and with this crate, each in a process of its own that has done it once before.
fn babel(modules: &Path, checked: &Checked, rounds: usize) -> Result<Babel> {
    let is_short = |path: &&String| fs::metadata(path).is_ok_and(|file| file.len() <= LONGEST);
    let short: Vec<String> = checked.rewritten.iter().filter(is_short).cloned().collect();
    let modules = modules.to_string_lossy();
    let mut sample = every(&short, SAMPLE);
    let one = |sample: &[String]| -> Result<(Pass, PathBuf)> {
        let list = list("transform-sample.txt", sample)?;
        Ok((driver(&["babel", &list.to_string_lossy(), &modules])?, list))
    };
    // What Babel does not parse, nobody is timed on.
    let (pass, _) = one(&sample)?;
    sample.retain(|path| !pass.failed.contains(path));
    let mut babel = Babel { files: sample.len(), ..Babel::default() };
    for round in 0..rounds {
        let (theirs, list) = one(&sample)?;
        let ours: Pass = stages(&["rewrite", &list.to_string_lossy(), "1"])?;
        let (Some(theirs_took), Some(ours_took)) = (theirs.seconds.first(), ours.seconds.first())
        else {
            bail!("round {round} has no time");
        };
        babel.ratios.push(theirs_took / ours_took);
        (babel.theirs, babel.ours) = (theirs.entries, ours.entries);
    }
    Ok(babel)
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
