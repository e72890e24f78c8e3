//! `rwstate check`: files -> findings.

use anyhow::Result;
use rwstate_diagnostics::{Code, Diagnostic, RenderOptions, render_with_source};
use rwstate_transform::{AnalyzeOptions, analyze};

use crate::{
    arguments::{Check, Format, Preserve},
    exit::{CLEAN, FAILURE, FINDINGS},
    finding::Finding,
    format, parallel,
    position::Positions,
    progress::Progress,
    source,
    terminal::Terminal,
    walk::{File, walk},
};

/// What there is to say of one file. Its source is gone by then.
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

pub(crate) fn run(arguments: &Check, terminal: &mut Terminal<'_>) -> Result<u8> {
    let Check { common, format, preserve } = arguments;
    common.color.apply(terminal);
    let progress = Progress::new(&terminal.stderr);
    let threads = common.threads();
    let walked = walk(&terminal.cwd, &common.paths, threads, &|| progress.found())?;
    let reporter = Reporter {
        analyze: &common.analyze(),
        format: *format,
        preserve: *preserve,
        render: RenderOptions { color: terminal.stdout.color },
    };
    let results = parallel::each(&walked.files, threads, |file| {
        let report = reporter.file(file);
        progress.done();
        report
    });
    progress.finish();

    let files = walked.files.len() + walked.faults.len();
    let mut reports: Vec<Report> = vec![];
    let mut has_failed = false;
    for (file, result) in walked.files.iter().zip(results) {
        if let Ok(report) = result {
            reports.extend(report);
        } else {
            let path = &file.shown;
            terminal
                .stderr
                .note(&format!("error: rwstate panicked on {path}, which is a bug of rwstate"));
            has_failed = true;
        }
    }
    for fault in walked.faults {
        let path = fault.origin.clone().unwrap_or_default();
        reports.push(reporter.report(&path, "", &[fault]));
    }
    reports.sort_by(|one, other| one.file.cmp(&other.file));
    format::print(*format, &reports, files, terminal)?;
    Ok(match reports.is_empty() {
        _ if has_failed => FAILURE,
        true => CLEAN,
        false => FINDINGS,
    })
}

struct Reporter<'o> {
    analyze: &'o AnalyzeOptions,
    format: Format,
    preserve: Preserve,
    render: RenderOptions,
}

impl Reporter<'_> {
    /// Looks at a file; `None` where there is nothing to say of it.
    fn file(&self, file: &File) -> Option<Report> {
        let source = match source::read(file) {
            Ok(source) => source,
            Err(fault) => return Some(self.report(&file.shown, "", &[*fault])),
        };
        let mut diagnostics = analyze(&file.shown, &source, self.analyze).diagnostics;
        if self.preserve == Preserve::Contexts {
            diagnostics.retain(|diagnostic| diagnostic.code != Code::LOST_STATE);
        }
        diagnostics.sort_by_key(|it| it.labels.first().map(|label| label.span.start));
        (!diagnostics.is_empty()).then(|| self.report(&file.shown, &source, &diagnostics))
    }

    fn report(&self, path: &str, source: &str, diagnostics: &[Diagnostic]) -> Report {
        let errors = diagnostics
            .iter()
            .filter(|it| it.severity == rwstate_diagnostics::Severity::Error)
            .count();
        let mut report = Report {
            file: path.to_owned(),
            errors,
            warnings: diagnostics.len() - errors,
            ..Report::default()
        };
        if self.format == Format::Default {
            for diagnostic in diagnostics {
                report.frames += &render_with_source(diagnostic, source, self.render);
                report.frames += "\n\n";
            }
        } else {
            let positions = Positions::of(source);
            let findings = diagnostics.iter().map(|it| Finding::of(it, path, &positions));
            report.findings = findings.collect();
        }
        report
    }
}
