//! The `rwstate` binary.

#![expect(clippy::disallowed_methods, reason = "a front end: where it runs is its business")]

use std::{env, process::ExitCode};

use rwstate_cli::{Terminal, run};

fn main() -> ExitCode {
    let cwd = env::current_dir().unwrap_or_default();
    ExitCode::from(run(env::args_os().skip(1), &mut Terminal::of_process(cwd)))
}
