//! `rwstate check`: files -> findings.

use anyhow::Result;
use rwstate_diagnostics::{Code, Diagnostic, RenderOptions};
use rwstate_syntax::imports;
use rwstate_transform::{AnalyzeOptions, PlainState, analyze, often_reset, plain_state};

use crate::{
    arguments::{Check, Format, Preserve},
    exit::{CLEAN, FAILURE, FINDINGS},
    format, parallel,
    progress::Progress,
    reach::Reach,
    report::{Reader, Report},
    scan::{File, Scan, scan},
    source,
    terminal::Terminal,
};

/// A module that imports so many files, most of a small app or a part of a large one, is evaluated again at most edits.
const MANY_FILES: usize = 20;

/// What the analysis of one file yields.
#[derive(Debug, Default)]
struct Analyzed {
    report: Option<Report>,
    /// What it imports.
    imports: Vec<String>,
    /// Its variables that are not kept.
    plain: Vec<PlainState>,
}

pub(crate) fn run(arguments: &Check, terminal: &mut Terminal<'_>) -> Result<u8> {
    let Check { common, format, preserve } = arguments;
    common.color.apply(terminal);
    let progress = Progress::new(&terminal.stderr);
    let threads = common.threads();
    let Scan { files, errors } = scan(&terminal.cwd, &common.paths, threads, &|| progress.found())?;
    let reporter = Reporter {
        analyze: &common.analyze(),
        preserve: *preserve,
        reader: match format {
            Format::Default => Reader::Person(RenderOptions { color: terminal.stdout.color }),
            _ => Reader::Machine,
        },
    };
    let results = parallel::each(&files, threads, |file| {
        let analyzed = reporter.file(file);
        progress.done();
        analyzed
    });
    progress.finish();

    let count = files.len() + errors.len();
    let mut has_failed = false;
    let mut all: Vec<Analyzed> = vec![];
    for (file, result) in files.iter().zip(results) {
        if result.is_err() {
            let path = &file.shown;
            terminal
                .stderr
                .note(&format!("error: rwstate panicked on {path}, which is a bug of rwstate"));
            has_failed = true;
        }
        // One for each file, whatever became of it: imports are counted by the file's index.
        all.push(result.unwrap_or_default());
    }
    reporter.add_often_reset(&files, &mut all);
    let mut reports: Vec<Report> = all.into_iter().filter_map(|it| it.report).collect();
    for error in errors {
        let path = error.origin.clone().unwrap_or_default();
        reports.push(reporter.report(&path, "", &[error]));
    }
    reports.sort_by(|one, other| one.file.cmp(&other.file));
    format::print(*format, &reports, count, terminal)?;
    Ok(match reports.is_empty() {
        // Findings may be missing, which their own exit code would not say.
        _ if has_failed => FAILURE,
        true => CLEAN,
        false => FINDINGS,
    })
}

struct Reporter<'o> {
    analyze: &'o AnalyzeOptions,
    preserve: Preserve,
    reader: Reader,
}

impl Reporter<'_> {
    /// Analyzes a file.
    fn file(&self, file: &File) -> Analyzed {
        match source::read(file) {
            Ok(source) => Analyzed {
                report: self.findings(file, &source),
                imports: imports(&file.shown, &source).unwrap_or_default(),
                plain: plain_state(&file.shown, &source),
            },
            Err(error) => {
                let report = Some(self.report(&file.shown, "", &[*error]));
                Analyzed { report, ..Analyzed::default() }
            }
        }
    }

    /// Adds the variables that edits of many files reset. Without the plugin each edit resets all.
    fn add_often_reset(&self, files: &[File], all: &mut [Analyzed]) {
        if self.preserve == Preserve::Nothing {
            return;
        }
        let imports: Vec<_> = all.iter_mut().map(|it| std::mem::take(&mut it.imports)).collect();
        let reach = Reach::of(files, &imports);
        for (index, (file, analyzed)) in files.iter().zip(all).enumerate() {
            let imported = if analyzed.plain.is_empty() { 0 } else { reach.count(index) };
            if imported < MANY_FILES {
                continue;
            }
            // It could be read before.
            let Ok(source) = source::read(file) else { continue };
            let found: Vec<_> =
                analyzed.plain.iter().map(|it| often_reset(&file.shown, it, imported)).collect();
            let added = self.report(&file.shown, &source, &found);
            match &mut analyzed.report {
                Some(report) => report.append(added),
                None => analyzed.report = Some(added),
            }
        }
    }

    /// Analyzes a file's state; `None` without findings.
    fn findings(&self, file: &File, source: &str) -> Option<Report> {
        let mut diagnostics = analyze(&file.shown, source, self.analyze).diagnostics;
        // With the plugin a context is not lost. Why one cannot be kept is reported in either case.
        if self.preserve == Preserve::Contexts {
            diagnostics.retain(|diagnostic| diagnostic.code != Code::LOST_STATE);
        }
        diagnostics.sort_by_key(|it| it.labels.first().map(|label| label.span.start));
        (!diagnostics.is_empty()).then(|| self.report(&file.shown, source, &diagnostics))
    }

    fn report(&self, path: &str, source: &str, diagnostics: &[Diagnostic]) -> Report {
        Report::of(path, source, diagnostics, self.reader)
    }
}
