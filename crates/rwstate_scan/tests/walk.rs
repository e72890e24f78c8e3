//! The walk, on apps in memory.

mod fixture;
mod installed;
mod listed;
mod robust;

use std::path::Path;

use fixture::{Memory, check, lines, options};
use rwstate_scan::{Directive, Platform, Scan, ScanOptions};

/// A package with an `index.js`.
fn package(name: &str) -> String {
    format!(
        "//- /app/node_modules/{name}/package.json\n{{\"name\":\"{name}\",\"version\":\"1.0.0\"}}\n//- /app/node_modules/{name}/index.js\nexport default 1\n"
    )
}

fn packages(names: &[&str]) -> String {
    names.iter().map(|name| package(name)).collect()
}

#[test]
fn a_dependency_is_named_by_the_file_and_line_that_import_it_first() {
    let app = format!(
        "//- /app/src/entry.ts\nimport './a';\nimport 'x';\n//- /app/src/a.ts\n\nexport * from 'y';\nimport 'x';\n{}",
        packages(&["x", "y"])
    );
    check(&app, options(), &["x < src/entry.ts:2", "y < src/a.ts:2"]);
}

#[test]
fn every_way_of_importing_is_followed() {
    let app = format!(
        r"//- /app/src/entry.ts
import('./dynamic'); import.meta.glob('./pages/**/*.ts'); new URL('./worker.ts', import.meta.url);
import './common.cjs'; import '/src/rooted'; import './App.vue'; import './page.mdx'; import './from.js';
//- /app/src/dynamic.ts
import 'a';
//- /app/src/pages/deep/one.ts
import 'b';
//- /app/src/worker.ts
import 'c';
//- /app/src/common.cjs
require('d');
//- /app/src/rooted.ts
import 'e';
//- /app/src/App.vue
<script lang='ts'>import 'f'</script>
//- /app/src/page.mdx
import g from 'g'

# Title
//- /app/src/from.ts
import 'h';
{}",
        packages(&["a", "b", "c", "d", "e", "f", "g", "h"])
    );
    check(
        &app,
        options(),
        &[
            "a < src/dynamic.ts:1",
            "b < src/pages/deep/one.ts:1",
            "c < src/worker.ts:1",
            "d < src/common.cjs:1",
            "e < src/rooted.ts:1",
            "f < src/App.vue:1",
            "g < src/page.mdx:1",
            "h < src/from.ts:1",
        ],
    );
}

#[test]
fn assets_builtins_and_vites_own_modules_are_no_dependencies() {
    let app = "//- /app/src/entry.ts\nimport './a.css'; import i from './i.svg?url'; import 'node:fs'; import 'fs'; import 'vite/client';\nimport 'https://x.dev/a.js'; import 'cloudflare:workers'; import 'x/style.css'; import './w.ts?raw';\n";
    check(app, options(), &[]);
}

#[test]
fn conditions_choose_what_a_package_is() {
    let app = r#"//- /app/src/entry.ts
import 'x';
//- /app/node_modules/x/package.json
{"name":"x","exports":{".":{"react-server":"./server.js","default":"./missing.js"}}}
//- /app/node_modules/x/server.js
"#;
    check(app, options(), &["x ? src/entry.ts:1"]);
    let conditions = vec!["react-server".into()];
    check(app, ScanOptions { conditions, ..options() }, &["x < src/entry.ts:1"]);
}

#[test]
fn main_holds_where_no_other_field_names_an_entry() {
    let app = r#"//- /app/src/entry.ts
import 'x'; import 'y';
//- /app/node_modules/x/package.json
{"name":"x","main":"x.min.js"}
//- /app/node_modules/x/x.min.js
//- /app/node_modules/y/package.json
{"name":"y","main":"missing.js","module":"y.mjs"}
//- /app/node_modules/y/y.mjs
"#;
    check(app, options(), &["x < src/entry.ts:1", "y < src/entry.ts:1"]);
}

#[test]
fn a_browser_field_holds_in_browsers_alone() {
    let app = r#"//- /app/src/entry.ts
import 'x';
//- /app/node_modules/x/package.json
{"name":"x","main":"index.js","browser":{"./index.js":false}}
//- /app/node_modules/x/index.js
"#;
    check(app, options(), &["x < src/entry.ts:1"]);
    check(app, ScanOptions { platform: Platform::Browser, ..options() }, &[]);
}

