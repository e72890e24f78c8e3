//! The command line.

use std::{num::NonZeroUsize, path::PathBuf, thread, time::Duration};

use clap::{Args, ColorChoice, CommandFactory as _, Parser, Subcommand, ValueEnum};
use rwstate_transform::{AnalyzeOptions, Listed};

use crate::terminal::{Stream, Terminal};

/// Finds module-level state that cannot be kept, and shows what a running server keeps.
#[derive(Debug, Parser)]
#[command(name = "rwstate", bin_name = "rwstate", version, no_binary_name = true)]
#[command(after_help = "Exit codes: 0 clean, 1 findings, 2 the command could not be carried out.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reports contexts, and what comments ask to keep, that cannot be kept, and why.
    Check(Check),
    /// Rewrites contexts, and what comments ask to keep, into calls of `defineRwState`: as a diff, or in place.
    Migrate(Migrate),
    /// Shows what a running dev server keeps, and its latest edits and re-optimizations.
    Inspect(Inspect),
    /// Holds what is saved while a command runs, until `flush` or until this process ends, so that many saves become one update.
    Hold(Hold),
    /// Ends all holds, and reports what was saved and what of it does not compile.
    Flush(Flush),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) common: Common,
    /// How to report.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// The value of `statePlugin({ preserve })`: what the plugin keeps is not lost, and not reported.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) preserve: Preserve,
}

#[derive(Debug, Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The name under which modules import the state module.
    #[arg(long, value_name = "NAME", default_value = "rwstate/state")]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) specifier: String,
    /// Writes the files in place of printing a diff.
    #[arg(long)]
    pub(crate) write: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) server: Server,
    /// The environments to show. Default: all.
    #[arg(long = "env", value_name = "NAME", value_delimiter = ',')]
    pub(crate) environments: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: InspectFormat,
    /// How long to wait for the response, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct Hold {
    #[command(flatten)]
    pub(crate) server: Server,
    /// Runs this command while saves are held, and flushes when it ends, as in `rwstate hold -- git switch main`.
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Flush {
    #[command(flatten)]
    pub(crate) server: Server,
}

#[derive(Debug, Args)]
pub(crate) struct Server {
    /// The URL of the dev server, with its `base`, or that of the inspector's page.
    #[arg(long, value_name = "URL", default_value = "http://localhost:5173")]
    pub(crate) url: String,
}

/// How to print what a server keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum InspectFormat {
    /// A table for each environment, for a person.
    #[default]
    Default,
    /// The server's own document.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Files and folders. What .gitignore names, hidden files and `node_modules` are left out, unless given by name.
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Takes what a function or a class of a module makes for state, as `preserve: { states }` does: `lru#createCache`. May be repeated.
    #[arg(long = "state", value_name = "MODULE#NAME", value_parser = listed)]
    pub(crate) states: Vec<Listed>,
    /// How many files are read at a time, at most 64. Default: one for each processor.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct Color {
    /// Whether to color.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

/// How to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Code frames, for a person.
    #[default]
    Default,
    /// An array of findings.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// What the plugin keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Preserve {
    /// Nothing: `false`, or no plugin.
    Nothing,
    /// Contexts such as `AsyncLocalStorage`, and what `--state` names.
    #[default]
    Contexts,
}

/// More threads only wait for each other.
const MOST_THREADS: NonZeroUsize = NonZeroUsize::new(64).unwrap();

/// The command line's definition.
pub(crate) fn command() -> clap::Command {
    Arguments::command()
}

impl Common {
    /// Returns what to find.
    pub(crate) fn analyze(&self) -> AnalyzeOptions {
        AnalyzeOptions { listed: self.states.clone() }
    }

    pub(crate) fn threads(&self) -> NonZeroUsize {
        let all = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(all).min(MOST_THREADS)
    }
}

impl Color {
    /// Colors a terminal's streams as asked.
    pub(crate) fn apply(&self, terminal: &mut Terminal<'_>) {
        let Terminal { stdout, stderr, .. } = terminal;
        let set = |stream: &mut Stream<'_>| match self.color {
            // The stream has looked at the terminal and at `NO_COLOR` when it was made.
            ColorChoice::Auto => {}
            ColorChoice::Always => stream.color = true,
            ColorChoice::Never => stream.color = false,
        };
        [stdout, stderr].into_iter().for_each(set);
    }
}

/// A name may have no `#`; a module may: `#lib/db#pool`.
fn listed(text: &str) -> Result<Listed, String> {
    match text.rsplit_once('#') {
        Some((module, name)) if !module.is_empty() && !name.is_empty() => {
            Ok(Listed { module: module.into(), name: name.into() })
        }
        _ => {
            Err("write the module and the name, such as `lru#createCache` or `lru#default`".into())
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    // `nan`, `inf`, `-1` and `1e300` are numbers to Rust, and no durations.
    match text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        Some(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("write a number of seconds, such as `5` or `0.5`".into()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::FromArgMatches as _;

    use super::{Arguments, Command, command, listed, seconds};

    #[test]
    fn the_definition_holds() {
        command().debug_assert();
    }

    #[test]
    fn what_is_listed_is_a_module_and_a_name() {
        let found = listed("#lib/db#pool").unwrap();
        assert_eq!((&*found.module, &*found.name), ("#lib/db", "pool"));
        assert!(listed("lru").is_err() && listed("#pool").is_err() && listed("lru#").is_err());
    }

    #[test]
    fn threads_are_capped_at_64() {
        for (given, expect) in [("1", 1), ("64", 64), ("2000", 64)] {
            let line = ["check", "--threads", given];
            let matches = command().try_get_matches_from(line).unwrap();
            let arguments = Arguments::from_arg_matches(&matches).unwrap();
            let Command::Check(check) = arguments.command else { panic!("another command") };
            assert_eq!(check.common.threads().get(), expect);
        }
    }

    #[test]
    fn a_time_is_a_number_of_seconds() {
        assert_eq!(seconds("0.25"), Ok(Duration::from_millis(250)));
        for text in ["", "0", "-1", "5s", "nan", "inf", "1e300"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
