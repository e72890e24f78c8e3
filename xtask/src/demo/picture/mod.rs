//! A terminal's session -> a picture that moves: an SVG with styles alone, which plays once and ends with the last screen.
//!
//! Where nothing moves (`prefers-reduced-motion`, a viewer without animations), the last screen is all that there is.

use std::{collections::BTreeMap, fmt::Write as _};

use anstream::adapter::WinconBytes;
use anstyle::{AnsiColor, Effects, Style};

/// What a terminal shows from a moment on.
pub(crate) struct Frame {
    /// The moment in seconds.
    pub(crate) at: f64,
    /// The screen, with its styles as ANSI.
    pub(crate) text: String,
}

/// The colors of one picture.
pub(crate) struct Theme {
    pub(crate) name: &'static str,
    ground: &'static str,
    text: &'static str,
    faint: &'static str,
    line: &'static str,
    good: &'static str,
    bad: &'static str,
}

pub(crate) const THEMES: [Theme; 2] = [
    Theme {
        name: "light",
        ground: "#f6f8fa",
        text: "#1f2328",
        faint: "#59636e",
        line: "#b7c0c9",
        good: "#1a7f37",
        bad: "#cf222e",
    },
    Theme {
        name: "dark",
        ground: "#151b23",
        text: "#f0f6fc",
        faint: "#9198a1",
        line: "#4a525c",
        good: "#3fb950",
        bad: "#ff7b72",
    },
];

/// How long a screen stays at least and at most, in seconds: what was too quick to be seen is slower, and a wait is short.
const STAY: (f64, f64) = (0.2, 0.7);

/// Sizes in pixels. A column is as wide as most monospaced fonts are at 13 pixels.
const COLUMN: f64 = 7.8;
const ROW: f64 = 18.0;
const PAD: f64 = 16.0;

/// Characters of one row that are drawn together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    row: u32,
    column: u32,
    class: &'static str,
    text: String,
}

/// Draws the session.
pub(crate) fn draw(frames: &[Frame], title: &str, theme: &Theme) -> String {
    let screens: Vec<Vec<Run>> = frames.iter().map(|frame| runs(&frame.text)).collect();
    let all = || screens.iter().flatten();
    let columns = all().map(|run| run.column + count(&run.text)).max().unwrap_or_default();
    let rows = all().map(|run| run.row + 1).max().unwrap_or_default();
    let width = f64::from(columns).mul_add(COLUMN, 2.0 * PAD).ceil();
    let height = f64::from(rows).mul_add(ROW, 2.0 * PAD).ceil();
    let Theme { ground, text, faint, line, good, bad, .. } = theme;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>{}</title>\n<style>\n\
         text{{white-space:pre;fill:{text};font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",monospace}}\n\
         path{{fill:none;stroke:{line}}}\n\
         .faint{{fill:{faint}}}.good{{fill:{good}}}.bad{{fill:{bad};font-weight:600}}.bold{{font-weight:600}}\n\
         .past{{visibility:hidden}}\n\
         @keyframes hide{{from,to{{visibility:hidden}}}}\n\
         @keyframes show{{from,to{{visibility:visible}}}}\n\
         @media(prefers-reduced-motion:reduce){{g{{animation:none!important}}}}\n\
         </style>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>\n",
        escape(title)
    );
    let times = times(frames);
    for ((from, until), runs) in shown(screens) {
        let _ = match (from, until) {
            (0, None) => write!(svg, "<g>"),
            (_, None) => write!(svg, "<g style=\"animation:hide {:.2}s\">", times[from]),
            (_, Some(until)) => write!(
                svg,
                "<g class=\"past\" style=\"animation:show {:.2}s {:.2}s\">",
                times[until] - times[from],
                times[from]
            ),
        };
        let (boxes, texts): (Vec<_>, Vec<_>) = runs.iter().partition(|run| is_box(&run.text));
        if !boxes.is_empty() {
            let data: String = boxes.into_iter().map(path).collect();
            let _ = write!(svg, "<path d=\"{data}\"/>");
        }
        for Run { row, column, class, text } in texts {
            let (x, y) = place(*row, *column);
            let class =
                if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
            // Where a font's base line lies in a row.
            let y = y + 13.0;
            let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{y}\"{class}>{}</text>", escape(text));
        }
        svg += "</g>\n";
    }
    svg + "</svg>\n"
}