#[test]
fn aliases_tsconfig_paths_and_own_imports_lead_to_sources() {
    let app = format!(
        r##"//- /app/src/entry.ts
import '~/a'; import 'lib/b'; import '#c';
//- /app/src/a.ts
import 'x';
//- /app/lib/b.ts
import 'y';
//- /app/src/c.ts
import 'z';
//- /app/package.json
{{"name":"app","imports":{{"#c":"./src/c.ts"}}}}
//- /app/tsconfig.json
{{"compilerOptions":{{"baseUrl":".","paths":{{"lib/*":["./lib/*"]}}}}}}
{}"##,
        packages(&["x", "y", "z"])
    );
    let alias = vec![("~".to_owned(), "/app/src".to_owned())];
    check(
        &app,
        ScanOptions { alias, ..options() },
        &["x < src/a.ts:1", "y < lib/b.ts:1", "z < src/c.ts:1"],
    );
}

#[test]
fn a_broken_tsconfig_hides_nothing_else() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'x'; import './a';\n//- /app/src/a.ts\nimport 'y';\n//- /app/tsconfig.json\n{{\n{}",
        packages(&["x", "y"])
    );
    check(&app, options(), &["x < src/entry.ts:1", "y < src/a.ts:1"]);
}

#[test]
fn a_linked_package_is_walked_as_source() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'linked';\n//- /app/node_modules/linked\n->/app/packages/linked\n//- /app/packages/linked/package.json\n{{\"name\":\"linked\",\"main\":\"index.ts\"}}\n//- /app/packages/linked/index.ts\nimport 'x';\n{}",
        packages(&["x"])
    );
    check(&app, options(), &["x < packages/linked/index.ts:1"]);
}

#[test]
fn what_is_imported_by_its_path_is_a_source_wherever_it_is() {
    let app = format!(
        "//- /app/src/entry.ts\nimport '../node_modules/own/a'; import '/node_modules/own/b';\n//- /app/node_modules/own/a.js\nimport 'x';\n//- /app/node_modules/own/b.js\nimport 'y';\n{}",
        packages(&["x", "y"])
    );
    check(&app, options(), &["x < node_modules/own/a.js:1", "y < node_modules/own/b.js:1"]);
}

#[test]
fn what_is_excluded_is_not_named_nor_what_is_of_it() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'x'; import 'x/deep'; import 'xy';\n{}",
        packages(&["x", "xy"])
    );
    let names = vec!["x".to_owned()];
    let exclude = ScanOptions { exclude: names.clone(), ..options() };
    check(&app, exclude, &["xy < src/entry.ts:1"]);
    check(&app, ScanOptions { ignore: names, ..options() }, &["xy < src/entry.ts:1"]);
}

#[test]
fn of_what_is_excluded_and_linked_the_sources_are_walked_and_of_what_is_left_to_vite_nothing_is() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'linked'; import 'missing';\n//- /app/node_modules/linked\n->/app/packages/linked\n//- /app/packages/linked/package.json\n{{\"name\":\"linked\",\"main\":\"index.ts\"}}\n//- /app/packages/linked/index.ts\nimport 'x';\n{}",
        packages(&["x"])
    );
    let names = vec!["linked".to_owned(), "missing".to_owned()];
    let exclude = ScanOptions { exclude: names.clone(), ..options() };
    check(&app, exclude, &["x < packages/linked/index.ts:1"]);
    check(&app, ScanOptions { ignore: names, ..options() }, &[]);
}

#[test]
fn what_does_not_resolve_is_handed_back_and_stops_nothing() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'virtual:routes';\nimport 'missing';\nimport './gone';\nimport 'x';\n{}",
        packages(&["x"])
    );
    check(
        &app,
        options(),
        &[
            "./gone ? src/entry.ts:3",
            "missing ? src/entry.ts:2",
            "virtual:routes ? src/entry.ts:1",
            "x < src/entry.ts:4",
        ],
    );
}

#[test]
fn a_package_without_main_is_its_index_and_one_without_that_is_unknown() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'x'; import 'empty';\n//- /app/node_modules/empty/package.json\n{{}}\n{}",
        packages(&["x"])
    );
    check(&app, options(), &["empty ? src/entry.ts:1", "x < src/entry.ts:1"]);
}

