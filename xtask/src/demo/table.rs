//! The verdicts side by side, in at most 100 columns. Colors are ANSI; the stream drops them where they do not belong.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{
    line::Step,
    verdict::{Answer, Column, Context, Row, Split, State},
};

/// The widths of the column of steps, and of the three columns below each variant.
const STEP: usize = 19;
const PARTS: [usize; 3] = [8, 7, 5];
const GROUP: usize = PARTS[0] + PARTS[1] + PARTS[2] + 2;

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const FAINT: Style = Style::new().dimmed();
const PLAIN: Style = Style::new();

/// A text, and how it looks.
type Word = (String, Style);

/// Renders the table, with what its columns mean beneath.
pub(crate) fn render(steps: &[Step], columns: &[Column]) -> String {
    let mut table = rule(['┌', '┬', '┐'], columns.len());
    let titles = columns.iter().map(|column| {
        // Titles are ASCII, so their bytes are their columns.
        let title = title(&column.variant);
        let indent = (GROUP - title.len()) / 2;
        vec![(format!("{:indent$}{title}", ""), PLAIN.bold(), GROUP)]
    });
    table += &line("", titles);
    table += &line(
        "step",
        columns
            .iter()
            .map(|_| parts(["state", "context", "split"].map(|part| (part.into(), FAINT)))),
    );
    table += &rule(['├', '┼', '┤'], columns.len());
    for (index, step) in steps.iter().enumerate() {
        table += &line(&step.name, columns.iter().map(|column| cells(column.rows.get(index))));
    }
    table += &rule(['├', '┼', '┤'], columns.len());
    let objects = columns.iter().map(|column| vec![(objects(column), PLAIN, GROUP)]);
    table += &line("one state became", objects);
    let reloads = columns.iter().map(|column| vec![(reloads(column), PLAIN, GROUP)]);
    table += &line("reloads Vite sent", reloads);
    table += &rule(['└', '┴', '┘'], columns.len());
    table
        + "state: the app's object is the one from the start | context: old and new instances see the request\n\
           split: app and framework hold two objects for one state | each import is of a late dependency\n"
}

/// Returns what a step shows, in a few words, for a line of progress.
pub(crate) fn words(row: &Row) -> String {
    match row {
        Row::Answered(answer) => {
            let [state, context, split] = answer_words(*answer).map(|(word, _)| word);
            format!("state {state}, context {context}, split {split}")
        }
        Row::Failed(message) => {
            format!("no answer: {}", message.lines().next().unwrap_or_default())
        }
        Row::WithoutEffect => "it had no effect".into(),
    }
}

/// Returns how a variant is called.
pub(crate) fn title(variant: &str) -> &str {
    match variant {
        "ordinary" => "ordinary module",
        "letter" => "virtual module only",
        other => other,
    }
}

/// Returns how many objects there were for the one state; in a browser each new page rightly makes its own.
fn objects(column: &Column) -> String {
    match (column.objects(), column.realms()) {
        // Its server has not answered yet.
        (0, _) => String::new(),
        (1, _) => "1 object".into(),
        // Each page has one of its own, so nothing was split.
        (objects, realms) if objects == realms && column.has_new_pages() => {
            "1 object a page".into()
        }
        (objects, _) => format!("{objects} objects"),
    }
}

fn reloads(column: &Column) -> String {
    if column.rows.is_empty() { String::new() } else { column.reloads.to_string() }
}

fn cells(row: Option<&Row>) -> Vec<(String, Style, usize)> {
    match row {
        None => vec![(String::new(), PLAIN, GROUP)],
        Some(Row::Failed(_)) => vec![("NO ANSWER".into(), BAD, GROUP)],
        Some(Row::WithoutEffect) => vec![("no effect".into(), BAD, GROUP)],
        Some(Row::Answered(answer)) => parts(answer_words(*answer)),
    }
}

