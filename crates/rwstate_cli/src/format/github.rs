//! Workflow commands of GitHub Actions, which become annotations of a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::fmt::Write as _;

use crate::finding::Finding;

pub(super) fn text<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let mut text = String::new();
    for finding in findings {
        let Finding { severity, code, name, file, message, help, labels, .. } = finding;
        let _ = write!(text, "::{severity} file={}", property(file));
        if let Some(place) = labels.first() {
            let _ = write!(text, ",line={},col={}", place.line, place.column);
            // A column at the end is understood on one line only.
            if place.line == place.end_line && place.end > place.start {
                let _ = write!(text, ",endColumn={}", place.end_column);
            }
        }
        let help = help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        let message = data(&format!("{message}{help}"));
        let _ = writeln!(text, ",title={}::{message}", property(&format!("{code} {name}")));
    }
    text
}

fn data(text: &str) -> String {
    // The percent sign first, as the other two bring new ones.
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
