//! The verdicts, side by side.

use comfy_table::{Table, presets};

use super::verdict::{Column, Verdict};

/// Renders the table and the lines that say how to read it.
pub(crate) fn render(columns: &[Column]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    let names =
        columns.iter().map(|column| format!("{}\nstate  context  split", heading(&column.name)));
    table.set_header(std::iter::once("step".to_owned()).chain(names));
    let rows = columns.first().map_or(&[][..], |column| &column.rows);
    for (index, row) in rows.iter().enumerate() {
        let cells = columns.iter().map(|column| {
            column.rows.get(index).map_or_else(String::new, |row| cell(&row.verdict))
        });
        table.add_row(std::iter::once(row.step.clone()).chain(cells));
    }
    let verdict = if columns.iter().any(|column| column.name == "rwstate" && column.is_clean()) {
        "With rwstate nothing was lost and nothing was split."
    } else {
        "With rwstate something was lost: see its column."
    };
    format!(
        "{table}\nstate: the app still has the object it made at the start. context: every instance of the framework, old \
         and new,\nreads the current request's context. split: the app and a late subpath of the framework see two \
         states.\n{verdict}"
    )
}

fn heading(name: &str) -> &str {
    match name {
        "ordinary" => "ordinary module",
        "letter" => "the note's plugin",
        other => other,
    }
}

fn cell(verdict: &Verdict) -> String {
    let split = |split: &Option<bool>| match split {
        None => "–",
        Some(false) => "no",
        Some(true) => "SPLIT",
    };
    match verdict {
        Verdict::Answered { state_kept, context_kept, split: pair } => {
            let word = |kept: &bool| if *kept { "kept" } else { "LOST" };
            format!("{:<6} {:<8} {}", word(state_kept), word(context_kept), split(pair))
        }
        Verdict::NewPage { split: pair } => format!("{:<15} {}", "new page", split(pair)),
        Verdict::Failed(_) => "no answer".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, render};
    use crate::demo::report::{Report, Seen};

    #[test]
    fn columns_stand_side_by_side() {
        let seen = |app, late| Seen { app, late };
        let report = |app, late| Report {
            id: "r".into(),
            contexts: vec![Some("r".into())],
            state: seen(app, late),
            store: seen(5, late.map(|_| 5)),
            new_page: false,
        };
        let mut letter = Column::new("letter".into());
        let mut rwstate = Column::new("rwstate".into());
        for column in [&mut letter, &mut rwstate] {
            column.add("start".into(), "/".into(), Some(&report(1, None)), None);
        }
        letter.add("import fw/late".into(), "/".into(), Some(&report(2, Some(3))), None);
        rwstate.add("import fw/late".into(), "/".into(), Some(&report(1, Some(1))), None);
        insta::assert_snapshot!(render(&[letter, rwstate]));
    }
}
