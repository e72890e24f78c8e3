//! Analyzes whatever text comes: no panic, positions within the text, a diagnostic with its code for each refusal.
#![no_main]

#[expect(dead_code, reason = "the other targets use the rest")]
#[path = "../../tests/robust/sound.rs"]
mod sound;

libfuzzer_sys::fuzz_target!(|source: &str| {
    if let Err(fault) = sound::analyzed(sound::path_of(source), source, &sound::options()) {
        panic!("{fault}");
    }
});
