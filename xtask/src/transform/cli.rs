//! `rwstate check` over the same files, on one thread and on two.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::measured::Cli;
use crate::{
    root::at,
    step::{CARGO, command, quiet, timed},
};

/// Between two looks at what a process holds. What is asked for is the most that it ever held, so a late look loses little.
const LOOK: Duration = Duration::from_millis(5);

/// One run of the binary.
struct Run {
    took: Duration,
    memory: Option<u64>,
}

/// Measures the binary, if this checkout has one.
pub(super) fn run(modules: &Path, rounds: usize) -> Result<Option<Cli>> {
    if !at("crates/rwstate_cli/Cargo.toml").exists() {
        return Ok(None);
    }
    quiet("build rwstate", command(CARGO, &["build", "--release", "--package", "rwstate_cli"]))?;
    timed("time rwstate check", || {
        let mut cli = Cli { ratios: vec![], memory: None };
        check(modules, 2)?;
        for round in 0..rounds {
            let order = if round % 2 == 0 { [1, 2] } else { [2, 1] };
            let [first, second] = order.map(|threads| check(modules, threads));
            let (first, second) = (first?, second?);
            let (one, two) = if round % 2 == 0 { (first, second) } else { (second, first) };
            cli.ratios.push(one.took.as_secs_f64() / two.took.as_secs_f64());
            cli.memory = cli.memory.max(two.memory);
        }
        Ok(Some(cli))
    })
}

fn check(modules: &Path, threads: usize) -> Result<Run> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), Into::into);
    let mut command = Command::new(target.join("release").join("rwstate"));
    command.arg("check").arg(modules).args(["--threads", &threads.to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot run {command:?}"))?;
    let id = child.id();
    let (status, memory) = thread::scope(|scope| {
        let looks = scope.spawn(move || watch(id));
        (child_status(&mut child), looks.join().unwrap_or_default())
    });
    let took = start.elapsed();
    // 1 says that state was found.
    match status?.code() {
        Some(0 | 1) => Ok(Run { took, memory }),
        _ => bail!("{command:?} could not do its work"),
    }
}

fn child_status(child: &mut Child) -> Result<std::process::ExitStatus> {
    Ok(child.wait()?)
}

/// Returns the most memory that a process held, as Linux tells; it looks until the process has ended.
fn watch(id: u32) -> Option<u64> {
    let mut most = None;
    while let Some(kilobytes) = high_water(id) {
        most = most.max(Some(kilobytes * 1024));
        thread::sleep(LOOK);
    }
    most
}

/// A process that has ended has no such line.
fn high_water(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
