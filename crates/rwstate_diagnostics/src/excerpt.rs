//! The part of a source that a code frame shows: the lines of its labels, long ones cut around them.
//!
//! ```text
//! a=1;b=2; … 900 kB … let hits=0 … 100 kB …        in
//! … b=2;let hits=0;function bump( …                out
//! ```

use std::ops::Range;

use crate::Label;

/// A line that is longer, in bytes, is cut.
const LONG: usize = 200;
/// What is left on each side of a label in a long line.
const MARGIN: usize = 60;
/// How much of a long label is underlined in a long line.
const UNDERLINED: usize = 80;
const CUT: &str = "…";

/// A source, cut to what its labels need.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// From the line of the first label to the line of the last; lines in between that have none are empty, and folded.
    pub(crate) text: String,
    /// The number of the first line, from 1.
    pub(crate) first_line: usize,
    /// Where each label is in the text.
    pub(crate) spans: Vec<Range<usize>>,
    /// The line and the column of the first label in the source, from 1. A column counts characters.
    pub(crate) position: (usize, usize),
}

impl Excerpt {
    /// Cuts a source. A span out of bounds or inside a character is moved to where it may be; one that spans lines ends with its
    /// first.
    pub(crate) fn of(source: &str, labels: &[Label]) -> Option<Self> {
        let spans: Vec<_> = labels.iter().map(|label| on_one_line(source, label)).collect();
        let first = spans.first()?;
        let start = line_start(source, spans.iter().map(|span| span.start).min()?);
        let end = line_end(source, spans.iter().map(|span| span.end).max()?);
        let line_of = |at: usize| 1 + source[..at].bytes().filter(|byte| *byte == b'\n').count();
        // The first label is what it is about, and may be below another one.
        let position = (
            line_of(first.start),
            1 + source[line_start(source, first.start)..first.start].chars().count(),
        );
        let mut excerpt = Self {
            text: String::new(),
            first_line: line_of(start),
            spans: vec![0..0; spans.len()],
            position,
        };
        let mut at = start;
        let mut is_after_label = false;
        for line in source[start..end].split('\n') {
            if at > start {
                excerpt.text.push('\n');
            }
            let next = at + line.len() + 1;
            let is_labelled = |at| spans.iter().any(|span| line_start(source, span.start) == at);
            // One line between two that have labels is shown; more are folded.
            if is_labelled(at) || (is_after_label && is_labelled(next)) {
                excerpt.line(at, line.strip_suffix('\r').unwrap_or(line), &spans);
            }
            is_after_label = is_labelled(at);
            at = next;
        }
        Some(excerpt)
    }

    /// The number of the last line.
    pub(crate) fn last_line(&self) -> usize {
        self.first_line + self.text.matches('\n').count()
    }

    /// Adds a line that begins at an offset of the source.
    fn line(&mut self, at: usize, line: &str, spans: &[Range<usize>]) {
        // The end counts too: a parser that misses something points behind the last character.
        let here = |span: &Range<usize>| (at..=at + line.len()).contains(&span.start);
        let own: Vec<_> =
            spans.iter().map(|span| here(span).then(|| span.start - at..span.end - at)).collect();
        let mut shown: Vec<_> = own.iter().flatten().map(|span| around(line, span)).collect();
        if shown.is_empty() {
            // A line without labels, between two that have some.
            shown.push(around(line, &(0..0)));
        }
        shown.sort_by_key(|range| range.start);
        let mut previous = 0;
        for range in merged(shown) {
            if range.start > previous {
                self.text.push_str(CUT);
            }
            for (index, span) in own.iter().enumerate() {
                if let Some(span) =
                    span.as_ref().filter(|span| (range.start..=range.end).contains(&span.start))
                {
                    // A label that goes on in what is cut ends where the text does.
                    let moved = |to: usize| {
                        self.text.len() + to.clamp(range.start, range.end) - range.start
                    };
                    self.spans[index] = moved(span.start)..moved(span.end);
                }
            }
            self.text.push_str(&line[range.clone()]);
            previous = range.end;
        }
        if previous < line.len() {
            self.text.push_str(CUT);
        }
    }
}

