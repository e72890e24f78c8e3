//! Rows in columns, as wide as a terminal shows them.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

const CUT: char = '…';
/// Between two columns.
const GAP: usize = 2;

/// Lays rows out beneath their heads, and returns lines without their ends. A column in which nothing is has no head either.
pub(super) fn lines<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> Vec<String> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let heads = heads.map(String::from);
    let line = |row: &[String; N]| {
        let mut line = String::new();
        for ((cell, head), &width) in row.iter().zip(&heads).zip(&widths) {
            if width > 0 {
                let padding = width.max(head.width()) + GAP - cell.width();
                line += cell;
                line.extend(std::iter::repeat_n(' ', padding));
            }
        }
        line
    };
    std::iter::once(&heads).chain(rows).map(line).collect()
}

/// Cuts the end of a text that is wider than so many columns.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.into();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |char: &char| {
        let width = char.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    };
    text.chars().take_while(fits).chain([CUT]).collect()
}

/// Cuts the beginning in place of the end: paths and keys differ at their ends.
pub(super) fn cut_start(text: &str, columns: usize) -> String {
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    if text.width() <= columns { text.into() } else { reversed(&cut(&reversed(text), columns)) }
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
