//! A diagnostic with the lines and columns of its labels, without the source.

use rwstate_diagnostics::{Diagnostic, Severity};
use serde::Serialize;

use crate::position::Position;

/// One finding, as `--format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Finding {
    /// `RWS010`.
    pub(crate) code: String,
    /// `lost-state`.
    pub(crate) name: &'static str,
    /// `error` or `warning`.
    pub(crate) severity: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// The file, as it is shown.
    pub(crate) file: String,
    /// Where in the file, the first being what it is about. None where it is about the whole file.
    pub(crate) labels: Vec<Place>,
    /// What to do.
    pub(crate) help: Option<String>,
    /// The page of the code.
    pub(crate) page: String,
}

/// A part of a file. Offsets and columns count UTF-16 code units, lines and columns begin at 1.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    pub(crate) end_column: usize,
    pub(crate) text: String,
}

impl Finding {
    /// Finds the places of a diagnostic.
    pub(crate) fn of(diagnostic: &Diagnostic, file: &str, source: &str) -> Self {
        let places = diagnostic.labels.iter().map(|label| {
            let Position { offset: start, line, column } = Position::of(source, label.span.start);
            let Position { offset: end, line: end_line, column: end_column } =
                Position::of(source, label.span.end);
            Place { start, end, line, column, end_line, end_column, text: label.text.clone() }
        });
        Self {
            code: diagnostic.code.to_string(),
            name: diagnostic.code.name(),
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: diagnostic.message.clone(),
            file: file.to_owned(),
            labels: places.collect(),
            help: diagnostic.help.clone(),
            page: format!("docs/diagnostics/{}", diagnostic.code.page()),
        }
    }
}
