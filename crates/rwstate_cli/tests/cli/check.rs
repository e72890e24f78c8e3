//! What is reported, and the exit codes.

use crate::project::{CACHE, Project};

#[test]
fn a_project_that_loses_nothing_is_clean() {
    let project = Project::new(&[
        ("src/add.ts", "export const add = (a: number, b: number): number => a + b;\n"),
        ("src/kept.js", &format!("/* rwstate: keep */ {CACHE}")),
        ("README.md", "const cache = new Map();"),
    ]);
    for line in ["check", "check --preserve nothing"] {
        let run = project.run(line);
        assert_eq!((run.code, &*run.stderr), (0, ""));
        assert_eq!(run.stdout, "No state is lost: 2 files checked.\n");
    }
    assert_eq!(project.run("check README.md").stdout, "No JavaScript or TypeScript files here.\n");
}

#[test]
fn what_is_lost_and_what_cannot_be_kept_is_shown_with_its_source() {
    let project = Project::new(&[
        ("src/b.js", CACHE),
        (
            "src/a.ts",
            "import { load } from './load';\n\n/* rwstate: keep */\nlet hits: number = await load('é');\nhits = 1;\nconst plain = new Map();\n\nexport const hit = () => plain.set(hits++, 1);\n",
        ),
        ("src/load.ts", "export const load = async (from: string) => from.length;\n"),
    ]);
    let run = project.run("check --preserve nothing");
    assert_eq!((run.code, &*run.stderr), (1, ""));
    insta::assert_snapshot!(run.stdout, @"
    warning[RWS017] top-level-await: the initializer of `hits` awaits, so it is not kept
     --> src/a.ts:4:5
      |
    4 | let hits: number = await load('é');
      |     ^^^^           --------------- would have to wait in a function that cannot
      |     |
      |     declared here
      help: keep the promise instead: defineRwState(key, () => load()), and await what it returns
      page: docs/diagnostics/RWS017-top-level-await.md

    warning[RWS010] lost-state: `cache` is a context, and is reset whenever its module is evaluated again
     --> src/b.js:1:7
      |
    1 | const cache = new AsyncLocalStorage();
      |       ^^^^^ declared here
      help: use `statePlugin()`, which keeps contexts and what `preserve: { states }` lists, or run `rwstate migrate`
      page: docs/diagnostics/RWS010-lost-state.md

    2 findings in 2 of 3 files.
    ");
    let kept = project.run("check");
    assert!(kept.stdout.ends_with("1 finding in 1 of 3 files.\n"), "{}", kept.stdout);
}

#[test]
fn what_may_be_made_late_is_shown_with_what_to_do() {
    let source = |then: &str| {
        format!(
            "import {{ AsyncLocalStorage }} from 'node:async_hooks';\nlet storage;\nconst init = async () => {{\n  await 0;\n  storage = new AsyncLocalStorage();\n}};\nconst ready = init();\nexport const get = () => [storage, ready];\n{then}"
        )
    };
    let project = Project::new(&[("a.js", &source(""))]);
    let run = project.run("check");
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stdout, @"
    warning[RWS033] repeated-context: `storage` may be made when the evaluation of its module has ended, so it is not kept
     --> a.js:2:5
      |
    2 | let storage;
      |     ^^^^^^^ declared here
    ...
    5 |   storage = new AsyncLocalStorage();
      |   ------- made here, after a wait or in a callback
      help: make it among the module's own statements, or have them await what makes it: await init()
      page: docs/diagnostics/RWS033-repeated-context.md

    1 finding in 1 of 1 file.
    ");
    // What it says to do is enough.
    project.write("a.js", source("await ready;\n"));
    let run = project.run("check");
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn a_variable_that_edits_of_many_files_reset_is_reported() {
    let server = |comment: &str| {
        format!("import './part0';\n{comment}let hits = 0;\nexport const hit = () => hits++;\n")
    };
    let parts: Vec<_> = (0..20)
        .map(|it| (format!("src/part{it}.ts"), format!("import './part{}';\n", it + 1)))
        .collect();
    let project = |count: usize, comment: &str| {
        let server = server(comment);
        let mut files = vec![("src/server.ts", &*server)];
        files.extend(parts[..count].iter().map(|(path, text)| (&**path, &**text)));
        Project::new(&files)
    };
    let run = project(20, "").run("check");
    assert_eq!((run.code, &*run.stderr), (1, ""));
    insta::assert_snapshot!(run.stdout, @"
    warning[RWS032] often-reset: `hits` is reset by an edit of any of the 20 files that its module imports, and by its own
     --> src/server.ts:2:5
      |
    2 | let hits = 0;
      |     ^^^^ declared here
      help: move it to a module that imports little, keep it with `/* rwstate: keep */`, or say `/* rwstate: reset */`
      page: docs/diagnostics/RWS032-often-reset.md

    1 finding in 1 of 21 files.
    ");
    // Fewer files, a comment, and a project without the plugin, where each edit resets everything.
    assert_eq!(project(19, "").run("check").code, 0);
    assert_eq!(project(20, "/* rwstate: reset */ ").run("check").code, 0);
    assert_eq!(project(20, "").run("check --preserve nothing").code, 0);
}

#[test]
fn the_binary_does_as_the_library_does() {
    let project = Project::new(&[("a.js", CACHE)]);
    let line = "check --preserve nothing";
    assert_eq!(project.binary(line, &[]), project.run(line));
    assert_eq!(project.run(line).code, 1);
}

#[test]
fn an_impossible_command_fails_with_what_to_do() {
    let project = Project::new(&[("a.js", CACHE)]);
    for (line, expect) in [
        ("", "Usage: rwstate"),
        ("chek", "a similar subcommand exists: 'check'"),
        ("check --format xml", "[possible values: default, json, github, sarif]"),
        ("check --preserve state", "[possible values: nothing, contexts]"),
        ("check --threads 0", "--threads"),
        ("check --state lru", "lru#createCache"),
        ("check --write", "--write"),
        ("check src", "error: src: No such file or directory"),
        ("migrate a.js src", "error: src: No such file or directory"),
    ] {
        let run = project.run(line);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{line}");
        assert!(run.stderr.contains(expect), "{line}: {}", run.stderr);
    }
}

#[test]
fn help_and_version_are_not_errors() {
    let project = Project::new(&[]);
    let help = project.run("check --help");
    assert_eq!((help.code, &*help.stderr), (0, ""));
    assert!(help.stdout.contains("--preserve"), "{}", help.stdout);
    let help = project.run("--help");
    assert_eq!((help.code, &*help.stderr), (0, ""));
    insta::assert_snapshot!(help.stdout, @r#"
    Finds module-level state that cannot be kept, and shows what a running server keeps

    Usage: rwstate <COMMAND>

    Commands:
      check    Reports contexts, and what comments ask to keep, that cannot be kept, and why
      migrate  Rewrites contexts, and what comments ask to keep, into calls of `defineRwState`: as a diff, or in place
      inspect  Shows what a running dev server keeps, and its latest edits and re-optimizations
      hold     Holds what is saved while a command runs, until `flush` or until this process ends, so that many saves become one update
      flush    Ends all holds, and reports what was saved and what of it does not compile
      help     Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Exit codes: 0 clean, 1 findings, 2 the command could not be carried out.
    "#);
    let help = project.run("inspect -h");
    insta::assert_snapshot!(help.stdout, @r#"
    Shows what a running dev server keeps, and its latest edits and re-optimizations

    Usage: rwstate inspect [OPTIONS]

    Options:
          --url <URL>          The URL of the dev server, with its `base`, or that of the inspector's page [default: http://localhost:5173]
          --env <NAME>         The environments to show. Default: all
          --format <FORMAT>    How to print [default: default] [possible values: default, json]
          --timeout <SECONDS>  How long to wait for the response, in seconds [default: 5]
          --color <WHEN>       Whether to color [default: auto] [possible values: auto, always, never]
      -h, --help               Print help (see more with '--help')
    "#);
    let version = project.run("--version");
    assert_eq!(
        (version.code, &*version.stdout),
        (0, concat!("rwstate ", env!("CARGO_PKG_VERSION"), "\n"))
    );
}

#[test]
fn the_list_says_what_is_state_and_what_the_plugin_keeps_is_not_lost() {
    let project = Project::new(&[
        ("a.js", "const cache = new Map();\nexport const fill = () => cache.set(1, 1);\n"),
        ("b.js", "import { pool } from '#lib/db';\nexport const db = pool();\n"),
        ("c.js", "export const requests = new AsyncLocalStorage();\n"),
        ("d.js", "/* rwstate: keep */\nlet n = 0;\nn = 1;\nexport const hit = () => n++;\n"),
        ("e.js", "while (globalThis.on()) { var inner = new AsyncLocalStorage(); }\n"),
    ]);
    let names = |line: &str| -> Vec<String> {
        let stdout = project.run(line).stdout;
        stdout.lines().filter(|line| line.contains("-->")).map(|line| line.trim().into()).collect()
    };
    let (lost, refused) = (["--> c.js:1:14"], ["--> d.js:2:5", "--> e.js:1:39"]);
    assert_eq!(names("check --preserve nothing"), [&lost[..], &refused].concat());
    assert_eq!(
        names("check --preserve nothing --state #lib/db#pool"),
        [&["--> b.js:2:14"], &lost[..], &refused].concat()
    );
    for line in ["check", "check --preserve contexts", "check --state #lib/db#pool"] {
        assert_eq!(names(line), refused, "{line}");
    }
}

#[test]
fn colors_are_there_where_asked() {
    let project = Project::new(&[("a.js", CACHE)]);
    let is_colored = |line: &str, environment: &[(&str, &str)]| {
        project.binary(line, environment).stdout.contains('\u{1b}')
    };
    assert!(!is_colored("check --preserve nothing", &[]));
    assert!(is_colored("check --preserve nothing --color always", &[]));
    assert!(is_colored("check --preserve nothing", &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_colored("check --preserve nothing", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!is_colored("check --preserve nothing --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(is_colored("check --preserve nothing --color always", &[("NO_COLOR", "1")]));
    assert!(!is_colored("check --preserve nothing --format json --color always", &[]));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let project = Project::new(&[]);
    for number in 0..200 {
        project.write(&format!("src/{}/{number}.js", number % 7), CACHE);
    }
    project.write("src/broken.ts", "/* rwstate: keep */ let = ;");
    let formats = ["", " --format json", " --format sarif"];
    let checks = formats.map(|format| format!("check --preserve nothing{format}"));
    for command in checks.into_iter().chain(["migrate".to_owned()]) {
        let [one, two] =
            [1, 2].map(|threads| project.run(&format!("{command} --threads {threads}")));
        assert_eq!(one, two, "{command}");
        assert_eq!(one.code, 1);
    }
}
