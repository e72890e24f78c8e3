//! Import extraction beside parsers from npm, through the addon and in Rust.

use std::{fs, path::Path};

use anyhow::{Result, bail};

use super::{
    document, driver,
    measured::{Corpus, Extraction, Native, Pass},
};
use crate::{
    root::at,
    step::{CARGO, command},
};

/// The addon, in the names of the parsers.
const OURS: &str = "rwstate";

pub(super) fn run(app: &Path, packages: &Path, rounds: usize) -> Result<Vec<Extraction>> {
    let served = at("target/bench/scan/served");
    let [app, packages, served] = [app, packages, &served].map(|path| path.to_string_lossy());
    let corpora: Vec<Corpus> = driver(&["corpus", &app, &packages, &served])?;
    let of = |(index, corpus)| of_corpus(index, corpus, &packages, rounds);
    corpora.into_iter().enumerate().map(of).collect()
}

fn of_corpus(index: usize, corpus: Corpus, packages: &str, rounds: usize) -> Result<Extraction> {
    let list = at(&format!("target/bench/scan-files-{index}.txt"));
    fs::write(&list, corpus.files.join("\n"))?;
    let list = list.to_string_lossy();
    let mut measured = Extraction { name: corpus.name, ..Extraction::default() };
    for round in 0..rounds {
        let turn = round.to_string();
        let in_node = || driver::<Pass>(&["extract", &list, packages, &turn]);
        let (pass, native) = if round % 2 == 0 {
            let pass = in_node()?;
            (pass, native(&list)?)
        } else {
            let native = native(&list)?;
            (in_node()?, native)
        };
        if let Some(file) = pass.differ.first() {
            bail!("parsers differ on the imports of {} files, as of {file}", pass.differ.len());
        }
        let Some(ours) = pass.seconds.get(OURS) else { bail!("the addon has no time") };
        for (name, theirs) in pass.seconds.iter().filter(|(name, _)| *name != OURS) {
            measured.addon.entry(name.clone()).or_default().push(theirs / ours);
            measured.native.entry(name.clone()).or_default().push(theirs / native.imports);
        }
        measured.to_parse.push(native.imports / native.parse);
        (measured.files, measured.bytes) = (pass.files, pass.bytes);
    }
    Ok(measured)
}

/// The crate's benchmark.
fn native(list: &str) -> Result<Native> {
    let bench = ["bench", "--quiet", "--package", "rwstate_scan", "--bench", "extract", "--", list];
    document(command(CARGO, &bench))
}