fn answer_words(Answer { state, context, split }: Answer) -> [Word; 3] {
    let (state, state_style) = match state {
        State::Kept => ("kept", GOOD),
        State::Lost => ("LOST", BAD),
        State::NewPage => ("new page", FAINT),
    };
    let (context, context_style) = match context {
        Context::Kept => ("kept", GOOD),
        Context::Lost => ("LOST", BAD),
    };
    let (split, split_style) = match split {
        Split::NotYet => ("–", FAINT),
        Split::One => ("no", GOOD),
        Split::Two => ("SPLIT", BAD),
    };
    [(state.into(), state_style), (context.into(), context_style), (split.into(), split_style)]
}

fn parts(words: [Word; 3]) -> Vec<(String, Style, usize)> {
    words.into_iter().zip(PARTS).map(|((word, style), width)| (word, style, width)).collect()
}

fn rule([left, middle, right]: [char; 3], variants: usize) -> String {
    let mut rule = format!("{left}{}", "─".repeat(STEP + 2));
    for _ in 0..variants {
        rule.push(middle);
        rule += &"─".repeat(GROUP + 2);
    }
    format!("{rule}{right}\n")
}

fn line(step: &str, groups: impl Iterator<Item = Vec<(String, Style, usize)>>) -> String {
    let mut line = format!("│ {step:STEP$} │");
    for group in groups {
        for (word, style, width) in group {
            let padding = width - word.chars().count();
            let _ = write!(line, " {style}{word}{style:#}{:padding$}", "");
        }
        line += " │";
    }
    line + "\n"
}

#[cfg(test)]
mod tests {
    use super::{Column, Step, render};
    use crate::demo::line::{Kind, Observation};

    /// A column of three steps: the app's and the framework's object at each.
    fn column(variant: &str, objects: [Option<(u32, Option<u32>)>; 3], steps: &[Step]) -> Column {
        let mut column = Column::new(variant.into());
        for ((index, objects), step) in (0..).zip(objects).zip(steps) {
            let report = objects.map(|(app, late)| {
                let seen = serde_json::json!({ "app": app, "late": late });
                let contexts = if app > 1 { vec![None, Some("r")] } else { vec![Some("r")] };
                serde_json::from_value(serde_json::json!({
                    "id": "r", "instance": index, "acceptedInstance": index, "contexts": contexts,
                    "state": seen, "store": seen,
                }))
                .unwrap()
            });
            let error = Some("500 There is a new version of the pre-bundle".into());
            let (generation, reloads) = (index.to_string(), index);
            column.add(
                step,
                Observation { report, error, generation, page: 0, reloads, seconds: 0.1 },
            );
        }
        column
    }

    #[test]
    fn columns_stand_side_by_side_within_100_characters() {
        let kinds = [
            ("start", Kind::Start),
            ("accepted edit", Kind::Accepted),
            ("import fw/late", Kind::Import),
        ];
        let steps = kinds.map(|(name, kind)| Step { kind, name: name.into() });
        let columns = [
            column("ordinary", [Some((1, None)), Some((1, None)), None], &steps),
            column("letter", [Some((1, None)), Some((1, None)), Some((2, Some(3)))], &steps),
            column("rwstate", [Some((1, None)), Some((1, None)), Some((1, Some(1)))], &steps),
        ];
        let table = anstream::adapter::strip_str(&render(&steps, &columns)).to_string();
        assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_server_that_has_not_answered_has_an_empty_column() {
        let steps = [Step { kind: Kind::Start, name: "start".into() }];
        let table = render(&steps, &[Column::new("rwstate".into())]);
        let table = anstream::adapter::strip_str(&table).to_string();
        for name in ["start", "one state became", "reloads Vite sent"] {
            let line = table.lines().find(|line| line.starts_with(&format!("│ {name}"))).unwrap();
            assert_eq!(line.replace([' ', '│'], ""), name.replace(' ', ""));
        }
    }
}
