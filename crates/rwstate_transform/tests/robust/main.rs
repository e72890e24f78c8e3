//! What must hold for every program, held for the cases and for programs made of their pieces. The fuzz targets in `fuzz/` look
//! further; what they found is a case.
#![expect(clippy::disallowed_methods, reason = "a test reads its cases")]
#![expect(unreachable_pub, reason = "the fuzz targets and a benchmark have these modules too")]

mod programs;
#[expect(dead_code, reason = "the fuzz targets use the rest")]
mod sound;

use std::{cell::Cell, fs, path::Path, sync::LazyLock};

use programs::{Edit, Pieces};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

static CASES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = files
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    cases.sort();
    cases
});

static PIECES: LazyLock<Pieces> =
    LazyLock::new(|| Pieces::of(inputs().map(|(_, source)| source.as_str())));

/// What goes in; what came out is beside it.
fn inputs() -> impl Iterator<Item = &'static (String, String)> {
    CASES.iter().filter(|(path, _)| !path.contains(".kept."))
}

#[test]
fn every_case_is_sound() {
    for (path, source) in CASES.iter() {
        if let Err(problem) = sound::check(path, source) {
            panic!("{path}: {problem}");
        }
    }
}

/// How many programs are made: as many as a few seconds allow. They are the same each time, so that a change is what fails.
const PROGRAMS: u32 = 5_000;

#[test]
fn programs_made_of_pieces_are_sound() {
    let config =
        ProptestConfig { cases: PROGRAMS, failure_persistence: None, ..ProptestConfig::default() };
    let (valid, kept, refused) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let count = |counter: &Cell<u32>, is_so: bool| counter.set(counter.get() + u32::from(is_so));
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&program(), |(path, program)| {
        let outcome = sound::check(&path, &program);
        let outcome = outcome.map_err(|problem| {
            TestCaseError::fail(format!("{problem}\n--- which {path} was\n{program}"))
        })?;
        count(&valid, outcome.is_valid);
        count(&kept, outcome.kept > 0);
        count(&refused, !outcome.refused.is_empty());
        Ok(())
    });
    if let Err(problem) = outcome {
        panic!("{problem}");
    }
    // Programs that nothing is found in would show nothing.
    let least = PROGRAMS / 20;
    let counts = [valid.get(), kept.get(), refused.get()];
    assert!(counts.iter().all(|count| *count > least), "{counts:?}");
}

/// A path and a program.
fn program() -> impl Strategy<Value = (String, String)> {
    let extension = prop::sample::select(vec!["js", "ts", "tsx", "mjs"]);
    let whole = prop::option::weighted(0.7, any::<usize>());
    let pieces = (whole, vec(any::<usize>(), 0..4), vec(edit(), 0..4), extension);
    pieces.prop_map(|(whole, statements, edits, extension)| {
        let program = PIECES.program(whole, &statements);
        let program = edits.iter().fold(program, |program, edit| PIECES.edit(&program, edit));
        (format!("m.{extension}"), program)
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let two = || (any::<usize>(), any::<usize>());
    prop_oneof![
        4 => two().prop_map(|(at, with)| Edit::Expression(at, with)),
        2 => two().prop_map(|(at, with)| Edit::Statement(at, with)),
        2 => two().prop_map(|(at, with)| Edit::Swap(at, with)),
        1 => two().prop_map(|(at, with)| Edit::Token(at, with)),
        1 => two().prop_map(|(at, with)| Edit::Insert(at, with)),
        1 => any::<usize>().prop_map(Edit::Remove),
    ]
}
