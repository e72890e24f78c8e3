//! What `bench/recover.mjs` prints: one JSON document. Times are milliseconds since a load began, sizes are bytes.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Measured {
    pub(crate) app: String,
    pub(crate) cells: Vec<Cell>,
}

/// One Vite with one runtime.
#[derive(Debug, Deserialize)]
pub(crate) struct Cell {
    pub(crate) vite: String,
    pub(crate) runtime: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) idle: Idle,
}

impl Cell {
    /// Names the cell.
    pub(crate) fn name(&self, app: &str) -> String {
        let Self { vite, runtime, .. } = self;
        format!("{app}, Vite {vite}, {runtime}")
    }
}

/// One way to run the same server.
#[derive(Debug, Deserialize)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) rounds: Vec<Round>,
}

/// One server's life: a load, and edits in it.
#[derive(Debug, Deserialize)]
pub(crate) struct Round {
    pub(crate) edits: Vec<Edit>,
    pub(crate) requests: Vec<Request>,
    pub(crate) posts: Posts,
    pub(crate) memory: Memory,
}

/// From the save of a file that imports something new to the first right response.
#[derive(Debug, Deserialize)]
pub(crate) struct Edit {
    pub(crate) begin: f64,
    pub(crate) end: f64,
    pub(crate) reloaded: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) begin: f64,
    pub(crate) end: f64,
    /// Its kind, where it failed.
    pub(crate) failure: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Posts {
    pub(crate) sent: u32,
    pub(crate) twice: u32,
    pub(crate) never: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Memory {
    pub(crate) server: f64,
    pub(crate) workerd: f64,
}

/// What the gate adds to requests while nothing happens.
#[derive(Debug, Deserialize)]
pub(crate) struct Idle {
    pub(crate) requests: u32,
    /// With the gate to without, one for each round.
    pub(crate) ratios: Vec<f64>,
    /// Between two servers without it, one for each round: how much of the above is chance.
    pub(crate) noise: Vec<f64>,
}

impl Column {
    /// Of all rounds.
    pub(crate) fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.rounds.iter().flat_map(|round| &round.edits)
    }

    /// Of all rounds.
    pub(crate) fn requests(&self) -> impl Iterator<Item = &Request> {
        self.rounds.iter().flat_map(|round| &round.requests)
    }

    /// Failures by their kind.
    pub(crate) fn failures(&self) -> BTreeMap<&str, usize> {
        let mut failures = BTreeMap::new();
        for kind in self.requests().filter_map(|request| request.failure.as_deref()) {
            *failures.entry(kind).or_default() += 1;
        }
        failures
    }

    /// The longest that a request took.
    pub(crate) fn longest(&self) -> f64 {
        self.requests().map(Request::took).fold(0.0, f64::max)
    }

    /// The sum over all rounds of one of the counts of POSTs.
    pub(crate) fn posts(&self, count: impl Fn(&Posts) -> u32) -> u32 {
        self.rounds.iter().map(|round| count(&round.posts)).sum()
    }
}

impl Request {
    pub(crate) fn took(&self) -> f64 {
        self.end - self.begin
    }
}

impl Edit {
    pub(crate) fn took(&self) -> f64 {
        self.end - self.begin
    }
}
