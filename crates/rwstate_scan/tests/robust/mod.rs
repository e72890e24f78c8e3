//! Files that are large, many, deep, or half written.

#![expect(clippy::disallowed_methods, reason = "a test of real files writes files")]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use rwstate_scan::{Cause, RealFiles, Scan, ScanOptions};

use crate::{
    fixture::{Memory, lines, options},
    packages,
};

/// A folder with the packages `x` and `y`, and options whose graph begins in it at `src/entry.ts`.
pub(crate) fn real() -> (tempfile::TempDir, ScanOptions) {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    for name in ["x", "y"] {
        let package = root.join("node_modules").join(name);
        fs::create_dir_all(&package).unwrap();
        fs::write(package.join("index.js"), "").unwrap();
    }
    fs::create_dir(root.join("src")).unwrap();
    (folder, ScanOptions { root, ..options() })
}

pub(crate) fn names(finds: &rwstate_scan::Finds) -> Vec<&str> {
    let mut names: Vec<&str> = finds.dependencies.iter().map(|it| it.specifier.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn five_megabytes_of_generated_code_are_read_to_their_end() {
    let mut text = String::from("import 'x';\nexport const rows = [\n");
    while text.len() < 5_000_000 {
        let row = text.len();
        let _ =
            writeln!(text, "  {{ id: {row}, name: \"row {row}\", of: [1, 2, \"import 'z'\"] }},");
    }
    let lines_before = text.matches('\n').count();
    text.push_str("];\nimport 'y';\n");
    let memory = Memory::of(&packages(&["x", "y", "z"]));
    memory.write("/app/src/entry.ts", "import './generated';");
    memory.write("/app/src/generated.ts", &text);
    let finds = Scan::new(memory, options()).start();
    let last = format!("y < src/generated.ts:{}", lines_before + 2);
    assert_eq!(lines(&finds), ["x < src/generated.ts:1".to_owned(), last]);
}

#[test]
fn twenty_thousand_files_are_found_one_behind_the_other_and_by_a_pattern() {
    let (_folder, options) = real();
    let [source, pages] = ["src", "src/pages"].map(|folder| options.root.join(folder));
    fs::create_dir(&pages).unwrap();
    let half = 10_000;
    for file in 0..half {
        // A recursion would need a stack as deep as that.
        let text = if file + 1 == half {
            "import 'x';".into()
        } else {
            format!("import './{}.ts';", file + 1)
        };
        fs::write(source.join(format!("{file}.ts")), text).unwrap();
        fs::write(pages.join(format!("{file}.ts")), "").unwrap();
    }
    fs::write(source.join("entry.ts"), "import './0.ts';\nimport.meta.glob('./pages/*.ts');\n")
        .unwrap();
    let [last, page] = [&source, &pages].map(|folder| folder.join(format!("{}.ts", half - 1)));
    fs::write(&page, "import 'y';").unwrap();
    let mut scan = Scan::new(RealFiles, options);
    let finds = scan.start();
    assert_eq!((names(&finds), finds.files), (vec!["x", "y"], 2 * half + 1));
    assert_eq!((scan.chain(&last).len(), scan.chain(&page).len()), (half, 1));
    assert_eq!(scan.save(&[last]).files, 1);
}

#[test]
fn half_a_file_is_right_when_the_whole_is_saved() {
    let whole = "import 'x';\nimport { y } from 'y';\nexport const z = `${y}`;\nimport './a';\n";
    let entry: PathBuf = "/app/src/entry.ts".into();
    for length in 0..whole.len() {
        let memory = Memory::of(&packages(&["x", "y", "z"]));
        memory.write("/app/src/a.ts", "import 'z';");
        memory.write("/app/src/entry.ts", &whole[..length]);
        let mut scan = Scan::new(memory.clone(), options());
        let half = scan.start();
        assert!(half.left_out.iter().all(|it| it.cause == Cause::Syntax), "{length}");
        memory.write("/app/src/entry.ts", whole);
        let rest = scan.save(std::slice::from_ref(&entry));
        assert_eq!(rest.left_out, [], "{length}");
        let mut all = [names(&half), names(&rest)].concat();
        all.sort_unstable();
        assert_eq!(all, ["x", "y", "z"], "each once, {length}");
    }
}

#[test]
fn files_that_are_written_while_they_are_read_are_right_with_the_next_save() {
    let (_folder, options) = real();
    let entry = options.root.join("src/entry.ts");
    let whole = "import 'x';\n".to_owned() + &"// a comment that is cut\n".repeat(2_000);
    fs::write(&entry, "").unwrap();
    let mut scan = Scan::new(RealFiles, options);
    let mut found = vec![];
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                // Truncates, then writes.
                fs::write(&entry, &whole).unwrap();
                fs::remove_file(&entry).unwrap();
            }
        });
        let mut finds = scan.start();
        for _ in 0..100 {
            found.extend(names(&finds).into_iter().map(str::to_owned));
            assert!(finds.left_out.iter().all(|it| it.cause == Cause::Gone), "{finds:?}");
            finds = scan.save(std::slice::from_ref(&entry));
        }
        is_done.store(true, Ordering::Relaxed);
        found.extend(names(&finds).into_iter().map(str::to_owned));
    });
    fs::write(&entry, whole + "import 'y';\n").unwrap();
    let finds = scan.save(&[entry]);
    found.extend(names(&finds).into_iter().map(str::to_owned));
    assert_eq!(found, ["x", "y"]);
}

