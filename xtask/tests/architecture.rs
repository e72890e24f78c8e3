//! Holds what ARCHITECTURE.md says: which crate may depend on which, and what each must not know.

#![expect(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

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

/// The crates that a manifest names as dependencies, those of tests included.
fn dependencies(manifest: &Path) -> Vec<String> {
    let text = fs::read_to_string(manifest).unwrap();
    let (_, text) = text.split_once("dependencies]").unwrap_or_default();
    let names = text.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
    let mut names: Vec<_> =
        names.filter(|name| name.starts_with("rwstate_")).map(ToOwned::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn crates_depend_on_each_other_as_architecture_md_lists() {
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let edges = document.lines().filter_map(|line| line.split_once("->"));
    let edges = edges.map(|(from, to)| (from.trim(), to.trim()));
    let listed: BTreeMap<_, _> = edges.filter(|(from, _)| from.starts_with("rwstate_")).collect();
    for (name, path) in crates() {
        let found = dependencies(&path.join("Cargo.toml"));
        let listed: Vec<_> = listed.get(&*name).map_or(vec![], |list| list.split(", ").collect());
        assert_eq!(found, listed, "{name}");
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
