//! Analyzes whatever text comes, and the same with its declarations asked for: no panic, positions within the text, a diagnostic with
//! its code for each refusal.
#![no_main]

#[expect(dead_code, reason = "the other targets use the rest")]
#[path = "../../tests/robust/sound.rs"]
mod sound;

use rwstate_transform::AnalyzeOptions;

libfuzzer_sys::fuzz_target!(|source: &str| {
    let path = sound::path_of(source);
    let asked = sound::asked(path, source);
    for text in [Some(source), asked.as_deref()].into_iter().flatten() {
        if let Err(problem) = sound::analyzed(path, text, &AnalyzeOptions::default()) {
            panic!("{problem}");
        }
    }
});
