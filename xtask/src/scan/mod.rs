//! `cargo xtask bench scan`: the walk beside Vite's own scan, on one thread and two, by the size of the app and on a save; the extraction
//! of imports beside other parsers; a server's start with the scan and without.
//!
//! Both sides of each figure are measured in turn, in one run. After `--` come the names of parts, where not all are wanted.

mod extraction;
mod fit;
mod measured;
mod table;
mod walks;

use std::{fs, path::Path};

use anyhow::{Result, bail};
use serde::de::DeserializeOwned;

use self::measured::{Measured, Start, Starts};
use crate::{
    build::Profile,
    flags::{Bench, Major},
    root::at,
    setup,
    step::{command, document, timed},
};

const BESIDE_VITE: [usize; 4] = [20, 100, 1_000, 5_000];
const THREADS: usize = 5_000;
const GROWTH: [usize; 6] = [100, 500, 2_000, 5_000, 10_000, 20_000];
const SAVES: [usize; 3] = [100, 1_000, 20_000];
const EXTRACTION: usize = 500;

/// Names of parts.
const PARTS: [&str; 6] = ["vite", "threads", "growth", "saves", "extraction", "starts"];

pub(crate) fn run(flags: &Bench) -> Result<()> {
    let wanted: Vec<_> = flags.arguments.iter().map(|name| name.to_string_lossy()).collect();
    if let Some(name) = wanted.iter().find(|name| !PARTS.contains(&&***name)) {
        bail!("there is no part `{name}`; there are: {}", PARTS.join(", "));
    }
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    let rounds = flags.rounds.unwrap_or(7).max(1);
    setup::playgrounds(&[Major::NEWEST], Profile::Release)?;
    let packages = setup::bench_packages("scan")?;
    let apps = at("target/bench/scan/apps");
    timed("write apps", || write(&apps))?;
    let mut measured = Measured::default();
    if is_wanted("vite") {
        measured.beside_vite = timed("time Vite's scan", || {
            BESIDE_VITE.iter().map(|&size| walks::beside_vite(&apps, size, rounds)).collect()
        })?;
    }
    if is_wanted("threads") {
        let threads = timed("time threads", || walks::threads(&apps, THREADS, rounds))?;
        measured.threads = Some(threads);
    }
    if is_wanted("growth") {
        measured.growth = timed("time sizes", || walks::growth(&apps, &GROWTH, rounds))?;
    }
    if is_wanted("saves") {
        measured.saves = timed("time saves", || walks::saves(&apps, &SAVES, rounds))?;
    }
    if is_wanted("extraction") {
        let app = apps.join(EXTRACTION.to_string());
        measured.extraction =
            timed("time extraction", || extraction::run(&app, &packages, rounds))?;
    }
    if is_wanted("starts") {
        // A start varies more than a walk.
        let pairs = flags.rounds.unwrap_or(9).max(1);
        measured.starts = timed("time starts", || starts(pairs))?;
    }
    println!("\n{}", table::render(&measured));
    fs::write(at("target/bench/scan.json"), serde_json::to_vec(&measured)?)?;
    println!("\ntarget/bench/scan.json");
    Ok(())
}

/// Writes an app of each size that some part asks for.
fn write(apps: &Path) -> Result<()> {
    let mut sizes = [&BESIDE_VITE[..], &GROWTH[..], &SAVES[..], &[THREADS, EXTRACTION]].concat();
    sizes.sort_unstable();
    sizes.dedup();
    let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    let apps = apps.to_string_lossy();
    let mut stage = vec!["apps", &*apps];
    stage.extend(sizes.iter().map(String::as_str));
    driver::<Vec<usize>>(&stage)?;
    Ok(())
}

fn starts(pairs: usize) -> Result<Vec<Starts>> {
    let mut measured = vec![];
    for (app, name) in [("node", "node"), ("worker", "workerd")] {
        let new = |what| Starts { name: format!("{name}, {what}"), ..Starts::default() };
        let (mut listening, mut answered) = (new("until it listens"), new("first answer"));
        for pair in 0..=pairs {
            let order = if pair % 2 == 0 { ["on", "off"] } else { ["off", "on"] };
            for scan in order {
                let start: Start = driver(&["start", app, scan])?;
                // The first pair has files read from the disk.
                if pair == 0 {
                    continue;
                }
                for (starts, took) in
                    [(&mut listening, start.listening), (&mut answered, start.answered)]
                {
                    if scan == "on" { &mut starts.with } else { &mut starts.without }.push(took);
                }
            }
        }
        measured.extend([listening, answered]);
    }
    Ok(measured)
}

/// The part that is JavaScript, in one of its stages.
fn driver<T: DeserializeOwned>(stage: &[&str]) -> Result<T> {
    driver_with(stage, &[])
}

fn driver_with<T: DeserializeOwned>(stage: &[&str], variables: &[(&str, &str)]) -> Result<T> {
    let mut command = command("node", &["bench/scan.mjs"]);
    command.args(stage).envs(variables.iter().copied());
    document(command)
}
