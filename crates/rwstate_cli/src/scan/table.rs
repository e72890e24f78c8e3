//! A table for each environment, for a person.

use std::fmt::Write as _;

use super::report::{Import, Report};

pub(super) fn text(reports: &[Report]) -> String {
    let tables: Vec<String> = reports.iter().map(table).collect();
    tables.join("\n")
}

fn table(report: &Report) -> String {
    let Report { environment, files, dependencies, unresolved, marked, left_out } = report;
    let number = match dependencies.len() {
        1 => "1 dependency".into(),
        number => format!("{number} dependencies"),
    };
    let mut text = format!("{environment}: {number} in {}\n", count(*files, "file"));
    text += &rows(dependencies);
    if !unresolved.is_empty() {
        text += "could not be resolved, unless a plugin of Vite's does:\n";
        text += &rows(unresolved);
    }
    if !left_out.is_empty() {
        text += "left out:\n";
        for left_out in left_out {
            let _ = writeln!(text, "  {}: {}", left_out.file, left_out.reason);
        }
    }
    for directive in ["use client", "use server"] {
        let number = marked.iter().filter(|marked| marked.directive == directive).count();
        if number > 0 {
            let _ = writeln!(text, "{} \"{directive}\"", count(number, "module"));
        }
    }
    text
}

fn rows(imports: &[Import]) -> String {
    let width = |import: &Import| import.specifier.chars().count();
    let widest = imports.iter().map(width).max().unwrap_or(0);
    let row = |Import { specifier, file, line }: &Import| {
        format!("  {specifier:widest$}  {file}:{line}\n")
    };
    imports.iter().map(row).collect()
}

fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
