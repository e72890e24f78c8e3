//! The crate's stages over real files: whether each holds, and what each costs against oxc's own. `cargo xtask bench transform`
//! runs it over a `node_modules`; each mode prints one JSON document, and judges nothing.
//!
//! ```text
//! cargo bench -p rwstate_transform --bench stages -- check FOLDER
//! cargo bench -p rwstate_transform --bench stages -- time FOLDER [ROUNDS]
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]

mod check;
mod corpus;
#[path = "../../tests/robust/sound.rs"]
#[expect(dead_code, unreachable_pub, reason = "it is a module of a test and of fuzz targets too")]
mod sound;
mod time;

use std::env;

use corpus::Corpus;

fn main() {
    // Cargo passes `--bench` to every benchmark.
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let rounds = words.get(2).and_then(|word| word.parse().ok()).unwrap_or(7);
    let measured = match words[..] {
        ["check", folder, ..] => check::run(Corpus::of_folder(folder)),
        ["time", folder, ..] => time::run(&Corpus::of_folder(folder), rounds),
        // By itself, as `cargo bench` runs it: the crate's own cases.
        _ => time::run(
            &Corpus::of_folder(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases")),
            rounds,
        ),
    };
    println!("{measured}");
}
