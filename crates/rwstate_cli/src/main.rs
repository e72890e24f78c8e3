//! The `rwstate` binary: `check` and `migrate` without Node.

#![expect(clippy::disallowed_methods, reason = "a front end: where it runs is its business")]
#![expect(clippy::print_stderr, reason = "a command line: its output is the point")]

use std::{env, process::ExitCode};

use rwstate_cli::{FAILURE, Outcome, Terminal, run};

fn main() -> ExitCode {
    let cwd = env::current_dir().unwrap_or_default();
    match run(env::args_os().skip(1), None, &mut Terminal::of_process(cwd)) {
        Outcome::Exit(code) => code.into(),
        Outcome::Request(_) => {
            eprintln!("error: the request needs Node.js: run `npx rwstate inspect`");
            FAILURE.into()
        }
    }
}
