//! A folder with files, in which the command runs.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use rwstate_cli::{Outcome, Response, Stream, Terminal, run};
use tempfile::TempDir;

pub(crate) struct Project(TempDir);

/// What a run left.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs the library.
    pub(crate) fn run(&self, line: &str) -> Run {
        self.run_on(line, None, |_| {})
    }

    /// Runs the library with the response to its request, and a stdout that is set up first.
    pub(crate) fn run_on(
        &self,
        line: &str,
        response: Option<&Response>,
        set_up: impl FnOnce(&mut Stream<'_>),
    ) -> Run {
        let (mut stdout, mut stderr) = (vec![], vec![]);
        let mut terminal = Terminal {
            cwd: self.0.path().to_owned(),
            stdout: Stream::new(&mut stdout),
            stderr: Stream::new(&mut stderr),
        };
        set_up(&mut terminal.stdout);
        let words = line.split_whitespace().map(Into::into);
        let outcome = run(words, response, &mut terminal);
        drop(terminal);
        let Outcome::Exit(code) = outcome else { panic!("{outcome:?}") };
        let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Run { code, stdout, stderr }
    }

    /// Runs the binary.
    pub(crate) fn binary(&self, line: &str, environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_rwstate"))
            .args(line.split_whitespace())
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let [stdout, stderr] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Run { code: u8::try_from(output.status.code().unwrap()).unwrap(), stdout, stderr }
    }
}

/// A module with one piece of state, which is lost without the plugin: `check --preserve nothing` reports it.
pub(crate) const CACHE: &str = "const cache = new AsyncLocalStorage();\nexport const remember = (value, then) => cache.run(value, then);\n";