#[test]
fn a_cycle_and_a_loop_of_links_end() {
    let app = format!(
        "//- /app/src/entry.ts\nimport './a'; import './loop/entry'; import.meta.glob('./**/*.ts');\n//- /app/src/a.ts\nimport './entry'; import 'x';\n//- /app/src/loop\n->/app/src\n{}",
        packages(&["x"])
    );
    check(&app, options(), &["x < src/a.ts:1"]);
    let circle = "//- /app/src/entry.ts\nimport './a/b';\n//- /app/src/a\n->/app/src/b\n//- /app/src/b\n->/app/src/a\n";
    check(circle, options(), &["./a/b ? src/entry.ts:1"]);
}

#[test]
fn a_syntax_error_and_what_is_no_text_are_left_out_and_said() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'x'; import './a'; import './b';\n//- /app/src/a.ts\nimport 'y'; const = ;\n{}",
        packages(&["x", "y"])
    );
    let memory = Memory::of(&app);
    memory.write("/app/src/b.ts", [0xff, 0xfe]);
    let finds = Scan::new(memory, options()).start();
    assert_eq!(
        lines(&finds),
        [
            "/app/src/a.ts ! what comes after: Unexpected token",
            "/app/src/b.ts ! it is not UTF-8",
            "x < src/entry.ts:1",
            "y < src/a.ts:1",
        ]
    );
}

#[test]
fn entries_may_be_globs_and_files() {
    let app = format!(
        "//- /app/a/one.ts\nimport 'x';\n//- /app/b.ts\nimport 'y';\n{}",
        packages(&["x", "y"])
    );
    let entries = vec!["a/*.ts".into(), "/app/b.ts".into(), "none/**".into()];
    check(&app, ScanOptions { entries, ..options() }, &["x < a/one.ts:1", "y < b.ts:1"]);
}

#[test]
fn a_pattern_names_files_in_as_many_folders_as_it_has_slashes() {
    let app = format!(
        "//- /app/c.ts\nimport 'x';\n//- /app/d/e.ts\nimport 'y';\n//- /app/d/e/c.ts\nimport 'z';\n{}",
        packages(&["x", "y", "z"])
    );
    let entries = |entry: &str| ScanOptions { entries: vec![entry.into()], ..options() };
    check(&app, entries("{c,d/e}.ts"), &["x < c.ts:1", "y < d/e.ts:1"]);
    check(&app, entries("*/*.ts"), &["y < d/e.ts:1"]);
    check(&app, entries("*/*/*.ts"), &["z < d/e/c.ts:1"]);
}

#[test]
fn an_entry_that_another_one_takes_out_is_none_and_two_names_are_one_entry() {
    let app = format!(
        "//- /app/a/one.ts\nimport 'x';\n//- /app/dist/a/one.ts\nimport 'y';\n{}",
        packages(&["x", "y"])
    );
    let entries = ["**/*.ts", "a/one.ts", "!**/dist/**"].map(Into::into).into();
    let finds = Scan::new(Memory::of(&app), ScanOptions { entries, ..options() }).start();
    assert_eq!((lines(&finds), finds.files), (vec!["x < a/one.ts:1".to_owned()], 1));
}

#[test]
fn hidden_folders_hold_no_entries_unless_they_are_named() {
    let app = format!("//- /app/.cache/one.ts\nimport 'x';\n{}", packages(&["x"]));
    let entries = |entry: &str| ScanOptions { entries: vec![entry.into()], ..options() };
    check(&app, entries("**/*.ts"), &[]);
    check(&app, entries(".cache/*.ts"), &["x < .cache/one.ts:1"]);
    check(&app, entries("**/.cache/*.ts"), &["x < .cache/one.ts:1"]);
}

#[test]
fn directives_are_told() {
    let app = "//- /app/src/entry.ts\nimport './c'; import './s';\n//- /app/src/c.tsx\n'use client';\nexport {}\n//- /app/src/s.ts\n\"use server\";\nexport {}\n";
    let finds = Scan::new(Memory::of(app), options()).start();
    assert_eq!(
        finds.marked,
        [("/app/src/c.tsx".into(), Directive::Client), ("/app/src/s.ts".into(), Directive::Server)]
    );
}

#[test]
fn a_save_finds_what_is_new_and_only_that() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'x';\n//- /app/src/new.ts\nimport 'z';\n{}",
        packages(&["x", "y", "z"])
    );
    let memory = Memory::of(&app);
    let mut scan = Scan::new(memory.clone(), options());
    scan.start();
    let entry = [Path::new("/app/src/entry.ts").to_path_buf()];
    assert_eq!(scan.save(&entry).files, 1);
    memory.write("/app/src/entry.ts", "import 'x'; import 'y'; import './new';");
    assert_eq!(lines(&scan.save(&entry)), ["y < src/entry.ts:1", "z < src/new.ts:1"]);
    assert_eq!(lines(&scan.save(&entry)), Vec::<String>::new());
    assert_eq!(scan.save(&["/app/src/unrelated.ts".into()]).files, 0);
}

