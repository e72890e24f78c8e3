//! `rwstate migrate`: files -> a diff, or the same files rewritten.

use anyhow::Result;
use rwstate_diagnostics::{Diagnostic, RenderOptions, Severity, render_with_source};
use rwstate_transform::{AnalyzeOptions, MigrateOptions, analyze, migrate};

use crate::{
    arguments::Migrate,
    diff::unified,
    exit::{CLEAN, FAILURE, FINDINGS},
    key::Keys,
    parallel,
    position::Position,
    progress::Progress,
    replace::replace,
    scan::{File, Scan, scan},
    source,
    terminal::Terminal,
};

/// What became of one file. Its source is gone by then.
#[derive(Debug, Default)]
struct Outcome {
    file: String,
    /// How many declarations were migrated.
    migrated: usize,
    /// The diff, or the line that says that the file was written.
    text: String,
    /// Messages on stderr.
    notes: String,
    /// Whether the file could not be read or parsed.
    is_bad: bool,
    /// Whether it could not be migrated or written.
    has_failed: bool,
}

pub(crate) fn run(arguments: &Migrate, terminal: &mut Terminal<'_>) -> Result<u8> {
    let Migrate { common, specifier, write } = arguments;
    common.color.apply(terminal);
    let progress = Progress::new(&terminal.stderr);
    let threads = common.threads();
    let Scan { files, errors } = scan(&terminal.cwd, &common.paths, threads, &|| progress.found())?;
    let migrator = Migrator {
        analyze: &common.analyze(),
        // All files first: two packages of one name may be found at opposite ends.
        keys: &Keys::new(&terminal.cwd, files.iter().map(|file| &*file.path)),
        specifier,
        write: *write,
        render: RenderOptions { color: terminal.stderr.color },
    };
    let results = parallel::each(&files, threads, |file| {
        let outcome = migrator.file(file);
        progress.done();
        outcome
    });
    progress.finish();

    let mut outcomes: Vec<_> = files
        .iter()
        .zip(results)
        .map(|(file, result)| {
            result.unwrap_or_else(|parallel::Panicked| {
                failed(&file.shown, "rwstate panicked, which is a bug of rwstate")
            })
        })
        .collect();
    for error in errors {
        let mut outcome =
            Outcome { file: error.origin.clone().unwrap_or_default(), ..Outcome::default() };
        outcome.add(&[error], "", migrator.render);
        outcomes.push(outcome);
    }
    outcomes.sort_by(|one, other| one.file.cmp(&other.file));
    for outcome in &outcomes {
        // stdout is a diff and nothing else, so that `git apply` can read it.
        terminal.stdout.print(&outcome.text)?;
        terminal.stderr.print(&outcome.notes)?;
    }
    terminal.stderr.note(&summary(&outcomes, *write));
    Ok(match &outcomes {
        outcomes if outcomes.iter().any(|outcome| outcome.has_failed) => FAILURE,
        outcomes if outcomes.iter().any(|outcome| outcome.is_bad) => FINDINGS,
        _ => CLEAN,
    })
}

struct Migrator<'o> {
    analyze: &'o AnalyzeOptions,
    keys: &'o Keys,
    specifier: &'o str,
    write: bool,
    render: RenderOptions,
}

impl Migrator<'_> {
    fn file(&self, file: &File) -> Outcome {
        let mut outcome = Outcome { file: file.shown.clone(), ..Outcome::default() };
        let source = match source::read(file) {
            Ok(source) => source,
            Err(error) => {
                outcome.add(&[*error], "", self.render);
                return outcome;
            }
        };
        let key = self.keys.of(&file.path);
        let options =
            MigrateOptions { analyze: self.analyze, key: &key, specifier: self.specifier };
        let migrated = migrate(&file.shown, &source, &options);
        outcome.add(&migrated.diagnostics, &source, self.render);
        // The file stays as it is, and the others are migrated all the same.
        if let Some(reason) = &migrated.rejected {
            return failed(
                &file.shown,
                &format!("the rewritten module is invalid ({reason}), which is a bug of rwstate"),
            );
        }
        if !migrated.left.is_empty() {
            outcome.notes += &self.left(&file.shown, &source, &migrated.left);
        }
        let Some(code) = migrated.code else { return outcome };
        outcome.migrated = migrated.migrated;
        if !self.write {
            outcome.text = unified(&file.shown, &source, &code);
        } else if let Err(error) = replace(&file.path, &source, &code) {
            return failed(&file.shown, &format!("it cannot be written: {error}"));
        } else {
            outcome.text = format!("{}: {} migrated\n", file.shown, migrated.migrated);
        }
        outcome
    }

    /// Notes which declarations are left to their author.
    fn left(&self, path: &str, source: &str, names: &[String]) -> String {
        let states = analyze(path, source, self.analyze).states;
        let of_names = states.iter().filter(|state| names.contains(&state.name));
        let lines = of_names.map(|state| {
            let Position { line, column, .. } = Position::of(source, state.span.start);
            let name = &state.name;
            format!(
                "note: {path}:{line}:{column}: `{name}` is left as it is: it is exported, declared with `var` or together with others, a `unique symbol`, or made whenever its module is evaluated\n"
            )
        });
        lines.collect()
    }
}

impl Outcome {
    fn add(&mut self, diagnostics: &[Diagnostic], source: &str, options: RenderOptions) {
        for diagnostic in diagnostics {
            self.is_bad |= diagnostic.severity == Severity::Error;
            self.notes += &render_with_source(diagnostic, source, options);
            self.notes += "\n\n";
        }
    }
}

#[cold]
fn failed(path: &str, why: &str) -> Outcome {
    Outcome {
        file: path.to_owned(),
        notes: format!("error: {path} is left as it is: {why}\n"),
        has_failed: true,
        ..Outcome::default()
    }
}

fn summary(outcomes: &[Outcome], write: bool) -> String {
    let declarations: usize = outcomes.iter().map(|outcome| outcome.migrated).sum();
    let files = outcomes.iter().filter(|outcome| outcome.migrated > 0).count();
    let all = outcomes.len();
    let s = |number: usize| if number == 1 { "" } else { "s" };
    if declarations == 0 {
        return format!("Nothing to migrate in {all} file{}.", s(all));
    }
    let words = if write { "migrated" } else { "would be migrated; --write does it" };
    format!(
        "{declarations} declaration{} in {files} of {all} file{}: {words}.",
        s(declarations),
        s(all)
    )
}
