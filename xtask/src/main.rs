//! The project's own commands: set-up, build, pack, test, codegen, demo, bench, frameworks, site. Without an argument it lists them.
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
mod flags;
mod frameworks;
mod links;
mod lock;
mod npm;
mod pack;
mod platforms;
mod ready;
mod root;
mod setup;
mod site;
mod stamp;
mod step;
mod test;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use flags::{Command, Xtask};

fn main() -> ExitCode {
    // To clap a missing command is an error, with exit code 2.
    if std::env::args_os().len() == 1 {
        println!("{}", Xtask::command().render_help());
        return ExitCode::SUCCESS;
    }
    let outcome = match Xtask::parse().command {
        Command::Build => build::run(build::Profile::Release),
        Command::Pack(flags) => pack::run(&flags),
        Command::Test(flags) => test::run(&flags),
        Command::Ready => ready::run(),
        Command::Codegen => codegen::run(),
        Command::Demo(flags) => demo::run(&flags),
        Command::Bench(flags) => bench::run(&flags),
        Command::Frameworks(flags) => frameworks::run(&flags),
        Command::Site => site::serve(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