/// What is shown of a line for one label.
fn around(line: &str, span: &Range<usize>) -> Range<usize> {
    if line.len() <= LONG {
        return 0..line.len();
    }
    let end = span.end.min(span.start + UNDERLINED);
    let start = line.floor_char_boundary(span.start.saturating_sub(MARGIN));
    start..line.ceil_char_boundary((end + MARGIN).min(line.len()))
}

fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = vec![];
    for range in ranges {
        match merged.last_mut() {
            // Two labels side by side share what is around them.
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

fn on_one_line(source: &str, label: &Label) -> Range<usize> {
    // A position may be of a text that has changed since, and must not panic all the same.
    let start = source.floor_char_boundary(label.span.start as usize);
    let end = source.ceil_char_boundary((label.span.end as usize).clamp(start, source.len()));
    start..end.min(line_end(source, start)).max(start)
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where a line ends, its terminator not counted.
fn line_end(source: &str, at: usize) -> usize {
    let end = source[at..].find('\n').map_or(source.len(), |newline| at + newline);
    // In `\r\n` the first character is a part of the terminator.
    if source[at..end].ends_with('\r') { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;
    use crate::Label;

    fn excerpt(source: &str, spans: &[(u32, u32)]) -> Excerpt {
        let labels: Vec<_> =
            spans.iter().map(|(start, end)| Label::new(*start..*end, "")).collect();
        let excerpt = Excerpt::of(source, &labels).unwrap();
        for span in &excerpt.spans {
            assert!(excerpt.text.get(span.clone()).is_some(), "{excerpt:?}");
        }
        excerpt
    }

    fn words(excerpt: &Excerpt) -> Vec<&str> {
        excerpt.spans.iter().map(|span| &excerpt.text[span.clone()]).collect()
    }

    #[test]
    fn lines_of_labels_are_there_and_those_between_are_empty() {
        let found = excerpt("a\r\nlet bé\r\nc\nd\né = 1", &[(7, 10), (16, 18)]);
        assert_eq!(found.text, "let bé\n\n\né = 1");
        assert_eq!((found.first_line, found.position), (2, (2, 5)));
        assert_eq!(words(&found), ["bé", "é"]);
        assert_eq!(excerpt("a\nb\nc", &[(4, 5), (0, 1)]).text, "a\nb\nc");
    }

    #[test]
    fn a_long_line_is_cut_around_its_labels() {
        let source = format!(
            "{}let hits=0;{}const map;{}",
            "x;".repeat(1 << 19),
            "é;".repeat(999),
            "z;".repeat(999)
        );
        let at = |word: &str| u32::try_from(source.find(word).unwrap()).unwrap();
        let found = excerpt(&source, &[(at("map"), at("map") + 3), (at("hits"), at("hits") + 4)]);
        assert!(found.text.len() < 400, "{}", found.text.len());
        assert_eq!(found.text.matches('…').count(), 3);
        assert_eq!(words(&found), ["map", "hits"]);
    }

    #[test]
    fn a_span_that_is_nowhere_is_moved_to_where_it_may_be() {
        assert_eq!(words(&excerpt("é", &[(1, 1)])), ["é"]);
        assert_eq!(words(&excerpt("ab", &[(900, 901), (1, 900), (0, 0)])), ["", "b", ""]);
        assert_eq!(words(&excerpt("", &[(5, 9)])), [""]);
        assert_eq!(words(&excerpt("new A({\n  b,\n})", &[(0, 14)])), ["new A({"]);
        let long = "€".repeat(500);
        assert_eq!(words(&excerpt(&long, &[(601, 1400)])).len(), 1);
    }
}
