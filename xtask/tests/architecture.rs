//! Holds what ARCHITECTURE.md says: which crate may depend on which, and what each must not know.

#![expect(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The crates in the order of their arrows: each may depend only on crates above it.
const LAYERS: &[&[&str]] = &[
    &["rwstate_diagnostics", "rwstate_syntax"],
    &[
        "rwstate_plan",
        "rwstate_append",
        "rwstate_edits",
        "rwstate_gate",
        "rwstate_transform",
        "rwstate_inspect",
    ],
    &["rwstate_cli"],
    &["rwstate_binding"],
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn crates() -> Vec<(String, PathBuf)> {
    let folders = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut crates: Vec<_> = folders
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    crates.sort();
    crates
}

fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

fn layer(name: &str) -> usize {
    LAYERS
        .iter()
        .position(|names| names.contains(&name))
        .unwrap_or_else(|| panic!("{name} has no place in ARCHITECTURE.md"))
}

#[test]
fn arrows_between_crates_run_one_way() {
    for (name, path) in crates() {
        let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap();
        let dependencies = manifest.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        for dependency in dependencies.filter(|word| word.starts_with("rwstate_") && *word != name)
        {
            assert!(layer(dependency) < layer(&name), "{name} depends on {dependency}");
        }
    }
}

#[test]
fn only_the_binding_mentions_napi() {
    for (name, path) in crates() {
        let mentions = sources(&path.join("src")).contains("napi");
        assert_eq!(mentions, name == "rwstate_binding", "{name}");
    }
}

#[test]
fn every_function_of_the_addon_catches_a_panic() {
    let text = sources(&root().join("crates/rwstate_binding/src"));
    let mut attribute = "";
    let mut functions = 0;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[napi") {
            attribute = line;
        }
        if line.starts_with("pub fn ") || line.starts_with("pub const fn ") {
            assert!(attribute.contains("catch_unwind"), "{line}");
            functions += 1;
        }
    }
    assert!(functions > 20);
}

#[test]
fn library_crates_touch_no_file_environment_or_clock() {
    for (name, path) in crates() {
        if name == "rwstate_cli" {
            continue;
        }
        let text = sources(&path.join("src"));
        for word in
            ["std::fs", "std::env", "std::net", "std::process", "Instant::now", "SystemTime"]
        {
            assert!(!text.contains(word), "{name} mentions {word}");
        }
    }
}

#[test]
fn only_what_reads_modules_mentions_the_ast() {
    for (name, path) in crates() {
        assert!(
            ["rwstate_append", "rwstate_edits", "rwstate_syntax", "rwstate_transform"]
                .contains(&&*name)
                || !sources(&path.join("src")).contains("oxc_ast"),
            "{name}"
        );
    }
}

#[test]
fn the_runtime_module_imports_nothing() {
    let text = fs::read_to_string(root().join("packages/rwstate/src/runtime/state.mts")).unwrap();
    assert!(!text.lines().any(|line| line.starts_with("import ")
        || line.contains("require(")
        || line.contains("import(")));
}
