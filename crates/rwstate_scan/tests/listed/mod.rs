//! Folders that are asked for so often that they are listed.

#![expect(clippy::disallowed_methods, reason = "a test of real files writes files")]

use std::{fmt::Write as _, fs, path::Path};

use rwstate_scan::{Links, RealFiles, Scan, ScanOptions};

use crate::robust::{names, real};

/// Writes an entry that imports a dozen files beside it, and then some more.
fn write(root: &Path, more: &[&str]) {
    let mut entry = String::new();
    let files = (0..12).map(|number| format!("./file-{number}"));
    for file in files.chain(more.iter().map(|&more| more.to_owned())) {
        writeln!(entry, "import '{file}';").unwrap();
    }
    fs::write(root.join("src/entry.ts"), entry).unwrap();
    for number in 0..12 {
        fs::write(root.join(format!("src/file-{number}.ts")), "").unwrap();
    }
}

fn scan(options: ScanOptions) -> Scan<RealFiles> {
    Scan::new(RealFiles, options)
}

fn unknown(finds: &rwstate_scan::Finds) -> Vec<&str> {
    finds.unknown.iter().map(|it| it.specifier.as_str()).collect()
}

#[test]
fn a_file_that_is_made_or_gone_between_two_walks_is_seen() {
    let (_folder, options) = real();
    let root = options.root.clone();
    let entry = [root.join("src/entry.ts")];
    write(&root, &["./later", "./moved"]);
    fs::write(root.join("src/moved.ts"), "").unwrap();
    let mut scan = scan(options);
    assert_eq!(unknown(&scan.start()), ["./later"]);
    fs::write(root.join("src/later.tsx"), "import 'x';").unwrap();
    fs::remove_file(root.join("src/moved.ts")).unwrap();
    fs::write(root.join("src/moved.js"), "import 'y';").unwrap();
    assert_eq!(names(&scan.save(&entry)), ["x", "y"]);
}

#[test]
fn extensions_are_tried_in_their_order_and_a_folder_after_them() {
    let (_folder, options) = real();
    let root = options.root.clone();
    write(&root, &["./both", "./beside", "./inside", "./from.js", "./named.ts"]);
    fs::create_dir(root.join("src/beside")).unwrap();
    fs::create_dir_all(root.join("src/inside.mjs")).unwrap();
    fs::create_dir(root.join("src/inside")).unwrap();
    for (file, text) in [
        ("both.mjs", "import 'x';"),
        ("both.ts", "import 'wrong';"),
        ("beside.ts", "import 'y';"),
        ("beside/index.ts", "import 'wrong';"),
        ("inside/index.ts", "import './../inside.mjs/file';"),
        ("inside.mjs/file.ts", ""),
        ("from.ts", ""),
        ("named.ts", ""),
        ("named.ts.js", "import 'wrong';"),
    ] {
        fs::write(root.join("src").join(file), text).unwrap();
    }
    let finds = scan(options).start();
    assert_eq!((names(&finds), unknown(&finds)), (vec!["x", "y"], vec![]));
    assert_eq!(finds.files, 1 + 12 + 6);
}

#[test]
fn a_name_in_another_case_is_what_the_file_system_says() {
    let (_folder, options) = real();
    let root = options.root.clone();
    write(&root, &["./LOWER", "./upper"]);
    fs::write(root.join("src/lower.ts"), "").unwrap();
    fs::write(root.join("src/UPPER.ts"), "").unwrap();
    let is_same = root.join("src/LOWER.ts").exists();
    let expect = if is_same { vec![] } else { vec!["./LOWER", "./upper"] };
    assert_eq!(unknown(&scan(options).start()), expect);
}

#[cfg(unix)]
#[test]
fn links_lead_where_they_point() {
    use std::os::unix::fs::symlink;

    let (_folder, options) = real();
    let root = options.root.clone();
    write(&root, &["./file", "./folder/inner", "./nowhere"]);
    fs::create_dir_all(root.join("other/folder")).unwrap();
    fs::write(root.join("other/file.ts"), "import 'x';").unwrap();
    fs::write(root.join("other/folder/inner.ts"), "import 'y';").unwrap();
    symlink(root.join("other/file.ts"), root.join("src/file.ts")).unwrap();
    symlink(root.join("other/folder"), root.join("src/folder")).unwrap();
    symlink(root.join("other/none.ts"), root.join("src/nowhere.ts")).unwrap();
    let finds = scan(options).start();
    assert_eq!(unknown(&finds), ["./nowhere"]);
    let places: Vec<_> = finds.dependencies.iter().map(|it| it.place.file.clone()).collect();
    assert_eq!(places, [root.join("other/file.ts"), root.join("other/folder/inner.ts")]);
}

#[cfg(unix)]
#[test]
fn a_linked_folder_is_walked_once_by_whatever_path() {
    use std::os::unix::fs::symlink;

    let (_folder, options) = real();
    let root = options.root.clone();
    let alias = root.join("src/linked").to_string_lossy().into_owned();
    fs::create_dir(root.join("other")).unwrap();
    symlink(root.join("other"), root.join("src/linked")).unwrap();
    let mut entry = String::new();
    for number in 0..12 {
        fs::write(root.join(format!("other/{number}.ts")), "import 'x';").unwrap();
        for path in ["./linked", "../other", "~", "#"] {
            writeln!(entry, "import '{path}/{number}';").unwrap();
        }
    }
    fs::write(root.join("src/entry.ts"), entry).unwrap();
    let options = ScanOptions {
        // What an alias makes of the second is no path, and so nothing that the third is asked for.
        alias: vec![("~".into(), alias.clone()), ("#".into(), "x".into()), ("#".into(), alias)],
        ..options
    };
    let walked = |links| {
        let mut scan = scan(ScanOptions { links, ..options.clone() });
        let finds = scan.start();
        let is_linked = finds.dependencies[0].place.file.starts_with(root.join("src/linked"));
        (finds.files, is_linked)
    };
    assert_eq!(walked(Links::Followed), (1 + 12, false));
    // Two names of each.
    assert_eq!(walked(Links::Preserved), (1 + 24, true));
}

#[test]
fn a_name_is_resolved_from_the_folder_that_imports_it() {
    let (_folder, options) = real();
    let root = options.root.clone();
    let nested = root.join("src/nested/node_modules/x");
    fs::create_dir_all(&nested).unwrap();
    fs::write(nested.join("index.js"), "").unwrap();
    write(&root, &["./nested/first", "./nested/second", "x"]);
    for file in ["first", "second"] {
        fs::write(root.join(format!("src/nested/{file}.ts")), "import 'x';").unwrap();
    }
    let mut scan = scan(options);
    let finds = scan.start();
    // The two files of a folder mean the same `x`, the entry another.
    assert_eq!(names(&finds), ["x", "x"]);
    // What was installed since is seen by the next walk.
    fs::remove_dir_all(root.join("src/nested/node_modules")).unwrap();
    let moved = root.join("src/node_modules/x");
    fs::create_dir_all(&moved).unwrap();
    fs::write(moved.join("index.js"), "").unwrap();
    assert_eq!(names(&scan.save(&[root.join("src/nested/first.ts")])), ["x"]);
}