#[test]
fn a_folder_that_a_pattern_names_may_be_renamed() {
    let memory = Memory::of(&packages(&["x", "y", "z"]));
    memory
        .write("/app/src/entry.ts", "import.meta.glob('./pages/**/*.ts');\nimport './feature';\n");
    memory.write("/app/src/pages/old/page.ts", "import 'x';");
    memory.write("/app/src/feature/index.ts", "import.meta.glob('./parts/*.ts');");
    memory.write("/app/src/feature/parts/one.ts", "");
    let mut scan = Scan::new(memory.clone(), options());
    assert_eq!(names(&scan.start()), ["x"]);

    // The watcher tells of each file that is gone and of each that is new.
    memory.remove("/app/src/pages/old/page.ts");
    memory.write("/app/src/pages/new/page.ts", "import 'x'; import 'y';");
    assert_eq!(scan.save(&["/app/src/pages/old/page.ts".into()]).dependencies, []);
    assert!(scan.concerns(Path::new("/app/src/pages/new/page.ts")));
    assert_eq!(names(&scan.save(&["/app/src/pages/new/page.ts".into()])), ["y"]);

    // So may one whose own files have the pattern.
    for file in ["index.ts", "parts/one.ts"] {
        memory.remove(&format!("/app/src/feature/{file}"));
    }
    memory.write("/app/src/renamed/index.ts", "import.meta.glob('./parts/*.ts');");
    memory.write("/app/src/renamed/parts/one.ts", "");
    memory.write("/app/src/entry.ts", "import './renamed';");
    scan.save(&["/app/src/feature/index.ts".into()]);
    scan.save(&["/app/src/entry.ts".into()]);
    memory.write("/app/src/renamed/parts/two.ts", "import 'z';");
    assert_eq!(names(&scan.save(&["/app/src/renamed/parts/two.ts".into()])), ["z"]);
}

#[test]
fn an_entry_that_is_made_later_is_found_when_it_is_saved() {
    let memory = Memory::of(&packages(&["x", "y"]));
    let entries = ["src/entry.ts", "pages/**/*.ts", "!pages/draft/**"].map(Into::into).into();
    let mut scan = Scan::new(memory.clone(), ScanOptions { entries, ..options() });
    assert_eq!(scan.start().files, 0);
    memory.write("/app/src/entry.ts", "import 'x';");
    memory.write("/app/pages/a/b.ts", "import 'y';");
    assert_eq!(names(&scan.save(&["/app/src/entry.ts".into()])), ["x"]);
    assert_eq!(names(&scan.save(&["/app/pages/a/b.ts".into()])), ["y"]);
    for none in ["/app/pages/draft/a.ts", "/app/src/other.ts", "/app/pages/a.css"] {
        assert!(!scan.concerns(Path::new(none)), "{none}");
    }
}
