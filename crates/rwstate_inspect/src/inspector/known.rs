//! What is known of one environment.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::{
    declarations::Declarations,
    snapshot::{Declaration, Duplicate, Entry, Environment, Finding},
};

/// An environment, as Vite has resolved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configured {
    /// Its name.
    pub name: String,
    /// `server` or `client`.
    pub consumer: String,
    /// Whether its requests wait out a re-optimization.
    pub gated: bool,
}

/// What is known of one environment.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) configured: Configured,
    pub(super) runs: bool,
    pub(super) entries: Option<Vec<Reported>>,
    pub(super) declarations: Declarations,
    /// The keys that rewritten files keep, each with its line.
    pub(super) kept: FxHashMap<String, Vec<(String, u32)>>,
    pub(super) findings: Vec<(String, Vec<Finding>)>,
    pub(super) duplicates: Vec<Duplicate>,
    pub(super) evaluations: Evaluations,
    pub(super) stale: Vec<(String, String)>,
}

/// When modules were evaluated again: all of them, and those of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Evaluations {
    pub(super) all: Vec<f64>,
    pub(super) by_file: FxHashMap<String, Vec<f64>>,
}

/// An entry, as its runner reports it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reported {
    pub(super) key: String,
    kind: String,
    version: Option<String>,
    disposable: bool,
    born: f64,
    preview: Option<String>,
}

impl Known {
    pub(super) fn new(configured: Configured) -> Self {
        Self {
            configured,
            runs: false,
            entries: None,
            declarations: Declarations::default(),
            kept: FxHashMap::default(),
            findings: vec![],
            duplicates: vec![],
            evaluations: Evaluations::default(),
            stale: vec![],
        }
    }

    pub(super) fn shown(&self) -> Environment {
        let Configured { name, consumer, gated } = self.configured.clone();
        let places = self.places();
        Environment {
            name,
            consumer,
            gated,
            // A runner that reports entries runs, though an earlier server may have served its
            // modules.
            runs: self.runs || self.entries.is_some(),
            answers: self.entries.is_some(),
            entries: self
                .entries
                .iter()
                .flatten()
                .map(|entry| self.entry(entry, &places))
                .collect(),
            duplicates: self.duplicates.clone(),
            findings: self.findings.iter().flat_map(|(_, findings)| findings.clone()).collect(),
        }
    }

    /// The places of each key, of declarations and of rewritten modules.
    fn places(&self) -> FxHashMap<&str, Vec<Declaration>> {
        let mut places = self.declarations.by_key();
        for (file, kept) in &self.kept {
            for (key, line) in kept {
                places
                    .entry(key)
                    // Where an app calls `defineRwState` with such a key, that call is the place.
                    .or_insert_with(|| vec![Declaration { file: file.clone(), line: *line }]);
            }
        }
        places
    }

    fn entry(&self, reported: &Reported, places: &FxHashMap<&str, Vec<Declaration>>) -> Entry {
        let mut declared = places.get(&*reported.key).cloned().unwrap_or_default();
        // A file may declare a key in two ways, and is one owner all the same.
        declared.dedup_by(|next, kept| next.file == kept.file);
        let survived = self.evaluations.since(reported.born, &declared);
        Entry {
            key: reported.key.clone(),
            kind: reported.kind.clone(),
            version: reported.version.clone(),
            disposable: reported.disposable,
            born: reported.born,
            survived: u32::try_from(survived).unwrap_or(u32::MAX),
            declared,
            preview: reported.preview.clone(),
        }
    }
}

impl Evaluations {
    /// How often the module that declares an entry was evaluated again since a moment.
    fn since(&self, born: f64, declared: &[Declaration]) -> usize {
        let later = |all: &[f64]| all.iter().filter(|at| **at > born).count();
        let files = declared.iter().filter_map(|place| self.by_file.get(&place.file));
        // An entry with two owners has survived what the one that was evaluated most often has.
        later(&self.all) + files.map(|all| later(all)).max().unwrap_or(0)
    }
}
