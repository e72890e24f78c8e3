//! What the parts of the benchmark print: one JSON document each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) checked: Checked,
    pub(crate) stages: Stages,
    pub(crate) addon: Addon,
    pub(crate) cli: Option<Cli>,
}

/// Whether everything held for every file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    /// Files that oxc does not parse, or that do not bind.
    pub(crate) invalid: usize,
    /// Declarations, where a comment asks to keep each.
    pub(crate) kept: usize,
    pub(crate) migrated: usize,
    /// Declarations by the name of the code that says why.
    pub(crate) refused: BTreeMap<String, usize>,
    pub(crate) findings: Vec<Finding>,
    /// Files.
    pub(crate) rewritten: usize,
    #[serde(skip_serializing)]
    pub(crate) stateless: Vec<String>,
}

/// Something that did not hold.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) file: String,
    pub(crate) fault: String,
}

/// What the stages cost.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stages {
    pub(crate) groups: Vec<Group>,
}

/// Files with something in common.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    pub(crate) stages: Vec<Stage>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stage {
    pub(crate) name: String,
    /// To the first stage, one a round.
    pub(crate) ratios: Vec<f64>,
    pub(crate) micros_per_10_kb: Vec<f64>,
}

/// What modules without state cost through the addon.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Addon {
    pub(crate) groups: Vec<Stateless>,
}

/// Modules of some length.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stateless {
    pub(crate) name: String,
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    /// How many files the search for words did not rule out.
    pub(crate) parsed: usize,
    pub(crate) micros_per_10_kb: Vec<f64>,
}

/// The `rwstate` binary.
#[derive(Debug, Serialize)]
pub(crate) struct Cli {
    /// The time on one thread to that on two, one a round.
    pub(crate) ratios: Vec<f64>,
    /// The most memory that two threads held, in bytes, where the system tells.
    pub(crate) memory: Option<u64>,
}
