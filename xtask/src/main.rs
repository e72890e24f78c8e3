//! The project's own commands: set-up, build, test, codegen, demo, bench. Without an argument it lists them.
//!
//! Each command does all of its own set-up on a machine that has Rust and Node, and skips what is done already.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a command line: its output is the point"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "a front end: files, environment and clock are its business"
)]

mod bench;
mod build;
mod codegen;
mod demo;
mod figures;
mod flags;
mod ready;
mod root;
mod setup;
mod stamp;
mod step;
mod test;
mod transform;

use std::process::ExitCode;

use flags::{Xtask, XtaskCmd};

fn main() -> ExitCode {
    if std::env::args_os().len() == 1 {
        println!("{}", flags::help());
        return ExitCode::SUCCESS;
    }
    let outcome = match Xtask::from_env_or_exit().subcommand {
        XtaskCmd::Build(_) => build::run(build::Profile::Release),
        XtaskCmd::Test(flags) => test::run(&flags),
        XtaskCmd::Ready(_) => ready::run(),
        XtaskCmd::Codegen(_) => codegen::run(),
        XtaskCmd::Demo(flags) => demo::run(&flags),
        XtaskCmd::Bench(flags) => bench::run(&flags),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
