//! The packages that nothing imports yet, in memory.

use crate::fixture::{Memory, lines, options};
use rwstate_scan::{Finds, ScanOptions, installed};

/// A project that depends on packages, each with its files: a `package.json` that says no more than its name is there of itself.
fn project(packages: &[(&str, &[(&str, &str)])]) -> Memory {
    let names: Vec<String> =
        packages.iter().map(|(name, _)| format!("\"{name}\": \"1\"")).collect();
    let memory = Memory::default();
    memory.write(
        "/app/package.json",
        format!(
            "{{\n\"devDependencies\": {{ \"dev\": \"1\" }},\n\"dependencies\": {{\n{}\n}} }}",
            names.join(",\n")
        ),
    );
    for (name, files) in packages {
        let folder = format!("/app/node_modules/{name}");
        memory.write(&format!("{folder}/package.json"), format!("{{\"name\":\"{name}\"}}"));
        for (file, text) in *files {
            memory.write(&format!("{folder}/{file}"), text);
        }
    }
    memory
}

#[track_caller]
fn check(memory: &Memory, options: &ScanOptions, expect: &[&str]) {
    let dependencies = installed(memory, options, &["known".into()]);
    let names: Vec<String> = lines(&Finds { dependencies, ..Finds::default() })
        .iter()
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, expect);
}

#[test]
fn each_is_named_with_its_line_unless_it_is_known_or_for_development() {
    let packages: &[_] = &[
        ("b", &[("index.js", "")][..]),
        ("known", &[("index.js", "")]),
        ("a", &[("index.js", "")]),
    ];
    let memory = project(packages);
    memory.write("/app/node_modules/dev/index.js", "");
    let dependencies = installed(&memory, &options(), &["known".into()]);
    let finds = Finds { dependencies, ..Finds::default() };
    assert_eq!(lines(&finds), ["a < package.json:6", "b < package.json:4"]);
}

#[test]
fn a_root_without_a_manifest_is_of_the_project_above_it_and_none_has_nothing() {
    let memory = project(&[("a", &[("index.js", "")])]);
    check(&memory, &ScanOptions { root: "/app/src/site".into(), ..options() }, &["a"]);
    check(&Memory::default(), &options(), &[]);
    memory.write("/app/package.json", "{");
    check(&memory, &options(), &[]);
}

#[test]
fn conditions_and_exclusions_of_the_environment_hold() {
    let server = r#"{"name":"a","exports":{"react-server":"./index.js"}}"#;
    let memory = project(&[
        ("a", &[("index.js", ""), ("package.json", server)]),
        ("b", &[("index.js", "")]),
    ]);
    check(&memory, &options(), &["b"]);
    check(
        &memory,
        &ScanOptions { conditions: vec!["react-server".into()], ..options() },
        &["a", "b"],
    );
    check(&memory, &ScanOptions { exclude: vec!["b".into()], ..options() }, &[]);
}

#[test]
fn tools_types_styles_and_what_is_linked_are_left_out() {
    let plugin = r#"{"name":"plugin","peerDependencies":{"vite":"*"}}"#;
    let types = r#"{"name":"types","exports":{".":{"types":"./index.d.ts"}}}"#;
    let style = r#"{"name":"style","main":"index.css"}"#;
    let memory = project(&[
        ("@types/a", &[("index.js", "")]),
        (
            "component",
            &[("package.json", r#"{"name":"component","main":"index.vue"}"#), ("index.vue", "")],
        ),
        ("missing", &[]),
        ("plugin", &[("index.js", ""), ("package.json", plugin)]),
        ("style", &[("index.css", ""), ("package.json", style)]),
        ("types", &[("index.d.ts", ""), ("package.json", types)]),
        ("typescript", &[("index.js", "")]),
        ("vite", &[("index.js", "")]),
        ("@scope/vite-plugin", &[("index.js", "")]),
    ]);
    memory.write("/app/package.json", r#"{"dependencies":{"linked":"*","plugin":"*","vite":"*","@scope/vite-plugin":"*","@types/a":"*","component":"*","missing":"*","style":"*","types":"*","typescript":"*"}}"#);
    memory.write("/app/node_modules/linked", "->/app/packages/linked");
    memory.write("/app/packages/linked/package.json", r#"{"name":"linked"}"#);
    memory.write("/app/packages/linked/index.js", "");
    check(&memory, &options(), &[]);
}

#[test]
fn what_a_bundler_cannot_read_is_left_out_with_what_leads_there() {
    let memory = project(&[
        ("addon", &[("index.js", "require('./lib')"), ("lib.js", "require('./build/addon.node')")]),
        ("computed", &[("index.js", "require(`./build/${process.arch}.node`)")]),
        ("deep", &[("index.js", "import 'broken'")]),
        ("broken", &[("index.js", "export const = ;")]),
        (
            "fine",
            &[
                (
                    "index.js",
                    "import './a.css'; import 'node:fs'; require('path'); import('./b.mjs')",
                ),
                ("b.mjs", "import './index.js'"),
            ],
        ),
        (
            "example",
            &[(
                "index.js",
                "/**\n * require('ejs')\n */\nf(); // require('ejs')\nexport const code = \"require('${name}')\"",
            )],
        ),
        ("incomplete", &[("index.js", "import './gone'")]),
        ("binary", &[("index.js", "\0")]),
        ("virtual", &[("index.js", "import 'virtual:routes'")]),
    ]);
    memory.write("/app/node_modules/binary/index.js", [0xff, 0xfe]);
    check(&memory, &options(), &["example", "fine"]);
}

#[test]
fn what_a_package_can_do_without_may_be_missing() {
    let manifest = |name: &str, optional| {
        format!(
            r#"{{"name":"{name}","peerDependencies":{{"@a/b":"*"}},"peerDependenciesMeta":{{"@a/b":{{"optional":{optional}}}}}}}"#
        )
    };
    let [can, cannot] = [manifest("can", true), manifest("cannot", false)];
    let memory = project(&[
        (
            "can",
            &[
                ("package.json", &can),
                ("lib/package.json", r#"{"type":"module"}"#),
                ("index.js", "import './lib/a.js'"),
                ("lib/a.js", "require('@a/b/c')"),
            ],
        ),
        ("cannot", &[("package.json", &cannot), ("index.js", "require('@a/b/c')")]),
    ]);
    check(&memory, &options(), &["can"]);
}

#[test]
fn a_package_of_more_files_than_are_worth_their_bundle_is_left_out() {
    let icons: Vec<String> =
        (0..2_000).map(|icon| format!("export * from './{icon}.js';")).collect();
    let many = icons.concat();
    let memory = project(&[("icons", &[("index.js", &many)]), ("few", &[("index.js", "")])]);
    for icon in 0..2_000 {
        memory.write(&format!("/app/node_modules/icons/{icon}.js"), "");
    }
    check(&memory, &options(), &["few"]);
    memory
        .write("/app/node_modules/icons/index.js", many.replacen("export * from './0.js';", "", 1));
    check(&memory, &options(), &["few", "icons"]);
}
