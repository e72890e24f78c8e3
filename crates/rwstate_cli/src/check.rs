//! `rwstate check`: files -> findings.

use anyhow::Result;
use rwstate_diagnostics::{Code, Diagnostic, RenderOptions, render_with_source};
use rwstate_syntax::imports;
use rwstate_transform::{AnalyzeOptions, PlainState, analyze, often_reset, plain_state};

use crate::{
    arguments::{Check, Format, Preserve},
    exit::{CLEAN, FAILURE, FINDINGS},
    finding::Finding,
    format, parallel,
    position::Positions,
    progress::Progress,
    reach::Reach,
    source,
    terminal::Terminal,
    walk::{File, walk},
};

/// So many files are most of a small app, or a part of a large one: a module that imports them is evaluated again all day.
const MANY_FILES: usize = 20;

/// A file that was looked at.
#[derive(Debug, Default)]
struct Looked {
    report: Option<Report>,
    /// What it imports.
    imports: Vec<String>,
    /// Its variables that are no state to keep.
    plain: Vec<PlainState>,
}

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

impl Report {
    /// Adds what else there is to say of the file.
    fn append(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.findings.extend(other.findings);
        self.frames += &other.frames;
    }
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
        let looked = reporter.file(file);
        progress.done();
        looked
    });
    progress.finish();

    let files = walked.files.len() + walked.faults.len();
    let mut has_failed = false;
    let mut all: Vec<Looked> = vec![];
    for (file, result) in walked.files.iter().zip(results) {
        if result.is_err() {
            let path = &file.shown;
            terminal
                .stderr
                .note(&format!("error: rwstate panicked on {path}, which is a bug of rwstate"));
            has_failed = true;
        }
        all.push(result.unwrap_or_default());
    }
    reporter.add_often_reset(&walked.files, &mut all);
    let mut reports: Vec<Report> = all.into_iter().filter_map(|it| it.report).collect();
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
    /// Looks at a file.
    fn file(&self, file: &File) -> Looked {
        match source::read(file) {
            Ok(source) => Looked {
                report: self.findings(file, &source),
                imports: imports(&file.shown, &source).unwrap_or_default(),
                plain: plain_state(&file.shown, &source),
            },
            Err(fault) => {
                let report = Some(self.report(&file.shown, "", &[*fault]));
                Looked { report, ..Looked::default() }
            }
        }
    }

    /// Adds the variables that edits of many files reset. Without the plugin each edit resets all.
    fn add_often_reset(&self, files: &[File], all: &mut [Looked]) {
        if self.preserve == Preserve::Nothing {
            return;
        }
        let imports: Vec<_> = all.iter_mut().map(|it| std::mem::take(&mut it.imports)).collect();
        let reach = Reach::of(files, &imports);
        for (index, (file, looked)) in files.iter().zip(all).enumerate() {
            let imported = if looked.plain.is_empty() { 0 } else { reach.count(index) };
            if imported < MANY_FILES {
                continue;
            }
            // It was read before.
            let Ok(source) = source::read(file) else { continue };
            let found: Vec<_> =
                looked.plain.iter().map(|it| often_reset(&file.shown, it, imported)).collect();
            let added = self.report(&file.shown, &source, &found);
            match &mut looked.report {
                Some(report) => report.append(added),
                None => looked.report = Some(added),
            }
        }
    }

    /// Looks for state in a file; `None` where there is nothing to say of it.
    fn findings(&self, file: &File, source: &str) -> Option<Report> {
        let mut diagnostics = analyze(&file.shown, source, self.analyze).diagnostics;
        if self.preserve == Preserve::Contexts {
            diagnostics.retain(|diagnostic| diagnostic.code != Code::LOST_STATE);
        }
        diagnostics.sort_by_key(|it| it.labels.first().map(|label| label.span.start));
        (!diagnostics.is_empty()).then(|| self.report(&file.shown, source, &diagnostics))
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
