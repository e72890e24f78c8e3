//! What was measured, as lines of figures.

use std::fmt::Write as _;

use super::measured::{Addon, Checked, Cli, Group, Measured, Stateless};
use crate::figures::spread;

const NAME: usize = 64;

/// Renders everything. A figure is the median, and in parentheses what it lies between.
pub(crate) fn render(measured: &Measured) -> String {
    let mut text = checked(&measured.checked);
    for group in &measured.stages.groups {
        text += &stages(group);
    }
    text + &addon(&measured.addon) + &cli(measured.cli.as_ref())
}

fn checked(checked: &Checked) -> String {
    let Checked { files, bytes, invalid, kept, migrated, refused, findings, rewritten, .. } =
        checked;
    let mut text = row("files", &format!("{files}, {} MB", bytes / 1_000_000));
    text += &row("  that oxc does not parse", &invalid.to_string());
    text += &row("  rewritten", &rewritten.to_string());
    text += &row("declarations kept, each asked for", &kept.to_string());
    text += &row("  of them migrated", &migrated.to_string());
    text += &row(
        "declarations refused, each with its code",
        &refused.values().sum::<usize>().to_string(),
    );
    for (code, count) in refused {
        text += &row(&format!("  {code}"), &count.to_string());
    }
    text += &row(
        "findings: a panic, an output that does not parse or bind, …",
        &findings.len().to_string(),
    );
    for finding in findings.iter().take(20) {
        let fault = finding.fault.lines().next().unwrap_or_default();
        let _ = writeln!(text, "  {}: {fault}", finding.file);
    }
    text
}

fn stages(group: &Group) -> String {
    let Group { name, files, bytes, stages } = group;
    let first = stages.first().map_or("", |stage| stage.name.as_str());
    let mut text = format!("\n{name}: {files} files, {} MB; ratio to {first}\n", bytes / 1_000_000);
    for stage in stages.iter().skip(1) {
        let micros = spread(&stage.micros_per_10_kb, 1);
        text += &row(
            &format!("  {}", stage.name),
            &format!("{}   {micros} µs per 10 KB", spread(&stage.ratios, 2)),
        );
    }
    text
}

fn addon(addon: &Addon) -> String {
    let mut text = "\nmodules without state, through the addon\n".to_owned();
    for Stateless { name, files, parsed, micros_per_10_kb, .. } in &addon.groups {
        let name = format!("  {name}: {parsed} of {files} parsed");
        text += &row(&name, &format!("{} µs per 10 KB", spread(micros_per_10_kb, 1)));
    }
    text
}

fn cli(cli: Option<&Cli>) -> String {
    let title = "\nrwstate check over all files\n".to_owned();
    let Some(Cli { ratios, memory }) = cli else {
        return title + "  there is no crate rwstate_cli";
    };
    let memory = memory.map_or_else(|| "–".into(), |bytes| format!("{} MB", bytes / 1_000_000));
    title
        + &row("  one thread to two, ratio", &spread(ratios, 2))
        + &row("  memory at most, two threads", &memory)
}

fn row(name: &str, figure: &str) -> String {
    format!("{name:<NAME$}{figure}\n")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::transform::measured::{
        Addon, Checked, Cli, Finding, Group, Measured, Stage, Stages, Stateless,
    };

    #[test]
    fn every_figure_has_its_line() {
        let stage = |name: &str, ratio: f64| Stage {
            name: name.into(),
            ratios: vec![ratio + 0.1, ratio, ratio + 0.2],
            micros_per_10_kb: vec![100.0 * ratio],
        };
        let group = Group {
            name: "all".into(),
            files: 2,
            bytes: 3_000_000,
            stages: vec![stage("oxc", 1.0), stage("analyze", 1.1)],
        };
        let fault = "panicked: one\ntwo".into();
        let measured = Measured {
            checked: Checked {
                files: 2,
                bytes: 3_000_000,
                invalid: 1,
                kept: 3,
                migrated: 2,
                refused: [("common-js".to_owned(), 4)].into(),
                findings: vec![Finding { file: "a.js".into(), fault }],
                rewritten: 1,
                stateless: vec![],
            },
            stages: Stages { groups: vec![group] },
            addon: Addon {
                groups: vec![Stateless {
                    name: "all".into(),
                    files: 9,
                    bytes: 1_000_000,
                    parsed: 1,
                    micros_per_10_kb: vec![2.0],
                }],
            },
            cli: Some(Cli { ratios: vec![1.8], memory: Some(200_000_000) }),
        };
        insta::assert_snapshot!(render(&measured));
    }
}
