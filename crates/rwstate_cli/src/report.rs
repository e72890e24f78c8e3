//! What `check` reports of one file.

use rwstate_diagnostics::{Diagnostic, RenderOptions, Severity, render_with_source};

use crate::finding::Finding;

/// The findings of one file. Its source is gone by then.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) file: String,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// The findings, for a machine.
    pub(crate) findings: Vec<Finding>,
    /// The findings with code frames, for a person.
    pub(crate) frames: String,
}

/// The reader of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reader {
    Person(RenderOptions),
    Machine,
}

impl Report {
    /// Creates the report of a file with a source.
    pub(crate) fn of(file: &str, source: &str, diagnostics: &[Diagnostic], reader: Reader) -> Self {
        let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
        let errors = diagnostics.iter().filter(is_error).count();
        let warnings = diagnostics.len() - errors;
        let mut report = Self { file: file.to_owned(), errors, warnings, ..Self::default() };
        match reader {
            Reader::Person(options) => {
                for diagnostic in diagnostics {
                    report.frames += &render_with_source(diagnostic, source, options);
                    report.frames += "\n\n";
                }
            }
            Reader::Machine => {
                let findings = diagnostics.iter().map(|it| Finding::of(it, file, source));
                report.findings = findings.collect();
            }
        }
        report
    }

    /// Adds further findings of the file.
    pub(crate) fn append(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.findings.extend(other.findings);
        self.frames += &other.frames;
    }
}
