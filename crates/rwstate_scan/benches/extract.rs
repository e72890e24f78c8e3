//! What it costs to extract the imports of a list of files, beside oxc's parse alone: one thread, no string that crosses into
//! JavaScript. `cargo xtask bench scan` runs it in turn with parsers in Node; it prints one JSON document.
//!
//! ```text
//! cargo bench -p rwstate_scan --bench extract -- LIST     LIST: a file with one path a line
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]

use std::{env, fs, hint::black_box, thread, time::Instant};

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use rwstate_scan::imports;
use rwstate_syntax::source_type;
use serde_json::json;

/// Passes that are not timed.
const WARM_UPS: usize = 3;

const STACK: usize = 64 * 1024 * 1024;

/// A name, and what is done with a file.
type Stage = (&'static str, fn(&str, &str));

const STAGES: [Stage; 2] = [
    ("imports", |path, source| {
        black_box(imports(path, source));
    }),
    ("parse", |path, source| {
        let allocator = Allocator::default();
        let source_type = source_type(path).unwrap_or_default();
        black_box(Parser::new(&allocator, source, source_type).parse().module_record);
    }),
];

fn main() {
    // As the threads of the walk have it.
    let timed = thread::Builder::new().stack_size(STACK).spawn(run);
    timed.expect("there are threads").join().expect("no file panics");
}

fn run() {
    // Cargo passes `--bench` to every benchmark, and by itself, as `cargo bench` runs it, no list: then there is nothing to time.
    let list = env::args().skip(1).find(|word| word != "--bench");
    let list = list.map(|list| fs::read_to_string(list).expect("the list of files can be read"));
    let files: Vec<(&str, String)> = list
        .iter()
        .flat_map(|list| list.lines())
        .map(|path| (path, fs::read_to_string(path).expect("each file can be read")))
        .collect();
    let mut seconds = [0.0; STAGES.len()];
    for pass in 0..=WARM_UPS {
        for step in 0..STAGES.len() {
            let stage = (pass + step) % STAGES.len();
            let start = Instant::now();
            for (path, source) in &files {
                STAGES[stage].1(path, source);
            }
            seconds[stage] = start.elapsed().as_secs_f64();
        }
    }
    let [(imports, _), (parse, _)] = STAGES;
    println!("{}", json!({ imports: seconds[0], parse: seconds[1] }));
}
