//! The command line. Its types below `generated start` are written by `env UPDATE_XFLAGS=1 cargo build -p xtask`.

use std::{ffi::OsString, fmt, str::FromStr};

xflags::xflags! {
    src "./src/flags.rs"

    /// Commands of the rwstate repository. Each does all of its own set-up on a machine with Rust and Node.
    cmd xtask {
        /// Builds the addon and the npm package: `npm pack` in packages/rwstate then gives a tarball that works here.
        cmd build {}

        /// Checks format, lints and types, then runs every test; the cheap ones first.
        cmd test {
            /// Runs one part only: rust, unit or e2e.
            optional --only part: Part
            /// Runs the real servers of one Vite major only: 6, 7 or 8.
            optional --vite major: Major
            /// Runs the real servers of one runtime only: node, workerd or browser.
            optional --runtime runtime: Runtime
        }

        /// Formats in place, then does what `test` does. Run it before each push.
        cmd ready {}

        /// Shows in a real dev server what is kept of its state, without and with rwstate.
        cmd demo {
            /// Where the app runs: node, workerd or browser. Default: workerd.
            optional --runtime runtime: Runtime
            /// Vite's major: 6, 7 or 8. Default: 8.
            optional --vite major: Major
            /// Leaves a server with rwstate running, for edits by hand.
            optional --serve
        }

        /// Runs a benchmark of bench/; without a name it lists them.
        cmd bench {
            optional name: String
            /// What is passed on to the benchmark, after `--`.
            repeated arguments: OsString
        }
    }
}

// generated start
// generated end

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything of Rust: format, lints, tests.
    Rust,
    /// Everything of Node that needs no server: format, lints, types, tests.
    Unit,
    /// Real servers.
    E2e,
}

/// A Vite major that has a playground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Major(u8);

impl Major {
    /// Every one.
    pub const ALL: [Self; 3] = [Self(6), Self(7), Self(8)];
    /// The newest.
    pub const NEWEST: Self = Self(8);
}

impl fmt::Display for Major {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a playground app runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// Vite's module runner in Node.
    Node,
    /// Cloudflare's workerd.
    Workerd,
    /// Chromium.
    Browser,
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Node => "node",
            Self::Workerd => "workerd",
            Self::Browser => "browser",
        })
    }
}

impl FromStr for Part {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "rust" => Ok(Self::Rust),
            "unit" => Ok(Self::Unit),
            "e2e" => Ok(Self::E2e),
            _ => Err("the parts are rust, unit and e2e"),
        }
    }
}

impl FromStr for Major {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|major| major.to_string() == word);
        found.ok_or("there are playgrounds for Vite 6, 7 and 8")
    }
}

impl FromStr for Runtime {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let all = [Self::Node, Self::Workerd, Self::Browser];
        let found = all.into_iter().find(|runtime| runtime.to_string() == word);
        found.ok_or("the runtimes are node, workerd and browser")
    }
}

/// Returns the list of commands.
pub fn help() -> String {
    Xtask::from_vec(vec!["--help".into()]).map_or_else(|help| help.to_string(), |_| String::new())
}

#[cfg(test)]
mod tests {
    use super::{Major, Runtime, Xtask, XtaskCmd, help};

    fn parse(line: &str) -> Result<XtaskCmd, String> {
        let words = line.split(' ').map(Into::into).collect();
        Xtask::from_vec(words).map(|flags| flags.subcommand).map_err(|error| error.to_string())
    }

    #[test]
    fn the_list_names_every_command() {
        for command in ["build", "test", "ready", "demo", "bench"] {
            assert!(help().contains(&format!("xtask {command}")), "{command}");
        }
    }

    #[test]
    fn a_word_that_is_not_known_is_answered_with_those_that_are() {
        for (line, expect) in [
            ("demo --vite 5", "there are playgrounds for Vite 6, 7 and 8"),
            ("demo --runtime deno", "the runtimes are node, workerd and browser"),
            ("test --only lint", "the parts are rust, unit and e2e"),
        ] {
            let message = parse(line).unwrap_err();
            assert!(message.contains(expect), "{line}: {message}");
        }
    }

    #[test]
    fn what_follows_a_double_dash_is_the_benchmarks() {
        let Ok(XtaskCmd::Bench(bench)) = parse("bench runtime -- --runs 3") else { panic!("not parsed") };
        assert_eq!(bench.name.as_deref(), Some("runtime"));
        assert_eq!(bench.arguments, ["--runs", "3"]);
    }

    #[test]
    fn a_cell_is_a_runtime_and_a_major() {
        let Ok(XtaskCmd::Demo(demo)) = parse("demo --runtime node --vite 6") else { panic!("not parsed") };
        assert_eq!(demo.runtime, Some(Runtime::Node));
        assert_eq!(demo.vite, Some(Major(6)));
    }
}
