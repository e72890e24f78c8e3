//! What is written, and that nothing is lost by it.

use std::{fs, process::Command};

use crate::project::{CACHE, Project, Run};

/// Migrates a file of a package twice, and returns what it became.
fn migrated(path: &str, source: &str) -> String {
    let project = Project::new(&[("package.json", r#"{ "name": "@acme/app" }"#), (path, source)]);
    let diff = project.run("migrate");
    assert_eq!(project.read(path), source, "a diff changes nothing");
    let run = project.run("migrate --write");
    assert_eq!((diff.code, run.code), (0, 0), "{}", run.stderr);
    let code = project.read(path);
    let again = project.run("migrate --write");
    assert_eq!((again.code, &*again.stdout), (0, ""), "{code}");
    assert_eq!(project.read(path), code, "a second time changes nothing");
    let check = project.run("check");
    assert!(!check.stdout.contains("RWS016"), "{code}{}", check.stdout);
    code
}

#[test]
fn containers_contexts_statics_and_default_exports_become_calls() {
    let source = "\
import { AsyncLocalStorage } from 'node:async_hooks'; // contexts
export const store = new AsyncLocalStorage<string>();
/* rwstate: keep */
const cache: Map<string, number> = new Map();
// rwstate: keep
const options = { a: 1 } as { a: number };
const plain = new Map();
class Pool {
  /* rwstate: keep */
  static idle: string[] = [];
  static take() { return Pool.idle.pop(); }
}
export const set = () => { cache.set('a', 1); options.a = 2; plain.clear(); };
/* rwstate: keep */
export default new Map();
";
    insta::assert_snapshot!(migrated("src/a.ts", source), @r#"
    import { AsyncLocalStorage } from 'node:async_hooks'; // contexts
    import { defineRwState } from "rwstate/state";
    export const store = defineRwState("@acme/app/src/a.ts#store", () => new AsyncLocalStorage<string>());
    /* rwstate: keep */
    const cache: Map<string, number> = defineRwState("@acme/app/src/a.ts#cache", () => new Map());
    // rwstate: keep
    const options = defineRwState("@acme/app/src/a.ts#options", () => ({ a: 1 } as { a: number }));
    const plain = new Map();
    class Pool {
      /* rwstate: keep */
      static idle: string[] = defineRwState("@acme/app/src/a.ts#Pool.idle", () => []);
      static take() { return Pool.idle.pop(); }
    }
    export const set = () => { cache.set('a', 1); options.a = 2; plain.clear(); };
    /* rwstate: keep */
    export default defineRwState("@acme/app/src/a.ts#default", () => new Map());
    "#);
}

#[test]
fn a_binding_becomes_an_object_that_holds_it() {
    let source = "\
/* rwstate: keep */ let n: number = 0;
/* rwstate: keep */ let user: string | undefined;
/* rwstate: keep */ let ready !: { at: number };
/* rwstate: keep */ let pair = (1, 2);
type N = typeof n;
type At = typeof ready.at;
export function all(): object {
  n++;
  [n] = [1];
  ({ n } = { n: 2 });
  ({ n = 3 } = {} as { n?: number });
  for (n of [1]) user = `${n}`;
  ready = { at: n };
  pair = 3;
  return { n, user, ready, pair };
}
";
    insta::assert_snapshot!(migrated("a.ts", source), @r#"
    import { defineRwState } from "rwstate/state";
    /* rwstate: keep */ const n: { value: number } = defineRwState("@acme/app/a.ts#n", () => ({ value: 0 }));
    /* rwstate: keep */ const user: { value: string | undefined } = defineRwState("@acme/app/a.ts#user", () => ({ value: void 0 }));
    /* rwstate: keep */ const ready : { value: { at: number } } = defineRwState("@acme/app/a.ts#ready", () => ({ value: void 0 as never }));
    /* rwstate: keep */ const pair = (defineRwState("@acme/app/a.ts#pair", () => ({ value: (1, 2) })));
    type N = typeof n.value;
    type At = typeof ready.value.at;
    export function all(): object {
      n.value++;
      [n.value] = [1];
      ({ n: n.value } = { n: 2 });
      ({ n: n.value = 3 } = {} as { n?: number });
      for (n.value of [1]) user.value = `${n.value}`;
      ready.value = { at: n.value };
      pair.value = 3;
      return { n: n.value, user: user.value, ready: ready.value, pair: pair.value };
    }
    "#);
}

#[test]
fn the_import_goes_where_it_disturbs_nothing() {
    for (source, expect) in [
        ("", "import { defineRwState } from \"rwstate/state\";\n"),
        ("'use client';\n", "'use client';\nimport { defineRwState } from \"rwstate/state\";\n"),
        (
            "#!/usr/bin/env node\n",
            "#!/usr/bin/env node\nimport { defineRwState } from \"rwstate/state\";\n",
        ),
        ("\u{feff}", "\u{feff}import { defineRwState } from \"rwstate/state\";\n"),
        ("// @ts-check\n", "// @ts-check\nimport { defineRwState } from \"rwstate/state\";\n"),
        ("// MIT\n\n", "// MIT\n\nimport { defineRwState } from \"rwstate/state\";\n"),
        ("/** It is. */\n", "import { defineRwState } from \"rwstate/state\";\n/** It is. */\n"),
        (
            "import 'a'; // a\n",
            "import 'a'; // a\nimport { defineRwState } from \"rwstate/state\";\n",
        ),
        ("import 'a'\r\n", "import 'a'\r\nimport { defineRwState } from \"rwstate/state\";\r\n"),
    ] {
        let code = migrated("a.js", &format!("{source}{CACHE}"));
        let (head, _) = code.split_once("const cache").unwrap();
        assert_eq!(head, expect, "{source}");
    }
}

#[test]
fn the_import_comes_before_the_comment_of_a_line_of_its_own() {
    for end in ["\r", "\r\n"] {
        for head in ["#!/usr/bin/env node", "import 'a'"] {
            let source = format!(
                "{head}{end}// rwstate: keep{end}const a = new Map();{end}export {{ a }};{end}"
            );
            let code = migrated("a.js", &source);
            let expect = format!("// rwstate: keep{end}const a = defineRwState(");
            assert!(code.contains(&expect), "{code:?}");
        }
    }
}

#[test]
fn an_import_that_is_there_is_taken() {
    let code = migrated(
        "a.js",
        &format!("import {{ defineRwState as d }} from \"rwstate/state\";\n{CACHE}"),
    );
    assert!(
        code.contains("const cache = d(\"@acme/app/a.js#cache\", () => new AsyncLocalStorage());"),
        "{code}"
    );
    assert_eq!(code.matches("import").count(), 1);
}

#[test]
fn a_name_that_is_taken_is_left() {
    let source = format!("const defineRwState = 1, defineModuleState = 2;\n{CACHE}");
    let code = migrated("a.js", &source);
    assert!(code.contains("import { defineRwState as defineModuleState_ }"), "{code}");
    assert!(code.contains("const cache = defineModuleState_("), "{code}");
}

#[test]
fn what_a_comment_asks_to_keep_is_migrated_once() {
    let code = migrated(
        "a.js",
        "/* rwstate: keep */ const a = (make(), make());\nexport { a };\nfunction make() {}\n",
    );
    assert!(
        code.contains("(defineRwState(\"@acme/app/a.js#a\", () => (make(), make())))"),
        "{code}"
    );
}

#[test]
fn an_exported_binding_is_left_and_named() {
    let source = "/* rwstate: keep */\nexport let hits = 0;\n// rwstate: keep\nlet a = 1, b = 2;\nexport const hit = () => { hits++; a++; b++; };\n";
    let project = Project::new(&[("a.js", source)]);
    let Run { code, stdout, stderr } = project.run("migrate --write");
    assert_eq!((code, &*stdout), (0, ""));
    assert_eq!(project.read("a.js"), source);
    insta::assert_snapshot!(stderr, @"
    note: a.js:2:12: `hits` is left as it is: it is exported, declared with `var` or together with others, a `unique symbol`, or made whenever its module is evaluated
    note: a.js:4:5: `a` is left as it is: it is exported, declared with `var` or together with others, a `unique symbol`, or made whenever its module is evaluated
    note: a.js:4:12: `b` is left as it is: it is exported, declared with `var` or together with others, a `unique symbol`, or made whenever its module is evaluated
    Nothing to migrate in 1 file.
    ");
}

#[test]
fn a_key_is_the_package_and_the_path_in_it() {
    let project = Project::new(&[
        ("packages/a/package.json", r#"{ "name": "@acme/a" }"#),
        ("packages/a/src/cjs/package.json", r#"{ "type": "module" }"#),
        ("packages/a/src/cjs/x.js", CACHE),
        ("packages/b/package.json", "not JSON"),
        ("packages/b/y.js", CACHE),
    ]);
    let diff = project.run("migrate --specifier rwsdk/__state").stdout;
    let folder = project.path("").file_name().unwrap().to_string_lossy().into_owned();
    assert!(diff.contains("\"@acme/a/src/cjs/x.js#cache\""), "{diff}");
    assert!(diff.contains(&format!("\"{folder}/packages/b/y.js#cache\"")), "{diff}");
    assert!(diff.contains("from \"rwsdk/__state\""), "{diff}");
}

#[test]
fn packages_of_one_name_have_keys_of_their_own() {
    let package = r#"{ "name": "app", "version": "1.0.0" }"#;
    let project = Project::new(&[
        ("package.json", package),
        ("x.js", CACHE),
        ("a/package.json", package),
        ("a/x.js", CACHE),
        ("b/package.json", package),
        ("b/x.js", CACHE),
    ]);
    let diff = project.run("migrate").stdout;
    for key in ["app/x.js#cache", "app/x.js (a)#cache", "app/x.js (b)#cache"] {
        assert!(diff.contains(&format!("\"{key}\"")), "{key}: {diff}");
    }
}

#[test]
fn declarations_of_one_name_have_keys_of_their_own() {
    let code = migrated(
        "a.js",
        "import { defineRwState } from 'rwstate/state';
export const C = defineRwState('@acme/app/a.js#B.als', () => 1);
export const A = class Scope { static als = new AsyncLocalStorage(); };
export const B = class Scope { static als = new AsyncLocalStorage(); };
for (const one of [1, 2]) {
  exports[one] = class Scope { static als = new AsyncLocalStorage(); };
}
export const D = class { static '#m' = new AsyncLocalStorage(); static #m = new AsyncLocalStorage(); };
",
    );
    for key in ["A.als", "B.als:2", "D.#m", "D.#m:2"] {
        assert!(code.contains(&format!("\"@acme/app/a.js#{key}\", () => new")), "{key}: {code}");
    }
    assert_eq!(code.matches("defineRwState(").count(), 5, "{code}");
}

#[test]
fn what_a_property_would_change_is_written_so_that_nothing_does() {
    let code = migrated(
        "a.js",
        "let get = () => 1 // rwstate\n/* rwstate: keep */ let f = function () { return this }
/* rwstate: keep */ var early = 0
export const set = (g) => { f = g; early++; }
const a = get()
f(1)
export const b = () => f`x` + f?.() + new f() + f.length + early
",
    );
    for expect in
        [";(0, f.value)(1)", "(0, f.value)`x` + (0, f.value)?.() + new f.value() + f.value.length"]
    {
        assert!(code.contains(expect), "{expect}: {code}");
    }
    // An object that is not there yet cannot be read, as a variable can.
    assert!(code.contains("var early = 0"), "{code}");
}

#[test]
fn what_the_evaluation_makes_again_is_left() {
    let source = "let als;\nexport function init() { als = new AsyncLocalStorage(); }\ninit();\n";
    let project = Project::new(&[("a.js", source)]);
    let run = project.run("migrate --write");
    assert_eq!(project.read("a.js"), source);
    assert!(run.stderr.contains("`als` is left as it is"), "{}", run.stderr);
}

#[test]
fn a_unique_symbol_is_left_and_named() {
    let source = "/* rwstate: keep */ const tag /* a mark */: unique symbol = Symbol();
class Tags { /* rwstate: keep */ static readonly tag: unique symbol = Symbol(); }
/* rwstate: keep */ const made = (() => { const unique: unique symbol = Symbol(); return unique; })();
export { tag, Tags, made };
";
    let project = Project::new(&[("a.ts", source)]);
    let run = project.run("migrate --write");
    assert_eq!(run.stdout, "a.ts: 1 migrated\n");
    for name in ["tag", "Tags.tag"] {
        assert!(run.stderr.contains(&format!("`{name}` is left as it is")), "{}", run.stderr);
    }
    assert!(project.read("a.ts").contains("made = defineRwState("));
}

#[test]
fn contexts_anywhere_become_calls() {
    let code = migrated(
        "a.ts",
        "export const scopes = Object.freeze({ request: new AsyncLocalStorage<string>() });
namespace Inner { export const user = new AsyncLocalStorage(); }
",
    );
    insta::assert_snapshot!(code, @r#"
    import { defineRwState } from "rwstate/state";
    export const scopes = Object.freeze({ request: defineRwState("@acme/app/a.ts#scopes.request", () => new AsyncLocalStorage<string>()) });
    namespace Inner { export const user = defineRwState("@acme/app/a.ts#Inner.user", () => new AsyncLocalStorage()); }
    "#);
}

#[test]
fn the_diff_applies_and_gives_what_write_gives() {
    let files = [
        ("src/a b.js", CACHE.trim_end().to_owned()),
        ("src/crlf.js", CACHE.replace('\n', "\r\n")),
        ("src/ü.ts", format!("import 'a';\n{}{CACHE}", "x();\n".repeat(40))),
    ];
    let project = || {
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, &**text)).collect();
        let project = Project::new(&files);
        project.write("package.json", r#"{ "name": "app" }"#);
        project
    };
    let written = project();
    assert_eq!(written.run("migrate --write").code, 0);
    for command in ["git apply -p1 it.diff", "patch --batch --binary -p1 -i it.diff"] {
        let patched = project();
        patched.write("it.diff", patched.run("migrate").stdout);
        let mut words = command.split(' ');
        let output = Command::new(words.next().unwrap())
            .args(words)
            .current_dir(patched.path(""))
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
        for (path, before) in &files {
            assert_eq!(patched.read(path), written.read(path), "{command}: {path}");
            assert_ne!(patched.read(path), *before);
        }
    }
}

#[test]
fn nothing_but_the_file_is_left_behind() {
    let project = Project::new(&[("a.js", CACHE)]);
    project.run("migrate --write");
    let names: Vec<_> =
        fs::read_dir(project.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["a.js"]);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = Project::new(&[("bin.mjs", CACHE)]);
    fs::set_permissions(project.path("bin.mjs"), fs::Permissions::from_mode(0o751)).unwrap();
    symlink("bin.mjs", project.path("link.mjs")).unwrap();
    let run = project.run("migrate --write link.mjs");
    assert_eq!(run.stdout, "bin.mjs: 1 migrated\n");
    assert!(fs::symlink_metadata(project.path("link.mjs")).unwrap().is_symlink());
    let mode = fs::metadata(project.path("bin.mjs")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o751);
    assert!(project.read("bin.mjs").contains("defineRwState"));
}
