//! What the stages cost against oxc's own parse and semantic analysis.
//!
//! For each file all stages run one after the other, in an order that changes with the file and the round: what disturbs the machine
//! disturbs them all. A round gives one ratio a stage and group of files.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use rwstate_transform::{AnalyzeOptions, RewriteOptions, analyze, may_have_state, rewrite};
use serde_json::{Value, json};

use crate::{
    corpus::{Corpus, File},
    sound::source_type,
};

/// A name, and what is done with a file.
type Stage = (&'static str, fn(&File));

/// What is timed. The first is what the others are compared with.
const STAGES: [Stage; 6] = [
    ("oxc: parse, semantic with nodes and syntax check", |file| oxc(file, Nodes::Built)),
    ("oxc: parse, semantic without nodes", |file| oxc(file, Nodes::None)),
    ("may_have_state", |file| {
        black_box(may_have_state(&file.source, &AnalyzeOptions::default()));
    }),
    ("rewrite with map", |file| rewritten(&file.path, &file.source)),
    ("analyze, every declaration asked for", |file| {
        black_box(analyze(&file.path, &file.asked, &AnalyzeOptions::default()));
    }),
    ("rewrite with map, every declaration asked for", |file| rewritten(&file.path, &file.asked)),
];

/// Whether the semantic analysis remembers its nodes, which the search for writes needs.
#[derive(Clone, Copy, PartialEq)]
enum Nodes {
    Built,
    None,
}

/// Files with something in common.
struct Group {
    name: &'static str,
    files: usize,
    bytes: usize,
    /// For each round the time of each stage.
    rounds: Vec<[Duration; STAGES.len()]>,
}

pub(crate) fn run(corpus: &Corpus, rounds: usize) -> Value {
    let names = ["all", "with contexts", "rewritten where every declaration is asked for"];
    let mut groups = names.map(|name| Group { name, files: 0, bytes: 0, rounds: vec![] });
    let files: Vec<(&File, [bool; 3])> =
        corpus.0.iter().filter(|file| is_valid(file)).map(|file| (file, groups_of(file))).collect();
    for (file, is_in) in &files {
        for (group, _) in groups.iter_mut().zip(is_in).filter(|(_, is_in)| **is_in) {
            group.files += 1;
            group.bytes += file.source.len();
        }
    }
    for round in 0..=rounds {
        for group in &mut groups {
            group.rounds.push(Default::default());
        }
        for (position, (file, is_in)) in files.iter().enumerate() {
            for step in 0..STAGES.len() {
                let stage = (position + round + step) % STAGES.len();
                let start = Instant::now();
                STAGES[stage].1(file);
                let took = start.elapsed();
                for (group, _) in groups.iter_mut().zip(is_in).filter(|(_, is_in)| **is_in) {
                    group.rounds[round][stage] += took;
                }
            }
        }
    }
    let groups = groups.iter().map(Group::to_json).collect::<Vec<_>>();
    json!({ "skipped": corpus.0.len() - files.len(), "groups": groups })
}

impl Group {
    fn to_json(&self) -> Value {
        // The first round warms up.
        let rounds = &self.rounds[1..];
        let stages: Vec<Value> = STAGES
            .iter()
            .enumerate()
            .map(|(stage, (name, _))| {
                let ratios: Vec<f64> = rounds
                    .iter()
                    .map(|times| times[stage].as_secs_f64() / times[0].as_secs_f64())
                    .collect();
                #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
                let tens = self.bytes as f64 / 10_240.0;
                let micros: Vec<f64> =
                    rounds.iter().map(|times| times[stage].as_secs_f64() * 1e6 / tens).collect();
                json!({ "name": name, "ratios": ratios, "micros_per_10_kb": micros })
            })
            .collect();
        json!({ "name": self.name, "files": self.files, "bytes": self.bytes, "stages": stages })
    }
}

/// Files that oxc objects to are left out: both sides would stop somewhere else.
fn is_valid(file: &File) -> bool {
    let Some(source_type) = source_type(&file.path) else { return false };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &file.source, source_type).parse();
    parsed.diagnostics.is_empty()
        && SemanticBuilder::new()
            .with_check_syntax_error(true)
            .build(&parsed.program)
            .diagnostics
            .is_empty()
}

fn groups_of(file: &File) -> [bool; 3] {
    let is_rewritten = |source: &str| rewrite(&file.path, source, &OPTIONS).code.is_some();
    [true, is_rewritten(&file.source), is_rewritten(&file.asked)]
}

fn oxc(file: &File, nodes: Nodes) {
    let Some(source_type) = source_type(&file.path) else { return };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &file.source, source_type).parse();
    let is_built = nodes == Nodes::Built;
    let builder =
        SemanticBuilder::new().with_build_nodes(is_built).with_check_syntax_error(is_built);
    black_box(builder.build(&parsed.program));
}

fn rewritten(path: &str, source: &str) {
    black_box(rewrite(path, source, &OPTIONS));
}

/// How the benchmarks rewrite.
const OPTIONS: RewriteOptions<'_> = RewriteOptions {
    analyze: &AnalyzeOptions { listed: vec![] },
    key: "app@1.0.0/m",
    runtime: "rwstate/preserve",
};
