//! The command line.

use std::{ffi::OsString, fmt, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Commands of the rwstate repository. Each does all of its own set-up on a machine with Rust and Node.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
pub(crate) struct Xtask {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Builds the addon and the npm package: `npm pack` in packages/rwstate then gives a tarball that works here
    Build,
    /// Makes the packages that are published, in target/npm, and prints their sizes
    Pack(Pack),
    /// Checks format, lints and types, then runs every test; the cheap ones first
    Test(Test),
    /// Formats in place, then does what `test` does; run it before each push
    Ready,
    /// Writes the types that TypeScript shares with Rust
    Codegen,
    /// Shows in a real dev server what is kept of its state, without and with rwstate
    Demo(Demo),
    /// Runs a benchmark of bench/; without a name it lists them
    Bench(Bench),
    /// Edits small apps of frameworks under load, with rwstate and with plain Vite, and prints what requests have met
    Frameworks(Frameworks),
    /// Builds the documents as a site, and serves it to this machine
    Site,
}

#[derive(Debug, Args)]
pub(crate) struct Pack {
    /// A folder with the addon of every platform. Without it one is built, and only this machine's platform gets its own
    #[arg(long)]
    pub(crate) addons: Option<PathBuf>,
    /// Where the sources are, as in the field `repository.url`; npm's provenance needs it
    #[arg(long)]
    pub(crate) repository: Option<String>,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Test {
    /// Runs one part only
    #[arg(long, value_enum)]
    pub(crate) only: Option<Part>,
    /// Runs the real servers of one Vite major only
    #[arg(long, value_enum)]
    pub(crate) vite: Option<Major>,
    /// Runs the real servers of one runtime only
    #[arg(long, value_enum)]
    pub(crate) runtime: Option<Runtime>,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Where the app runs
    #[arg(long, value_enum, default_value_t = Runtime::Workerd)]
    pub(crate) runtime: Runtime,
    /// Vite's major
    #[arg(long, value_enum, default_value_t = Major::NEWEST)]
    pub(crate) vite: Major,
    /// Leaves a server with rwstate running, for edits by hand
    #[arg(long)]
    pub(crate) serve: bool,
    /// Draws the session as README shows it: docs/images/demo-light.svg and -dark.svg
    #[arg(long, conflicts_with_all = ["runtime", "vite", "serve"])]
    pub(crate) record: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// The benchmark's name
    pub(crate) name: Option<String>,
    /// edits: the app. Default: playground
    #[arg(long, value_enum)]
    pub(crate) app: Option<App>,
    /// edits: one Vite major only
    #[arg(long, value_enum)]
    pub(crate) vite: Option<Major>,
    /// edits: one runtime only, node or workerd
    #[arg(long, value_enum)]
    pub(crate) runtime: Option<Runtime>,
    /// What is passed on to the benchmark
    #[arg(last = true)]
    pub(crate) arguments: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct Frameworks {
    /// The app's name, as in playground/frameworks; without one all of them
    pub(crate) name: Option<String>,
    /// How often each app is started with and without rwstate. Default: 3
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) rounds: Option<u8>,
    /// Writes the table into docs/compatibility.md, where rows of other apps stay
    #[arg(long)]
    pub(crate) record: bool,
    /// Builds each app for production instead, and looks for what rwstate has left there
    #[arg(long, conflicts_with_all = ["rounds", "record"])]
    pub(crate) build: bool,
}

/// An app that a benchmark loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum App {
    /// The playground's.
    Playground,
    /// A `RedwoodSDK` app.
    Rwsdk,
}

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Everything of Rust: format, lints, tests.
    Rust,
    /// Everything of Node that needs no server: format, lints, types, tests.
    Unit,
    /// Real servers.
    E2e,
}

/// A Vite major that has a playground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Major {
    #[value(name = "6")]
    Six,
    #[value(name = "7")]
    Seven,
    #[value(name = "8")]
    Eight,
}

impl Major {
    /// Every one.
    pub(crate) const ALL: [Self; 3] = [Self::Six, Self::Seven, Self::Eight];
    /// The newest.
    pub(crate) const NEWEST: Self = Self::Eight;

    /// Its folders in `playground`. The newest major has one more, with its newest minor version, for a few cells.
    pub(crate) const fn playgrounds(self) -> &'static [&'static str] {
        match self {
            Self::Six => &["vite-6"],
            Self::Seven => &["vite-7"],
            Self::Eight => &["vite-8", "vite-8.4"],
        }
    }
}

/// Where a playground app runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Runtime {
    /// Vite's module runner in Node.
    Node,
    /// Cloudflare's workerd.
    Workerd,
    /// Chromium.
    Browser,
}

/// Displays values as the command line has them.
macro_rules! displayed {
    ($($value:ty),+) => {
        $(impl fmt::Display for $value {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.to_possible_value().map_or(Ok(()), |value| f.pad(value.get_name()))
            }
        })+
    };
}

displayed!(App, Major, Runtime);

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{Command, Major, Runtime, Xtask};

    fn parse(line: &str) -> Result<Command, String> {
        let words = std::iter::once("xtask").chain(line.split(' '));
        Xtask::try_parse_from(words).map(|it| it.command).map_err(|error| error.to_string())
    }

    #[test]
    fn the_list_names_every_command() {
        Xtask::command().debug_assert();
        let help = Xtask::command().render_help().to_string();
        for command in ["build", "pack", "test", "ready", "demo", "bench", "frameworks", "site"] {
            assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
        }
    }

    #[test]
    fn an_unknown_value_is_answered_with_the_known_ones() {
        for (line, expect) in [
            ("demo --vite 5", "6, 7, 8"),
            ("demo --runtime deno", "node, workerd, browser"),
            ("bench edits --app next", "playground, rwsdk"),
            ("test --only lint", "rust, unit, e2e"),
        ] {
            let message = parse(line).unwrap_err();
            assert!(message.contains(&format!("[possible values: {expect}]")), "{line}: {message}");
        }
    }

    #[test]
    fn what_follows_a_double_dash_is_the_benchmarks() {
        let Ok(Command::Bench(bench)) = parse("bench runtime -- --runs 3") else {
            panic!("not parsed")
        };
        assert_eq!(bench.name.as_deref(), Some("runtime"));
        assert_eq!(bench.arguments, ["--runs", "3"]);
    }

    #[test]
    fn a_cell_is_a_runtime_and_a_major() {
        let Ok(Command::Demo(demo)) = parse("demo --runtime node --vite 6") else {
            panic!("not parsed")
        };
        assert_eq!((demo.runtime, demo.vite), (Runtime::Node, Major::Six));
        assert_eq!((demo.runtime.to_string(), demo.vite.to_string()), ("node".into(), "6".into()));
    }
}
