//! Whether everything holds for every file.

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
};

use rwstate_transform::{AnalyzeOptions, analyze};
use serde_json::{Value, json};

use crate::{
    corpus::{Corpus, File},
    sound,
};

pub(crate) fn run(corpus: Corpus) -> Value {
    // A panic is a finding like any other, reported with its file.
    panic::set_hook(Box::new(|_| {}));
    let (mut bytes, mut invalid, mut kept, mut migrated) = (0, 0, 0, 0);
    let (mut rewritten, mut stateless) = (0, vec![]);
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    let mut findings = vec![];
    let files = corpus.0.len();
    let options = AnalyzeOptions::default();
    for File { path, source, .. } in corpus.0 {
        bytes += source.len();
        let checked = panic::catch_unwind(AssertUnwindSafe(|| sound::check(&path, &source)));
        match checked {
            Ok(Ok(outcome)) => {
                invalid += usize::from(!outcome.is_valid);
                kept += outcome.kept;
                rewritten += usize::from(outcome.kept > 0);
                if outcome.is_valid && analyze(&path, &source, &options).states.is_empty() {
                    stateless.push(path);
                }
                migrated += outcome.migrated;
                for (code, count) in outcome.refused {
                    *refused.entry(code).or_default() += count;
                }
            }
            Ok(Err(problem)) => findings.push(json!({ "file": path, "problem": problem })),
            Err(panic) => {
                let words = panic.downcast_ref::<String>().map(String::as_str);
                let words = words.or_else(|| panic.downcast_ref().copied()).unwrap_or("a panic");
                findings.push(json!({ "file": path, "problem": format!("panicked: {words}") }));
            }
        }
    }
    json!({
        "files": files, "bytes": bytes, "invalid": invalid, "kept": kept, "migrated": migrated, "refused": refused, "findings": findings,
        "rewritten": rewritten, "stateless": stateless,
    })
}
