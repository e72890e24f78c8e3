//! `cargo xtask test`: checks, then tests, then real servers. What fails in one phase keeps the next from starting.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    build,
    flags::{self, Major, Part, Runtime},
    root::at,
    setup,
    step::{CARGO, command, live, quiet, tool},
};

pub(crate) const PRETTIER: &str = "prettier/bin/prettier.cjs";

/// The folders with a `tsconfig.json` whose files are checked.
const TYPED: [&str; 5] = [
    "packages/rwstate",
    "packages/rwstate/src/inspector/page",
    "packages/rwstate/tests",
    "playground/fw",
    "playground",
];

/// What is done under one name.
struct Stage<'a> {
    name: &'static str,
    part: Part,
    work: Box<dyn Fn() -> Result<()> + 'a>,
}

/// How a stage ended.
enum Outcome {
    Passed(Duration),
    Failed(Duration),
    Skipped,
}

pub(crate) fn run(flags: &flags::Test) -> Result<()> {
    let cargo = |arguments: &'static [&'static str]| {
        move || live(&format!("cargo {}", arguments.join(" ")), command(CARGO, arguments))
    };
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]
        .as_slice();
    let phases = [
        vec![
            stage("cargo fmt", Part::Rust, cargo(&["fmt", "--all", "--check"])),
            stage("npm packages", Part::Unit, setup::root_packages),
            stage("real packages", Part::Unit, setup::differential_packages),
            stage("prettier", Part::Unit, || {
                quiet("prettier", tool(PRETTIER, &["--check", "--log-level", "warn", "."]))
            }),
            stage("oxlint", Part::Unit, || {
                quiet("oxlint", tool("oxlint/bin/oxlint", &["--deny-warnings"]))
            }),
            stage("clippy", Part::Rust, cargo(clippy)),
            stage("rwstate", Part::Unit, build::run),
            stage("types", Part::Unit, types),
        ],
        vec![
            stage("cargo test", Part::Rust, cargo(&["test", "--workspace", "--quiet"])),
            stage("vitest unit", Part::Unit, || vitest("unit", flags)),
        ],
        vec![stage("playgrounds", Part::E2e, || servers(flags))],
        vec![stage("vitest e2e", Part::E2e, || vitest("e2e", flags))],
    ];
    let mut outcomes = Vec::new();
    for phase in &phases {
        let is_stopped = outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)));
        for stage in phase.iter().filter(|stage| flags.only.is_none_or(|only| only == stage.part)) {
            outcomes.push((stage.name, if is_stopped { Outcome::Skipped } else { stage.run() }));
        }
    }
    summarize(&outcomes)
}

fn stage<'a>(name: &'static str, part: Part, work: impl Fn() -> Result<()> + 'a) -> Stage<'a> {
    Stage { name, part, work: Box::new(work) }
}

impl Stage<'_> {
    fn run(&self) -> Outcome {
        println!("\n== {}", self.name);
        let start = Instant::now();
        match (self.work)() {
            Ok(()) => Outcome::Passed(start.elapsed()),
            Err(error) => {
                println!("{error:#}");
                Outcome::Failed(start.elapsed())
            }
        }
    }
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

/// Installs what the specs of the chosen cells need.
fn servers(flags: &flags::Test) -> Result<()> {
    let chosen = flags.vite.map(|major| vec![major]);
    setup::playgrounds(chosen.as_deref().unwrap_or(&Major::ALL))?;
    let is_rwsdk_chosen = flags.vite.is_none_or(|major| major == Major::NEWEST)
        && flags.runtime.is_none_or(|runtime| runtime == Runtime::Workerd);
    if is_rwsdk_chosen && at("playground/rwsdk-app").exists() {
        setup::rwsdk_app()?;
    }
    if setup::is_browser_needed(flags.runtime) {
        setup::chromium()?;
    }
    Ok(())
}

fn vitest(project: &str, flags: &flags::Test) -> Result<()> {
    let mut command: Command = tool("vitest/vitest.mjs", &["run", "--project", project]);
    if let Some(major) = flags.vite {
        command.env("PLAYGROUND_VITE", major.to_string());
    }
    if let Some(runtime) = flags.runtime {
        command.env("PLAYGROUND_RUNTIME", runtime.to_string());
    }
    live(&format!("vitest {project}"), command)
}

/// Prints how each stage ended; an error names those that failed.
fn summarize(outcomes: &[(&str, Outcome)]) -> Result<()> {
    println!();
    let (mut passed, mut failed, mut skipped) = (0, Vec::new(), 0);
    for (name, outcome) in outcomes {
        let (word, time) = match outcome {
            Outcome::Passed(time) => ("passed", Some(time)),
            Outcome::Failed(time) => ("FAILED", Some(time)),
            Outcome::Skipped => ("not run", None),
        };
        let time = time.map_or_else(String::new, |time| format!("{:.1} s", time.as_secs_f64()));
        println!("  {name:<14}{word:<9}{time:>8}");
        match outcome {
            Outcome::Passed(_) => passed += 1,
            Outcome::Failed(_) => failed.push(*name),
            Outcome::Skipped => skipped += 1,
        }
    }
    println!("\nstages: {passed} passed, {} failed, {skipped} skipped", failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}
