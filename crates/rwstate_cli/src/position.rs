//! Bytes -> lines, columns and offsets as editors and JavaScript count them: in UTF-16 code units.

use memchr::{memchr_iter, memrchr};

/// A place in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// From the beginning, in UTF-16 code units.
    pub(crate) offset: usize,
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in UTF-16 code units.
    pub(crate) column: usize,
}

impl Position {
    /// Returns where a byte is. One out of bounds is at the end, one inside a character is where the character begins.
    pub(crate) fn of(source: &str, byte: u32) -> Self {
        let before = &source[..source.floor_char_boundary(byte as usize)];
        let start = memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1);
        Self {
            offset: utf16(before),
            line: 1 + memchr_iter(b'\n', before.as_bytes()).count(),
            column: 1 + utf16(&before[start..]),
        }
    }
}

/// The length in UTF-16 code units. Each character has one byte that continues no other, one of four bytes is two units.
fn utf16(text: &str) -> usize {
    text.bytes().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::Position;

    #[test]
    fn lines_and_columns_are_those_of_an_editor() {
        let at = |byte| {
            let Position { offset, line, column } = Position::of("a\r\n𝒳é b\n", byte);
            (offset, line, column)
        };
        assert_eq!(at(0), (0, 1, 1));
        assert_eq!(at(3), (3, 2, 1));
        assert_eq!(at(5), (3, 2, 1));
        assert_eq!(at(7), (5, 2, 3));
        assert_eq!(at(10), (7, 2, 5));
        assert_eq!(at(12), (9, 3, 1));
        assert_eq!(at(900), (9, 3, 1));
    }

    #[test]
    fn a_long_source_is_counted_as_a_short_one_is() {
        for text in ["aé𝒳\n€", "ascii\n", "𝒳", "€€a"] {
            let source = text.repeat(2000);
            for (byte, _) in source.char_indices().step_by(7) {
                let found = Position::of(&source, u32::try_from(byte).unwrap());
                assert_eq!(found.offset, source[..byte].encode_utf16().count(), "{text} at {byte}");
                assert_eq!(found.line, 1 + source[..byte].matches('\n').count());
            }
        }
    }
}
