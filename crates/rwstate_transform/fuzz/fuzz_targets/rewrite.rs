//! Rewrites and migrates programs: every output parses, binds, and takes from the globals what its source took. Half of the
//! mutations are of the program's syntax, with pieces of the cases.
#![no_main]

#[path = "../../tests/robust/programs.rs"]
mod programs;
#[path = "../../tests/robust/sound.rs"]
mod sound;

use std::{fs, sync::LazyLock};

use programs::{Edit, Pieces};

static PIECES: LazyLock<Pieces> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases");
    let files = fs::read_dir(folder).expect("the cases are there").flatten();
    let inputs =
        files.map(|file| file.path()).filter(|path| !path.display().to_string().contains(".kept."));
    let sources: Vec<String> = inputs.filter_map(|path| fs::read_to_string(path).ok()).collect();
    Pieces::of(sources.iter().map(String::as_str))
});

libfuzzer_sys::fuzz_target!(|source: &str| {
    if let Err(problem) = sound::check(sound::path_of(source), source) {
        panic!("{problem}");
    }
});

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut seed = u64::from(seed);
    let mut next = || {
        // https://prng.di.unimi.it/splitmix64.c
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed >> 32).unwrap_or_default()
    };
    let program = str::from_utf8(&data[..size]).unwrap_or_default().to_owned();
    let (at, with) = (next(), next());
    let mutated = match next() % 12 {
        0 => program + &PIECES.program(None, &[at]),
        1 => PIECES.program(Some(at), &[with]),
        2 | 3 => PIECES.edit(&program, &Edit::Expression(at, with)),
        4 => PIECES.edit(&program, &Edit::Statement(at, with)),
        5 => PIECES.edit(&program, &Edit::Swap(at, with)),
        6 => PIECES.edit(&program, &Edit::Token(at, with)),
        7 => PIECES.edit(&program, &Edit::Insert(at, with)),
        8 => PIECES.edit(&program, &Edit::Remove(at)),
        _ => return libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    };
    if mutated.is_empty() || mutated.len() > max_size {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    data[..mutated.len()].copy_from_slice(mutated.as_bytes());
    mutated.len()
});
