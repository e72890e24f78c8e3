//! The formats of findings.

mod github;
mod json;
mod sarif;

use std::io;

use crate::{arguments::Format, report::Report, terminal::Terminal};

/// Prints the reports and a summary: for a machine, findings alone are on stdout.
pub(crate) fn print(
    format: Format,
    reports: &[Report],
    files: usize,
    terminal: &mut Terminal<'_>,
) -> io::Result<()> {
    let findings = || reports.iter().flat_map(|report| &report.findings);
    let text = match format {
        Format::Default => reports.iter().map(|report| &*report.frames).collect(),
        Format::Json => json::text(findings())?,
        Format::Github => github::text(findings()),
        Format::Sarif => sarif::text(findings())?,
    };
    terminal.stdout.print(&text)?;
    let summary = summary(reports, files);
    if format == Format::Default {
        return terminal.stdout.print(&format!("{summary}\n"));
    }
    terminal.stderr.note(&summary);
    Ok(())
}

fn summary(reports: &[Report], files: usize) -> String {
    let count = |number: usize, word: &str| {
        format!("{number} {word}{}", if number == 1 { "" } else { "s" })
    };
    let errors: usize = reports.iter().map(|report| report.errors).sum();
    let warnings: usize = reports.iter().map(|report| report.warnings).sum();
    if files == 0 {
        return "No JavaScript or TypeScript files here.".into();
    }
    if reports.is_empty() {
        return format!("No state is lost: {} checked.", count(files, "file"));
    }
    let severities = match (errors, warnings) {
        (0, _) => String::new(),
        (_, 0) => format!(" ({})", count(errors, "error")),
        _ => format!(" ({}, {})", count(errors, "error"), count(warnings, "warning")),
    };
    format!(
        "{}{severities} in {} of {}.",
        count(errors + warnings, "finding"),
        reports.len(),
        count(files, "file")
    )
}
