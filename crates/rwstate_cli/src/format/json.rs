//! An array of findings, each as [`Finding`] has it.

use serde_json::Result;

use crate::finding::Finding;

pub(super) fn text<'f>(findings: impl Iterator<Item = &'f Finding>) -> Result<String> {
    let findings: Vec<_> = findings.collect();
    Ok(serde_json::to_string_pretty(&findings)? + "\n")
}
