//! A cell's columns side by side.

use std::{collections::BTreeSet, fmt::Write as _};

use super::measured::{Cell, Column, Edit, Memory};
use crate::figures::spread;

const NAME: usize = 40;
const COLUMN: usize = 18;

/// Renders the table. Ratios are to the column `gate: false`, to the same edit or the memory of the same round; below 1 is quicker
/// or smaller than that.
pub(crate) fn render(title: &str, cell: &Cell) -> String {
    let Cell { columns, idle, .. } = cell;
    let mut text = row(title, columns.iter().map(|column| column.name.clone()));
    let kinds: BTreeSet<&str> =
        columns.iter().flat_map(|column| column.failures().into_keys()).collect();
    text += &row("requests", columns.iter().map(|column| column.requests().count().to_string()));
    text += &row(
        "  failed",
        columns.iter().map(|column| column.failures().values().sum::<usize>().to_string()),
    );
    for kind in kinds {
        let counts = columns.iter().map(|column| column.failures().get(kind).map_or(0, |n| *n));
        text += &row(&format!("    {kind}"), counts.map(|count| count.to_string()));
    }
    text += &row(
        "POSTs: sent, done twice, never",
        columns.iter().map(|column| {
            let [sent, twice, never] = [
                column.posts(|posts| posts.sent),
                column.posts(|posts| posts.twice),
                column.posts(|posts| posts.never),
            ];
            format!("{sent}, {twice}, {never}")
        }),
    );
    text += &row(
        "edits, with a reload",
        columns.iter().map(|column| {
            let reloads = column.edits().filter(|edit| edit.reloaded).count();
            format!("{}, {reloads}", column.edits().count())
        }),
    );
    let base = columns.iter().find(|column| column.name == "gate: false");
    if let Some(base) = base {
        text += &row(
            "edit to first right response, ratio",
            columns.iter().map(|column| spread(&edit_ratios(column, base), 2)),
        );
        let server = |memory: &Memory| memory.server;
        text += &row(
            "memory of the server, ratio",
            columns.iter().map(|column| spread(&memory_ratios(column, base, server), 2)),
        );
        let workerd = |memory: &Memory| memory.workerd;
        if base.rounds.iter().any(|round| workerd(&round.memory) > 0.0) {
            text += &row(
                "memory of workerd, ratio",
                columns.iter().map(|column| spread(&memory_ratios(column, base, workerd), 2)),
            );
        }
    }
    text += &row(
        "longest request, ms",
        columns.iter().map(|column| format!("{:.0}", column.longest())),
    );
    text + &format!(
        "an idle request, with the gate to without ({} in {} rounds): {}\n  two servers without it: {}",
        idle.requests,
        idle.ratios.len(),
        spread(&idle.ratios, 2),
        spread(&idle.noise, 2)
    )
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    let mut line = format!("{name:<NAME$}");
    for cell in cells {
        let _ = write!(line, "{cell:>COLUMN$}");
    }
    line.push('\n');
    line
}

fn edit_ratios(column: &Column, base: &Column) -> Vec<f64> {
    column
        .edits()
        .map(Edit::took)
        .zip(base.edits())
        .map(|(took, base)| took / base.took())
        .collect()
}

fn memory_ratios(column: &Column, base: &Column, part: impl Fn(&Memory) -> f64) -> Vec<f64> {
    let rounds = column.rounds.iter().zip(&base.rounds);
    rounds.map(|(round, base)| part(&round.memory) / part(&base.memory)).collect()
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn columns_stand_side_by_side() {
        insta::assert_snapshot!(render("playground, Vite 8, node", &crate::recover::tests::cell()));
    }
}
