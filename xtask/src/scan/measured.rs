//! What was measured, part by part. The times are milliseconds, one a round.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Serialize)]
pub(crate) struct Measured {
    pub(crate) beside_vite: Vec<BesideVite>,
    pub(crate) threads: Option<Threads>,
    pub(crate) growth: Vec<Size>,
    pub(crate) saves: Vec<Saves>,
    pub(crate) extraction: Vec<Extraction>,
    pub(crate) starts: Vec<Starts>,
}

/// One walk of one process.
#[derive(Debug, Deserialize)]
pub(crate) struct Walk {
    pub(crate) millis: f64,
    pub(crate) dependencies: BTreeSet<String>,
    /// The files that the dependencies are, where Vite has said so.
    #[serde(default)]
    pub(crate) resolved: BTreeMap<String, String>,
    /// How many files were read, where that is known.
    pub(crate) files: Option<usize>,
}

/// Vite's own scan of an app, the walk, and the walk with Vite's answer to each of its finds.
#[derive(Debug, Default, Serialize)]
pub(crate) struct BesideVite {
    pub(crate) modules: usize,
    pub(crate) dependencies: usize,
    pub(crate) vite: Vec<f64>,
    pub(crate) walk: Vec<f64>,
    pub(crate) resolved: Vec<f64>,
}

/// One thread and two.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Threads {
    pub(crate) modules: usize,
    pub(crate) one: Vec<f64>,
    pub(crate) two: Vec<f64>,
}

/// The walk through an app of one size.
#[derive(Debug, Serialize)]
pub(crate) struct Size {
    pub(crate) modules: usize,
    pub(crate) walk: Vec<f64>,
}

/// Saves of files that import nothing new: the first after a walk, and the median of those after it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Saves {
    pub(crate) modules: usize,
    pub(crate) first: Vec<f64>,
    pub(crate) later: Vec<f64>,
}

/// A list of files.
#[derive(Debug, Deserialize)]
pub(crate) struct Corpus {
    pub(crate) name: String,
    pub(crate) files: Vec<String>,
}

/// One pass of each parser in Node over a list of files; `rwstate` is the addon.
#[derive(Debug, Deserialize)]
pub(crate) struct Pass {
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    pub(crate) seconds: BTreeMap<String, f64>,
    /// Files whose imports the parsers do not agree on.
    pub(crate) differ: Vec<String>,
}

/// One pass in Rust.
#[derive(Debug, Deserialize)]
pub(crate) struct Native {
    pub(crate) imports: f64,
    pub(crate) parse: f64,
}

/// What extraction costs beside others, as ratios of their time to ours.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Extraction {
    pub(crate) name: String,
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    pub(crate) addon: BTreeMap<String, Vec<f64>>,
    pub(crate) native: BTreeMap<String, Vec<f64>>,
    /// Our time in Rust to that of oxc's parse.
    pub(crate) to_parse: Vec<f64>,
}

/// One server's start.
#[derive(Debug, Deserialize)]
pub(crate) struct Start {
    pub(crate) listening: f64,
    pub(crate) answered: f64,
}

/// Starts of an app with the scan and without, in turn: until the server listens, or from then until its first answer.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Starts {
    pub(crate) name: String,
    pub(crate) with: Vec<f64>,
    pub(crate) without: Vec<f64>,
}
