//! The `rwstate` command: what state a re-optimization would lose, the same state as explicit calls, and what a running server keeps.
//!
//! ```text
//! arguments   the command line
//! walk        paths -> files, as .gitignore has it
//! source      a file -> its text, or what is wrong with it
//! check       files -> findings -> format/
//! reach       what files import -> how many each leads to
//! migrate     files -> a diff, or files in place of what was there
//! inspect/    a running dev server -> what it keeps
//! ```
//!
//! The binary and the Node addon both call [`run`]. It ends no process, keeps nothing between calls and writes to what it is given;
//! only a progress bar goes to the process's own stderr, where that is the terminal it was given.

#![expect(
    clippy::disallowed_methods,
    reason = "a front end: files, environment and clock are its business"
)]

mod arguments;
mod check;
mod diff;
mod exit;
mod finding;
mod format;
mod inspect;
mod key;
mod migrate;
mod parallel;
mod position;
mod progress;
mod reach;
mod replace;
mod source;
mod terminal;
mod walk;

use std::ffi::OsString;

use clap::{FromArgMatches as _, error::ErrorKind};

use arguments::{Arguments, Command};
pub use exit::{CLEAN, FAILURE, FINDINGS};
pub use terminal::{Stream, Terminal};

/// Runs the command line, which begins with the command, and returns the exit code: [`CLEAN`], [`FINDINGS`] or [`FAILURE`].
pub fn run(arguments: impl IntoIterator<Item = OsString>, terminal: &mut Terminal<'_>) -> u8 {
    let parsed = arguments::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let command = match parsed {
        Ok(Arguments { command }) => command,
        Err(answer) => return say(&answer, terminal),
    };
    let outcome = match &command {
        Command::Check(arguments) => check::run(arguments, terminal),
        Command::Migrate(arguments) => migrate::run(arguments, terminal),
        Command::Inspect(arguments) => inspect::run(arguments, terminal),
    };
    outcome.unwrap_or_else(|error| {
        terminal.stderr.note(&format!("error: {error:#}"));
        FAILURE
    })
}

/// Prints the help that was asked for, or what is wrong with the arguments.
fn say(answer: &clap::Error, terminal: &mut Terminal<'_>) -> u8 {
    let is_asked = matches!(answer.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let stream = if is_asked { &mut terminal.stdout } else { &mut terminal.stderr };
    let text = answer.render();
    let text = if stream.color { text.ansi().to_string() } else { text.to_string() };
    stream.note(text.trim_end());
    if is_asked { CLEAN } else { FAILURE }
}
