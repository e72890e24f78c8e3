//! `cargo xtask test`: checks, then tests, then real servers. What fails in one phase keeps the next from starting.

mod stage;
mod times;

use std::{fs, process::Command, time::Instant};

use anyhow::{Result, bail};

use self::{
    stage::{Ended, Outcome, Phase, stage},
    times::Times,
};
use crate::{
    build::{self, Profile},
    flags::{self, Major, Part, Runtime},
    npm, pack,
    root::at,
    setup, site,
    step::{CARGO, command, live, quiet, tool},
};

pub(crate) const OXFMT: &str = "oxfmt/bin/oxfmt";

/// The names of Vitest's projects.
const PROJECTS: [&str; 2] = ["unit", "e2e"];

/// The folders with a `tsconfig.json` whose files are checked.
const TYPED: [&str; 5] = [
    "packages/rwstate",
    "packages/rwstate/src/inspector/page",
    "packages/rwstate/tests",
    "playground/fw",
    "playground",
];

pub(crate) fn run(flags: &flags::Test) -> Result<()> {
    let begun = Instant::now();
    // A run that fails early must not show the times of the one before.
    let files = PROJECTS.map(times::of_vitest);
    for file in files.iter().filter(|file| file.exists()) {
        fs::remove_file(file)?;
    }
    let ended = stage::run(phases(flags), flags.only);
    let times = Times::new(begun.elapsed(), &ended, &files)?;
    println!("\n{}", times.render());
    let json = at("target/xtask/times.json");
    times.write(&json)?;
    println!("as JSON: {}", json.display());
    conclude(&ended)
}

fn phases(flags: &flags::Test) -> Vec<Phase<'_>> {
    vec![
        // Cargo holds a lock on its folder while it compiles, so what it does is one list. What waits for the network is another, but
        // for the root's packages, which the checks need.
        vec![
            vec![
                stage("cargo fmt", Part::Rust, || cargo(&["fmt", "--all", "--check"])),
                stage("clippy and build", Part::Rust, || build::addon(Profile::Dev)),
            ],
            vec![
                stage("npm packages", Part::Unit, npm::install_root),
                stage("oxfmt", Part::Unit, || quiet("oxfmt", tool(OXFMT, &["--check"]))),
                stage("oxlint", Part::Unit, || {
                    quiet("oxlint", tool("oxlint/bin/oxlint", &["--deny-warnings"]))
                }),
                stage("spelling", Part::Unit, || {
                    quiet("cspell", tool("cspell/bin.mjs", &["lint", "--dot", "--no-progress"]))
                }),
                stage("site", Part::Unit, site::build),
            ],
            vec![
                stage("apps' packages", Part::E2e, || download(flags)),
                stage("real packages", Part::Unit, setup::differential_packages),
            ],
        ],
        vec![vec![stage("rwstate", Part::Unit, || build::run(Profile::Dev))]],
        vec![
            vec![
                stage("cargo test", Part::Rust, || cargo(&["test", "--workspace", "--quiet"])),
                stage("types", Part::Unit, types),
                stage("playgrounds", Part::E2e, || servers(flags)),
            ],
            vec![stage("vitest unit", Part::Unit, || vitest("unit", flags))],
        ],
        vec![vec![stage("vitest e2e", Part::E2e, || vitest("e2e", flags))]],
    ]
}

fn cargo(arguments: &[&str]) -> Result<()> {
    live(&format!("cargo {}", arguments.join(" ")), build::linted(command(CARGO, arguments)))
}

fn types() -> Result<()> {
    build::compile("fw", "playground/fw")?;
    for folder in TYPED {
        quiet(
            &format!("types of {folder}"),
            tool("typescript/bin/tsc", &["--noEmit", "-p", folder]),
        )?;
    }
    Ok(())
}

/// What the specs of the chosen cells need beside Vite's playgrounds.
struct Needs {
    majors: Vec<Major>,
    /// They have a Vite of their own, of the newest major.
    apps: Vec<setup::App>,
    /// What is published, and what it is published to.
    distribution: bool,
    browser: bool,
}

impl Needs {
    fn of(flags: &flags::Test) -> Self {
        let is_newest = flags.vite.is_none_or(|major| major == Major::NEWEST);
        Self {
            majors: flags.vite.map_or_else(|| Major::ALL.to_vec(), |major| vec![major]),
            apps: if is_newest { setup::apps_of(flags.runtime) } else { Vec::new() },
            distribution: is_newest && flags.runtime.is_none_or(|it| it == Runtime::Node),
            browser: setup::is_browser_needed(flags.runtime),
        }
    }
}

/// Installs what comes from elsewhere, which needs nothing of this repository.
fn download(flags: &flags::Test) -> Result<()> {
    let needs = Needs::of(flags);
    setup::nodes()?;
    setup::playground_packages(&needs.majors)?;
    for app in needs.apps {
        app.packages()?;
    }
    if needs.distribution {
        setup::distribution_packages()?;
    }
    if needs.browser {
        setup::chromium()?;
    }
    Ok(())
}

/// Installs rwstate and the framework beside that.
fn servers(flags: &flags::Test) -> Result<()> {
    let needs = Needs::of(flags);
    setup::playgrounds(&needs.majors, Profile::Dev)?;
    for app in needs.apps {
        app.install(Profile::Dev)?;
    }
    if needs.distribution {
        pack::for_tests()?;
    }
    Ok(())
}

fn vitest(project: &str, flags: &flags::Test) -> Result<()> {
    let mut command: Command = tool("vitest/vitest.mjs", &["run"]);
    command.arg(format!("--project={project}"));
    command.args(["--reporter", "default", "--reporter", "./playground/harness/times.mjs"]);
    command.env("PLAYGROUND_TIMES", times::of_vitest(project));
    if let Some(major) = flags.vite {
        command.env("PLAYGROUND_VITE", major.to_string());
    }
    if let Some(runtime) = flags.runtime {
        command.env("PLAYGROUND_RUNTIME", runtime.to_string());
    }
    live(&format!("vitest {project}"), command)
}

/// Counts how the stages ended; an error names those that failed.
fn conclude(ended: &[Ended]) -> Result<()> {
    let count = |is: fn(&Outcome) -> bool| ended.iter().filter(|(_, outcome)| is(outcome)).count();
    let failed: Vec<_> = ended
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_)))
        .map(|(name, _)| *name)
        .collect();
    println!(
        "\nstages: {} passed, {} failed, {} skipped",
        count(|outcome| matches!(outcome, Outcome::Passed(_))),
        failed.len(),
        count(|outcome| matches!(outcome, Outcome::Skipped)),
    );
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}
