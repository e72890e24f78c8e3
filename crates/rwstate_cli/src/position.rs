//! Bytes -> lines, columns and offsets as editors and JavaScript count them: in UTF-16 code units.

use memchr::memchr_iter;

/// How many bytes there are between two offsets that are known.
const STEP: usize = 1024;

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

/// The places of one source.
#[derive(Debug)]
pub(crate) struct Positions<'s> {
    source: &'s str,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    /// The UTF-16 offset of the first character at or after every `STEP` bytes; empty where the source is ASCII.
    steps: Vec<usize>,
}

impl<'s> Positions<'s> {
    pub(crate) fn of(source: &'s str) -> Self {
        let newlines = memchr_iter(b'\n', source.as_bytes());
        let lines = std::iter::once(0).chain(newlines.map(|newline| newline + 1)).collect();
        let mut steps = vec![];
        if !source.is_ascii() {
            let (mut offset, mut from) = (0, 0);
            for at in (0..=source.len()).step_by(STEP) {
                let to = source.ceil_char_boundary(at);
                offset += units(&source[from..to]);
                steps.push(offset);
                from = to;
            }
        }
        Self { source, lines, steps }
    }

    /// Returns where a byte is. One out of bounds is at the end, one inside a character is where the character begins.
    pub(crate) fn at(&self, byte: u32) -> Position {
        let byte = self.source.floor_char_boundary(byte as usize);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines[line - 1];
        let offset = self.offset(byte);
        Position { offset, line, column: 1 + offset - self.offset(start) }
    }

    fn offset(&self, byte: usize) -> usize {
        let Some(known) = self.steps.get(byte / STEP) else { return byte };
        let from = self.source.ceil_char_boundary(byte / STEP * STEP);
        // A character that begins before a step and ends after it is counted before: then nothing is left to count.
        self.source.get(from..byte).map_or(*known, |between| known + units(between))
    }
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::{Position, Positions};

    #[test]
    fn lines_and_columns_are_those_of_an_editor() {
        let positions = Positions::of("a\r\n𝒳é b\n");
        let at = |byte| {
            let Position { offset, line, column } = positions.at(byte);
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
            let positions = Positions::of(&source);
            for (byte, _) in source.char_indices().step_by(7) {
                let found = positions.at(u32::try_from(byte).unwrap());
                assert_eq!(found.offset, source[..byte].encode_utf16().count(), "{text} at {byte}");
                assert_eq!(found.line, 1 + source[..byte].matches('\n').count());
            }
        }
    }
}
