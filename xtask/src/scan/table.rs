//! What was measured, as lines of figures.

use std::fmt::Write as _;

use super::{
    fit::fit,
    measured::{BesideVite, Extraction, Measured, Saves, Size, Starts, Threads},
};
use crate::figures::{around, median, spread};

const NAME: usize = 58;

/// Renders the parts that were measured. A figure is the median, and in parentheses what it lies between.
pub(crate) fn render(measured: &Measured) -> String {
    let parts = [
        beside_vite(&measured.beside_vite),
        measured.threads.as_ref().map(threads).unwrap_or_default(),
        growth(&measured.growth),
        saves(&measured.saves),
        extraction(&measured.extraction),
        starts(&measured.starts),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn beside_vite(sizes: &[BesideVite]) -> String {
    let mut text = String::new();
    for BesideVite { modules, dependencies, vite, walk, resolved } in sizes {
        let name = format!("{modules} modules, {dependencies} dependencies found by both");
        let _ = writeln!(text, "{name}: Vite's own scan {:.0} ms", median(vite));
        text += &row("  ratio to the walk", &spread(&ratios(vite, walk), 1));
        text += &row("  ratio to the walk and Vite's answers", &spread(&ratios(vite, resolved), 1));
    }
    text
}

fn threads(threads: &Threads) -> String {
    let name = format!("one thread to two, {} modules, ratio", threads.modules);
    row(&name, &spread(&ratios(&threads.one, &threads.two), 2))
}

fn growth(sizes: &[Size]) -> String {
    let Some(first) = sizes.first() else { return String::new() };
    let mut text = format!("the walk by size, ratio to {} modules\n", first.modules);
    let mut points = vec![];
    for Size { modules, walk } in sizes {
        let name = format!("  {modules} modules: {:.1} ms", median(walk));
        text += &row(&name, &spread(&ratios(walk, &first.walk), 1));
        points.push((f64::from(u32::try_from(*modules).unwrap_or(u32::MAX)), median(walk)));
    }
    let fitted = fit(&points)
        .map_or_else(|| "–".into(), |fit| format!("{:.2} (R² {:.3})", fit.slope, fit.r_squared));
    text + &row("  time ~ size ^", &fitted)
}

fn saves(sizes: &[Saves]) -> String {
    let mut text = String::new();
    for Saves { modules, first, later } in sizes {
        text += &row(&format!("  {modules} modules, the first"), &spread(first, 2));
        text += &row(&format!("  {modules} modules, those after it"), &spread(later, 2));
    }
    if text.is_empty() { text } else { "a save that imports nothing new, ms\n".to_owned() + &text }
}

fn extraction(corpora: &[Extraction]) -> String {
    let mut text = String::new();
    for Extraction { name, files, bytes, addon, native, to_parse } in corpora {
        let _ = writeln!(text, "imports of {files} files, {} KB: {name}", bytes / 1_000);
        for (parser, ratios) in addon {
            text += &row(&format!("  {parser} to rwstate through the addon"), &spread(ratios, 2));
        }
        for (parser, ratios) in native {
            text += &row(&format!("  {parser} to rwstate in Rust"), &spread(ratios, 2));
        }
        text += &row("  rwstate in Rust to oxc's parse in Rust", &spread(to_parse, 2));
    }
    text
}

/// The ratio is that of the medians; what it lies between is of the pairs.
fn starts(starts: &[Starts]) -> String {
    let mut text = String::new();
    for Starts { name, with, without } in starts {
        let ratio = median(with) / median(without);
        text += &row(&format!("  {name}"), &around(ratio, &ratios(with, without), 2));
    }
    if text.is_empty() {
        return text;
    }
    "a server without caches, with the scan to without\n".to_owned() + &text
}

fn row(name: &str, figure: &str) -> String {
    format!("{name:<NAME$}{figure}\n")
}

/// Round by round.
fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(above, below)| above / below).collect()
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::scan::measured::{BesideVite, Extraction, Measured, Saves, Size, Starts, Threads};

    #[test]
    fn every_figure_has_its_line() {
        let size = |modules, walk: [f64; 3]| Size { modules, walk: walk.into() };
        let measured = Measured {
            beside_vite: vec![BesideVite {
                modules: 1000,
                dependencies: 9,
                vite: vec![800.0, 810.0, 790.0],
                walk: vec![40.0, 45.0, 50.0],
                resolved: vec![80.0, 81.0, 79.0],
            }],
            threads: Some(Threads { modules: 5000, one: vec![400.0], two: vec![220.0] }),
            growth: vec![size(100, [5.0, 4.0, 6.0]), size(1000, [50.0, 55.0, 45.0])],
            saves: vec![Saves { modules: 100, first: vec![1.0], later: vec![0.5, 0.4, 0.6] }],
            extraction: vec![Extraction {
                name: "ES modules of packages".into(),
                files: 2,
                bytes: 10_000,
                addon: [("oxc-parser".to_owned(), vec![8.0])].into(),
                native: [("oxc-parser".to_owned(), vec![9.0])].into(),
                to_parse: vec![1.25],
            }],
            starts: vec![Starts {
                name: "node, until it listens".into(),
                with: vec![202.0, 210.0, 198.0],
                without: vec![200.0, 199.0, 220.0],
            }],
        };
        insta::assert_snapshot!(render(&measured));
    }

    #[test]
    fn what_was_not_measured_has_no_line() {
        assert_eq!(render(&Measured::default()), "");
    }
}