#[test]
fn of_a_save_all_that_was_found_before_is_told_again() {
    let app = format!(
        "//- /app/src/entry.ts\nimport 'x'; import './a';\n//- /app/src/a.ts\nimport 'x'; import 'none';\n{}",
        packages(&["x", "y"])
    );
    let memory = Memory::of(&app);
    let mut scan = Scan::new(memory.clone(), options());
    assert_eq!(scan.start().again, []);
    memory.write("/app/src/a.ts", "import 'x'; import 'none';\nimport 'y'; import './b';");
    memory.write("/app/src/b.ts", "import 'x';");
    let finds = scan.save(&["/app/src/a.ts".into()]);
    assert_eq!(lines(&finds), ["y < src/a.ts:2"]);
    let again: Vec<_> = finds.again.iter().map(|it| (&*it.specifier, it.place.line)).collect();
    assert_eq!(again, [("x", 1), ("none", 1), ("x", 1)]);
    assert!(scan.reaches(Path::new("/app/src/b.ts")) && !scan.reaches(Path::new("/app/src/c.ts")));
}

#[test]
fn a_file_that_is_gone_or_came_back_is_right_with_the_next_save() {
    let app =
        format!("//- /app/src/entry.ts\nimport './a';\n//- /app/src/a.ts\n{}", packages(&["x"]));
    let memory = Memory::of(&app);
    let mut scan = Scan::new(memory.clone(), options());
    scan.start();
    memory.remove("/app/src/a.ts");
    let saved = ["/app/src/a.ts".into()];
    assert_eq!(scan.save(&saved).left_out.len(), 1);
    memory.write("/app/src/a.ts", "import 'x';");
    assert_eq!(lines(&scan.save(&saved)), ["x < src/a.ts:1"]);
    // A folder that was renamed: its importer is saved with the new name.
    memory.write("/app/src/renamed/b.ts", "import 'late';");
    memory.write("/app/node_modules/late/index.js", "");
    memory.write("/app/src/entry.ts", "import './renamed/b';");
    assert_eq!(lines(&scan.save(&["/app/src/entry.ts".into()])), ["late < src/renamed/b.ts:1"]);
}

#[test]
fn a_file_that_is_made_later_is_found_where_a_pattern_names_it_or_an_import_meant_it() {
    let app = format!(
        "//- /app/src/entry.ts\nimport.meta.glob('./pages/**/*.ts');\nimport './later';\n{}",
        packages(&["x", "y", "z"])
    );
    let memory = Memory::of(&app);
    let mut scan = Scan::new(memory.clone(), options());
    scan.start();
    let page = Path::new("/app/src/pages/deep/one.ts");
    assert!(scan.concerns(page) && scan.concerns(Path::new("/app/src/entry.ts")));
    memory.write("/app/src/pages/deep/one.ts", "import 'x';");
    assert_eq!(lines(&scan.save(&[page.into()])), ["x < src/pages/deep/one.ts:1"]);
    memory.write("/app/src/later.ts", "import 'y';");
    assert_eq!(lines(&scan.save(&["/app/src/later.ts".into()])), ["y < src/later.ts:1"]);
    // Nothing dangles any longer, so what no pattern names is none of the graph's.
    memory.write("/app/src/other.ts", "import 'z';");
    for none in ["/app/src/other.ts", "/app/src/pages/node_modules/a.ts", "/app/src/pages/a.css"] {
        assert!(!scan.concerns(Path::new(none)), "{none}");
        assert_eq!(scan.save(&[none.into()]).files, 0, "{none}");
    }
}

#[test]
fn a_chain_leads_from_an_entry_to_a_file() {
    let app = "//- /app/src/entry.ts\n\nimport './a';\n//- /app/src/a.ts\nimport './b';\n//- /app/src/b.ts\n";
    let scan = check(app, options(), &[]);
    let chain: Vec<String> = scan
        .chain(Path::new("/app/src/b.ts"))
        .iter()
        .map(|place| format!("{}:{}", place.file.display(), place.line))
        .collect();
    assert_eq!(chain, ["/app/src/entry.ts:2", "/app/src/a.ts:1"]);
}