/// Returns when each frame appears in the picture.
fn times(frames: &[Frame]) -> Vec<f64> {
    let mut time = 0.0;
    let gaps = frames.windows(2).map(|pair| (pair[1].at - pair[0].at).clamp(STAY.0, STAY.1));
    std::iter::once(0.0)
        .chain(gaps)
        .map(|gap| {
            time += gap;
            time
        })
        .collect()
}

/// Returns what is drawn, by the frame with which it appears and the one, if any, with which it is gone.
fn shown(screens: Vec<Vec<Run>>) -> BTreeMap<(usize, Option<usize>), Vec<Run>> {
    let mut shown = BTreeMap::<_, Vec<Run>>::new();
    let mut open = BTreeMap::<Run, usize>::new();
    for (index, screen) in screens.into_iter().enumerate() {
        for (run, from) in open.extract_if(.., |run, _| !screen.contains(run)) {
            shown.entry((from, Some(index))).or_default().push(run);
        }
        for run in screen {
            open.entry(run).or_insert(index);
        }
    }
    for (run, from) in open {
        shown.entry((from, None)).or_default().push(run);
    }
    shown
}

/// Splits a screen where its style changes, at gaps, and where lines of boxes begin and end.
fn runs(screen: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut row, mut column) = (0, 0);
    for (style, text) in WinconBytes::new().extract_next(screen.as_bytes()) {
        let mut is_begun = false;
        // Spaces that belong to a run if a character of it follows.
        let mut spaces = 0;
        for character in text.chars() {
            match character {
                '\n' => (row, column, is_begun) = (row + 1, 0, false),
                ' ' => {
                    spaces += 1;
                    column += 1;
                    continue;
                }
                _ => {
                    match runs.last_mut() {
                        Some(run)
                            if is_begun
                                && spaces < 2
                                && edges(character).is_some() == is_box(&run.text) =>
                        {
                            run.text.extend(std::iter::repeat_n(' ', spaces));
                            run.text.push(character);
                        }
                        _ => {
                            let class = class(style);
                            runs.push(Run { row, column, class, text: character.into() });
                        }
                    }
                    (column, is_begun) = (column + 1, true);
                }
            }
            spaces = 0;
        }
    }
    runs
}

fn class(style: Style) -> &'static str {
    let effects = style.get_effects();
    match style.get_fg_color() {
        Some(color) if color == AnsiColor::Green.into() => "good",
        Some(color) if color == AnsiColor::Red.into() => "bad",
        _ if effects.contains(Effects::DIMMED) => "faint",
        _ if effects.contains(Effects::BOLD) => "bold",
        _ => "",
    }
}

fn is_box(text: &str) -> bool {
    text.chars().all(|character| edges(character).is_some())
}

/// Returns to which edges of its place a line of a box leads: left, right, up, down.
const fn edges(character: char) -> Option<[bool; 4]> {
    Some(match character {
        '─' => [true, true, false, false],
        '│' => [false, false, true, true],
        '┌' => [false, true, false, true],
        '┐' => [true, false, false, true],
        '└' => [false, true, true, false],
        '┘' => [true, false, true, false],
        '├' => [false, true, true, true],
        '┤' => [true, false, true, true],
        '┬' => [true, true, false, true],
        '┴' => [true, true, true, false],
        '┼' => [true, true, true, true],
        _ => return None,
    })
}

/// Draws lines of boxes, which no font joins without gaps: one line across, and what goes up and down from it.
fn path(run: &Run) -> String {
    let mut path = String::new();
    let mut across: Option<(f64, f64)> = None;
    for (column, character) in (run.column..).zip(run.text.chars()) {
        let (x, y) = place(run.row, column);
        let [left, right, up, down] = edges(character).unwrap_or_default();
        let (middle, center) = (x + COLUMN / 2.0, y + ROW / 2.0);
        let begin = if left { x } else { middle };
        let end = if right { x + COLUMN } else { middle };
        across = Some((across.map_or(begin, |(begin, _)| begin), end));
        if up || down {
            let top = if up { y } else { center };
            let bottom = if down { y + ROW } else { center };
            let _ = write!(path, "M{middle:.1} {top}V{bottom}");
        }
    }
    if let Some((begin, end)) = across.filter(|(begin, end)| begin < end) {
        let center = place(run.row, 0).1 + ROW / 2.0;
        let _ = write!(path, "M{begin:.1} {center}H{end:.1}");
    }
    path
}

/// Returns the corner of a character at the left and the top.
fn place(row: u32, column: u32) -> (f64, f64) {
    (f64::from(column).mul_add(COLUMN, PAD), f64::from(row).mul_add(ROW, PAD))
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
