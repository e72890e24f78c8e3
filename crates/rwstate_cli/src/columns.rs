//! Rows in columns, as wide as a terminal shows them.

use console::{Alignment, measure_text_width as width, pad_str, truncate_str};

const CUT: &str = "…";
/// Between two columns.
const GAP: usize = 2;

/// Lays rows out beneath their heads, and returns lines without their ends. An empty column has no head either.
pub(crate) fn lines<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> Vec<String> {
    let widths: Vec<_> = (0..N)
        .map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default())
        .collect();
    let heads = heads.map(String::from);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&heads).zip(&widths).filter(|(_, most)| **most > 0);
        let padded = cells.map(|((cell, head), &most)| {
            pad_str(cell, most.max(width(head)) + GAP, Alignment::Left, None).into_owned()
        });
        padded.collect()
    };
    std::iter::once(&heads).chain(rows).map(line).collect()
}

/// Cuts the end of a text that is wider than so many columns.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    truncate_str(text, columns, CUT).into_owned()
}

/// Cuts the beginning in place of the end: paths and keys differ at their ends.
pub(crate) fn cut_start(text: &str, columns: usize) -> String {
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    reversed(&cut(&reversed(text), columns))
}

#[cfg(test)]
mod tests {
    use super::{cut, cut_start, lines};

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let rows = [["鍵", "", "1"], ["ab", "", ""]].map(|row| row.map(String::from));
        assert_eq!(lines(["k", "version", "age"], &rows), ["k   age  ", "鍵  1    ", "ab       "]);
    }

    #[test]
    fn what_is_too_wide_is_cut() {
        assert_eq!((cut("abcdef", 6), cut("abcdef", 4)), ("abcdef".into(), "abc…".into()));
        assert_eq!((cut("鍵鍵鍵", 5), cut("鍵鍵鍵", 4)), ("鍵鍵…".into(), "鍵…".into()));
        assert_eq!((cut("ab", 0), cut("", 0)), ("…".into(), String::new()));
        assert_eq!(cut_start("src/deep/db.ts#pool", 12), "…/db.ts#pool");
    }
}
