//! Every code has its page, and every page its code.

#![expect(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::{collections::BTreeSet, fs, path::Path};

use rwstate_diagnostics::CODES;

#[test]
fn every_code_has_a_page_with_its_parts_and_every_page_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics");
    let mut pages: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        // It lists them, and is generated.
        .filter(|name| name != "README.md")
        .collect();
    for code in CODES {
        let name = code.page();
        assert!(pages.remove(&name), "{name} is missing");
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        assert!(
            text.starts_with(&format!("# {code} {}\n\n{}\n", code.name(), code.summary())),
            "{name}: its head"
        );
        let headings: Vec<_> = text.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(
            headings,
            ["## What happened", "## Why it matters", "## Fix", "## Example"],
            "{name}"
        );
    }
    assert_eq!(pages, BTreeSet::new(), "pages without a code");
}
