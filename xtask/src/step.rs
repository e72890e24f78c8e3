//! One step of work: a line with what is done and how long it took, and the output of what failed.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use anyhow::{Context as _, Result, bail};

use crate::root::root;

/// npm's launcher is a script, which Windows finds only under its full name.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The cargo that runs this.
pub(crate) const CARGO: &str = env!("CARGO");

/// Runs a command, and shows its output only when it fails.
pub(crate) fn quiet(name: &str, command: Command) -> Result<()> {
    output(name, command).map(drop)
}

/// The same, and returns what the command has written to its standard output.
pub(crate) fn output(name: &str, mut command: Command) -> Result<String> {
    timed(name, || {
        // A command that asks something would wait without a sign of it.
        let output = command
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot run {}", show(&command)))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let text = [output.stdout, output.stderr]
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .concat();
        bail!("{name}: `{}` ended with {}\n{}", show(&command), output.status, text.trim_end())
    })
}

/// Runs a command whose output is shown as it comes.
pub(crate) fn live(name: &str, mut command: Command) -> Result<()> {
    println!("\n· {name}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", show(&command)))?;
    if !status.success() {
        bail!("{name}: `{}` ended with {status}", show(&command));
    }
    Ok(())
}

/// Does some work under a name, with its time.
pub(crate) fn timed<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let is_alone = !IS_TOGETHER.load(Ordering::Relaxed);
    if is_alone {
        print!("· {name} … ");
        std::io::stdout().flush()?;
    }
    let start = Instant::now();
    let result = work();
    // Beside another list a line in two halves would have others between them.
    let name = if is_alone { String::new() } else { format!("· {name} … ") };
    match &result {
        Ok(_) => println!("{name}{:.1} s", start.elapsed().as_secs_f64()),
        Err(_) => println!("{name}failed"),
    }
    result
}

/// Whether steps run beside each other.
static IS_TOGETHER: AtomicBool = AtomicBool::new(false);

/// Has each line come whole, at the step's end, while the answer lives.
pub(crate) fn together() -> Together {
    IS_TOGETHER.store(true, Ordering::Relaxed);
    Together
}

pub(crate) struct Together;

impl Drop for Together {
    fn drop(&mut self) {
        IS_TOGETHER.store(false, Ordering::Relaxed);
    }
}

/// Returns a command in the repository's folder.
pub(crate) fn command(program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    command_in(root(), program, arguments)
}

/// Returns a command in a folder.
pub(crate) fn command_in(folder: &Path, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command
}

/// Returns a program of the repository's `node_modules`, by its file: quicker than npx, and the same everywhere.
pub(crate) fn tool(file: &str, arguments: &[&str]) -> Command {
    let mut command = command("node", &[]);
    command.arg(root().join("node_modules").join(file)).args(arguments);
    command
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
