//! Rewriting a list of files, timed as a whole: what a program of another kind is compared with.

use std::time::Instant;

use serde_json::{Value, json};

use crate::{corpus::Corpus, sound::options, time::with};
use rwstate_transform::rewrite;

pub(crate) fn run(corpus: &Corpus, rounds: usize) -> Value {
    let options = options();
    let mut seconds = vec![];
    let mut entries = 0;
    for round in 0..=rounds {
        entries = 0;
        let start = Instant::now();
        for file in &corpus.0 {
            entries += rewrite(&file.path, &file.source, &with(&options)).entries.len();
        }
        // The first round warms up.
        if round > 0 {
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    json!({ "files": corpus.0.len(), "entries": entries, "seconds": seconds })
}
