//! The `rwstate` command: what state a re-optimization would lose, the same state as explicit calls, and what a running server keeps.
//!
//! ```text
//! arguments   the command line
//! scan        paths -> files, as .gitignore has it
//! source      a file -> its text, or what is wrong with it
//! check       files -> reports -> format/
//! reach       what files import -> how many each leads to
//! migrate     files -> a diff, or the same files rewritten
//! secrets     names and passwords in arguments, which nothing prints
//! server/     what is asked of a running dev server -> its response, or what is wrong
//! inspect/    that response -> what the server keeps
//! saves       that response -> what was saved, and what of it does not compile
//! ```
//!
//! The binary and the Node addon both call [`run`]. It ends no process, keeps nothing between calls and writes to what it is given;
//! only a progress bar goes to the process's own stderr, where that is the terminal it was given. It opens no connection: `inspect`,
//! `hold` and `flush` return the request that their caller has to make.

#![expect(
    clippy::disallowed_methods,
    reason = "a front end: files, environment and clock are its business"
)]

mod arguments;
mod check;
mod columns;
mod diagnostics;
mod diff;
mod exit;
mod finding;
mod format;
mod inspect;
mod key;
mod migrate;
mod parallel;
mod plain;
mod position;
mod progress;
mod reach;
mod replace;
mod report;
mod saves;
mod scan;
mod secrets;
mod server;
mod source;
mod terminal;

use std::{ffi::OsString, rc::Rc};

use clap::{FromArgMatches as _, error::ErrorKind};

use arguments::{Arguments, Command, Flush, Hold};
pub use exit::{CLEAN, FAILURE, FINDINGS};
use secrets::Secrets;
pub use server::{Action, Request, Response};
pub use terminal::{Stream, Terminal};

/// The outcome of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; the exit code is [`CLEAN`], [`FINDINGS`] or [`FAILURE`].
    Exit(u8),
    /// It needs a response: make the request, and call [`run`] again with the same arguments.
    Request(Request),
}

/// Runs a command line, which begins with the command. `response` is that of the request that an earlier run returned.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    response: Option<&Response>,
    terminal: &mut Terminal<'_>,
) -> Outcome {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let secrets = Rc::new(Secrets::of(arguments.iter().map(OsString::as_os_str)));
    terminal.stdout.secrets = Rc::clone(&secrets);
    terminal.stderr.secrets = secrets;
    let parsed = arguments::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let command = match parsed {
        Ok(Arguments { command }) => command,
        // To clap the help and the version are errors, too.
        Err(answer) => return Outcome::Exit(say(&answer, terminal)),
    };
    // Nothing is kept between the two runs of `inspect`, so its arguments are read twice.
    let outcome = match (&command, response) {
        (Command::Check(arguments), _) => check::run(arguments, terminal).map(Outcome::Exit),
        (Command::Migrate(arguments), _) => migrate::run(arguments, terminal).map(Outcome::Exit),
        (Command::Inspect(arguments), None) => inspect::request(arguments).map(Outcome::Request),
        (Command::Inspect(arguments), Some(response)) => {
            inspect::report(arguments, response, terminal).map(Outcome::Exit)
        }
        (Command::Hold(arguments), None) => saves::hold(arguments).map(Outcome::Request),
        (Command::Flush(arguments), None) => saves::flush(&arguments.server).map(Outcome::Request),
        (Command::Hold(Hold { server, .. }) | Command::Flush(Flush { server }), Some(response)) => {
            saves::report(server, response, terminal).map(Outcome::Exit)
        }
    };
    outcome.unwrap_or_else(|error| {
        terminal.stderr.note(&format!("error: {error:#}"));
        Outcome::Exit(FAILURE)
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
