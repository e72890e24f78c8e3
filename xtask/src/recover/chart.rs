//! Requests of the first round over time, plain Vite above and rwstate below: a dot for each at its end, as high as it took
//! long; a cross where it failed; a line for each edit.

use std::fmt::{self, Write as _};

use super::measured::{Cell, Column, Round};

const WIDTH: f64 = 880.0;
const PANEL: f64 = 150.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 58.0;
const GAP: f64 = 46.0;

/// The page that a chart is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl fmt::Display for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Light => "light",
            Self::Dark => "dark",
        })
    }
}

struct Colors {
    paper: &'static str,
    ink: &'static str,
    faint: &'static str,
    answered: &'static str,
    failed: &'static str,
}

impl Theme {
    const fn colors(self) -> Colors {
        match self {
            Self::Light => Colors {
                paper: "#ffffff",
                ink: "#1f2328",
                faint: "#8c959f",
                answered: "#0969da",
                failed: "#cf222e",
            },
            Self::Dark => Colors {
                paper: "#0d1117",
                ink: "#e6edf3",
                faint: "#6e7681",
                answered: "#58a6ff",
                failed: "#ff7b72",
            },
        }
    }
}

/// Renders the chart of a cell.
pub(crate) fn render(title: &str, cell: &Cell, theme: Theme) -> String {
    let colors = theme.colors();
    let shown: Vec<(&str, &Round)> = cell
        .columns
        .iter()
        .filter(|column| column.name != "gate: false")
        .filter_map(|Column { name, rounds }| Some((name.as_str(), rounds.first()?)))
        .collect();
    let requests = || shown.iter().flat_map(|(_, round)| &round.requests);
    let scale = Scale {
        time: requests().map(|request| request.end).fold(1.0, f64::max),
        took: requests().map(super::measured::Request::took).fold(1.0, f64::max),
    };
    let height = panel_top(shown.len()) - 6.0;
    let Colors { paper, ink, .. } = colors;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n\
         <title>Requests while dependencies re-optimize: {title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n\
         <text x=\"16\" y=\"26\" fill=\"{ink}\" font-size=\"15\" font-weight=\"600\">Requests while dependencies re-optimize \
         · {title}</text>\n"
    );
    for (index, (name, round)) in shown.iter().enumerate() {
        svg += &panel(name, round, panel_top(index), &scale, &colors);
    }
    svg + "</svg>\n"
}

struct Scale {
    time: f64,
    took: f64,
}

impl Scale {
    fn x(&self, time: f64) -> f64 {
        (time / self.time).mul_add(WIDTH - LEFT - 20.0, LEFT)
    }

    fn y(&self, took: f64, top: f64) -> f64 {
        (took / self.took).mul_add(8.0 - PANEL, top + PANEL)
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are two panels")]
fn panel_top(index: usize) -> f64 {
    (index as f64).mul_add(PANEL + GAP, TOP)
}

fn panel(name: &str, round: &Round, top: f64, scale: &Scale, colors: &Colors) -> String {
    let Colors { ink, faint, answered, failed, .. } = colors;
    let failures = round.requests.iter().filter(|request| request.failure.is_some()).count();
    let bottom = top + PANEL;
    let mut svg = format!(
        "<text x=\"16\" y=\"{:.0}\" fill=\"{ink}\" font-weight=\"600\">{name}</text>\n\
         <text x=\"{:.0}\" y=\"{:.0}\" fill=\"{ink}\" text-anchor=\"end\">{} requests, {failures} failed</text>\n",
        top - 8.0,
        WIDTH - 20.0,
        top - 8.0,
        round.requests.len()
    );
    for (value, label) in
        [(0.0, "0".to_owned()), (scale.took, format!("{:.1} s", scale.took / 1000.0))]
    {
        let y = scale.y(value, top);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{faint}\" stroke-opacity=\".4\"/>\
             <text x=\"{:.0}\" y=\"{:.1}\" fill=\"{faint}\" text-anchor=\"end\" font-size=\"11\">{label}</text>",
            WIDTH - 20.0,
            LEFT - 8.0,
            y + 4.0
        );
    }
    for edit in &round.edits {
        let x = scale.x(edit.begin);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.0}\" y2=\"{bottom:.0}\" stroke=\"{faint}\" stroke-dasharray=\"2 3\"/>"
        );
    }
    for request in &round.requests {
        let (x, y) = (scale.x(request.end), scale.y(request.took(), top));
        let _ = if request.failure.is_some() {
            writeln!(
                svg,
                "<path d=\"M{:.1} {:.1}l7 7m0-7l-7 7\" stroke=\"{failed}\" stroke-width=\"1.6\"/>",
                x - 3.5,
                y - 3.5
            )
        } else {
            writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"{answered}\" fill-opacity=\".7\"/>"
            )
        };
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::{Theme, render};

    #[test]
    fn a_failure_is_a_cross_and_an_answer_is_a_dot() {
        let svg = render("playground, Vite 8, node", &crate::recover::tests::cell(), Theme::Dark);
        assert_eq!(svg.matches("<circle").count(), 3);
        assert_eq!(svg.matches("<path").count(), 1);
        assert_eq!(svg.matches("stroke-dasharray").count(), 2);
        assert!(
            svg.contains("2 requests, 1 failed") && svg.contains("2 requests, 0 failed"),
            "{svg}"
        );
    }
}
