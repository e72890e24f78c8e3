//! How long the tests took: each stage and each spec file, as a table and as JSON.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::stage::{Ended, Outcome};
use crate::root::at;

/// What one run took.
#[derive(Serialize)]
pub(super) struct Times {
    seconds: f64,
    stages: Vec<StageTime>,
    files: Vec<FileTime>,
}

#[derive(Serialize)]
struct StageTime {
    name: &'static str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
}

/// What `playground/harness/times.mjs` measures of one test file.
#[derive(Serialize, Deserialize)]
struct FileTime {
    project: String,
    file: String,
    seconds: f64,
    tests: usize,
    /// How many dev servers the file started.
    servers: usize,
}

/// Where Vitest writes how long the files of some projects took.
pub(super) fn of_vitest(name: &str) -> PathBuf {
    at("target/xtask").join(format!("times-{name}.json"))
}

impl Times {
    /// Reads what Vitest has left in `files`; a run that did not get so far has left none.
    pub(super) fn new(all: Duration, ended: &[Ended], files: &[PathBuf]) -> Result<Self> {
        let stages = ended.iter().map(|&(name, outcome)| {
            let (outcome, time) = match outcome {
                Outcome::Passed(time) => ("passed", Some(time)),
                Outcome::Failed(time) => ("FAILED", Some(time)),
                Outcome::Skipped => ("not run", None),
            };
            StageTime { name, outcome, seconds: time.map(|time| time.as_secs_f64()) }
        });
        let mut of_files: Vec<FileTime> = Vec::new();
        for file in files {
            if let Ok(text) = fs::read_to_string(file) {
                let read = serde_json::from_str::<Vec<_>>(&text);
                of_files.extend(read.with_context(|| format!("cannot read {}", file.display()))?);
            }
        }
        of_files.sort_by(|one, other| other.seconds.total_cmp(&one.seconds));
        Ok(Self { seconds: all.as_secs_f64(), stages: stages.collect(), files: of_files })
    }

    /// Returns the table: the files, the slowest first, then the stages in their order.
    pub(super) fn render(&self) -> String {
        let mut text = String::new();
        if !self.files.is_empty() {
            let width = self.files.iter().map(|each| each.file.len()).max().unwrap_or_default();
            let mut line = |name: &str, time: &str, tests: &str, servers: &str| {
                let _ = writeln!(text, "  {name:<width$}{time:>10}{tests:>8}{servers:>10}");
            };
            line("", "time", "tests", "servers");
            for FileTime { file, seconds, tests, servers, .. } in &self.files {
                line(file, &in_seconds(*seconds), &tests.to_string(), &servers.to_string());
            }
            let tests: usize = self.files.iter().map(|each| each.tests).sum();
            let servers: usize = self.files.iter().map(|each| each.servers).sum();
            line("in all", "", &tests.to_string(), &servers.to_string());
            text.push('\n');
        }
        for StageTime { name, outcome, seconds } in &self.stages {
            let time = seconds.map(in_seconds).unwrap_or_default();
            let line = format!("  {name:<20}{outcome:<9}{time:>9}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let _ = writeln!(text, "  {:<29}{:>9}", "in all", in_seconds(self.seconds));
        text
    }

    /// Writes the same as JSON.
    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}

fn in_seconds(seconds: f64) -> String {
    format!("{seconds:.1} s")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{FileTime, Times};
    use crate::test::stage::Outcome;

    #[test]
    fn every_stage_and_file_has_its_line() {
        let ended = [
            ("clippy", Outcome::Passed(Duration::from_millis(40_250))),
            ("vitest unit", Outcome::Failed(Duration::from_secs(3))),
            ("vitest e2e", Outcome::Skipped),
        ];
        let mut times = Times::new(Duration::from_secs(50), &ended, &[]).unwrap();
        times.files.push(FileTime {
            project: "e2e".into(),
            file: "playground/specs/a.spec.ts".into(),
            seconds: 12.34,
            tests: 6,
            servers: 3,
        });
        insta::assert_snapshot!(times.render());
        let json = serde_json::to_value(&times).unwrap();
        assert_eq!(
            json["stages"][2],
            serde_json::json!({"name": "vitest e2e", "outcome": "not run"})
        );
        assert_eq!(json["files"][0]["servers"], 3);
    }
}
