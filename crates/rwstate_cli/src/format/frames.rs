//! Findings with code frames, for a person.

use crate::check::Report;

pub(super) fn text(reports: &[Report]) -> String {
    reports.iter().map(|report| &*report.frames).collect()
}
