//! What is reported, and the exit codes.

use crate::project::{CACHE, Project};

#[test]
fn a_project_that_loses_nothing_is_clean() {
    let project = Project::new(&[
        ("src/add.ts", "export const add = (a: number, b: number): number => a + b;\n"),
        ("src/kept.js", &format!("/* rwstate: keep */ {CACHE}")),
        ("README.md", "const cache = new Map();"),
    ]);
    let run = project.run("check");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_eq!(run.stdout, "No state is lost: 2 files checked.\n");
    assert_eq!(project.run("check README.md").stdout, "No JavaScript or TypeScript files here.\n");
}

#[test]
fn what_would_be_lost_is_shown_with_its_source() {
    let project = Project::new(&[
        ("src/b.js", CACHE),
        (
            "src/a.ts",
            "import { Session } from './session';\n\nlet hits: number = 0;\nconst session = new Session();\n\nexport function hit() {\n\tsession.user = 'é';\n\treturn hits++;\n}\n",
        ),
        ("src/session.ts", "export class Session { user = '' }\n"),
    ]);
    let run = project.run("check");
    assert_eq!((run.code, &*run.stderr), (1, ""));
    insta::assert_snapshot!(run.stdout, @r#"
    warning[RWS010] lost-state: `hits` is a binding that functions reassign, and begins anew whenever its module is reloaded
     --> src/a.ts:3:5
      |
    3 | let hits: number = 0;
      |     ^^^^ declared here
      help: set `preserve: "state"`, write /* rwstate: keep */ before it, or run `rwstate migrate`
      page: docs/diagnostics/RWS010-lost-state.md

    warning[RWS011] unsafe-instance: `session` holds an instance of a class that reloads, so it is not kept
     --> src/a.ts:4:7
      |
    4 | const session = new Session();
      |       ^^^^^^^   ------------- of a class whose prototype would be the old one
      |       |
      |       declared here
      help: keep the instance's data instead, as a plain object or a Map, or keep it knowingly with /* rwstate: keep */
      page: docs/diagnostics/RWS011-unsafe-instance.md

    warning[RWS010] lost-state: `cache` is a container, and begins anew whenever its module is reloaded
     --> src/b.js:1:7
      |
    1 | const cache = new Map();
      |       ^^^^^ declared here
      help: set `preserve: "state"`, write /* rwstate: keep */ before it, or run `rwstate migrate`
      page: docs/diagnostics/RWS010-lost-state.md

    3 findings in 2 of 3 files.
    "#);
}

#[test]
fn the_binary_does_as_the_library_does() {
    let project = Project::new(&[("a.js", CACHE)]);
    assert_eq!(project.binary("check", &[]), project.run("check"));
}

#[test]
fn what_cannot_be_carried_out_is_told_with_what_to_do() {
    let project = Project::new(&[("a.js", CACHE)]);
    for (line, expect) in [
        ("", "Usage: rwstate"),
        ("chek", "a similar subcommand exists: 'check'"),
        ("check --format xml", "[possible values: default, json, github, sarif]"),
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
fn help_and_version_are_no_errors() {
    let project = Project::new(&[]);
    let help = project.run("check --help");
    assert_eq!((help.code, &*help.stderr), (0, ""));
    assert!(help.stdout.contains("--level"), "{}", help.stdout);
    let help = project.run("--help");
    assert_eq!((help.code, &*help.stderr), (0, ""));
    insta::assert_snapshot!(help.stdout, @r#"
    Finds the module-level state that a re-optimization of Vite's dependencies would lose, and shows what a running server keeps

    Usage: rwstate <COMMAND>

    Commands:
      check    Reports state that a re-optimization would lose
      migrate  Rewrites declarations of state into calls of `defineRwState`: as a diff, or in place
      inspect  Shows what a running dev server keeps, and what it has been through
      help     Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Exit codes: 0 clean, 1 findings, 2 the command could not be carried out.
    "#);
    let help = project.run("inspect -h");
    insta::assert_snapshot!(help.stdout, @r#"
    Shows what a running dev server keeps, and what it has been through

    Usage: rwstate inspect [OPTIONS]

    Options:
          --url <URL>          The address of the dev server, with its `base`, or that of the inspector's page [default: http://localhost:5173]
          --env <NAME>         The environments to show. Default: all
          --format <FORMAT>    How to print [default: default] [possible values: default, json]
          --timeout <SECONDS>  How long to wait for the answer, in seconds [default: 5]
      -h, --help               Print help (see more with '--help')
    "#);
    let version = project.run("--version");
    assert_eq!(
        (version.code, &*version.stdout),
        (0, concat!("rwstate ", env!("CARGO_PKG_VERSION"), "\n"))
    );
}

#[test]
fn the_level_and_the_list_say_what_is_state() {
    let project = Project::new(&[
        ("a.js", CACHE),
        ("b.js", "import { pool } from '#lib/db';\nexport const db = pool();\n"),
        ("c.js", "export const requests = new AsyncLocalStorage();\n"),
    ]);
    let names = |line: &str| -> Vec<String> {
        let stdout = project.run(line).stdout;
        stdout.lines().filter(|line| line.contains("-->")).map(|line| line.trim().into()).collect()
    };
    assert_eq!(names("check --preserve nothing --level contexts"), ["--> c.js:1:14"]);
    assert_eq!(names("check --preserve nothing"), ["--> a.js:1:7", "--> c.js:1:14"]);
    assert_eq!(names("check --state #lib/db#pool"), ["--> a.js:1:7", "--> b.js:2:14"]);
}

#[test]
fn what_the_plugin_keeps_is_not_lost() {
    let project = Project::new(&[
        ("a.js", CACHE),
        ("b.js", "export const requests = new AsyncLocalStorage();\n"),
        ("c.js", "let n = 0;\nn = 1;\nexport const hit = () => n++;\n"),
    ]);
    let names = |line: &str| -> Vec<String> {
        let stdout = project.run(line).stdout;
        stdout.lines().filter(|line| line.contains("-->")).map(|line| line.trim().into()).collect()
    };
    assert_eq!(names("check"), ["--> a.js:1:7", "--> c.js:1:5"]);
    assert_eq!(names("check --preserve state"), ["--> c.js:1:5"]);
}

#[test]
fn colors_are_there_where_asked() {
    let project = Project::new(&[("a.js", CACHE)]);
    let is_colored = |line: &str, environment: &[(&str, &str)]| {
        project.binary(line, environment).stdout.contains('\u{1b}')
    };
    assert!(!is_colored("check", &[]));
    assert!(is_colored("check --color always", &[]));
    assert!(is_colored("check", &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_colored("check", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!is_colored("check --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(is_colored("check --color always", &[("NO_COLOR", "1")]));
    assert!(!is_colored("check --format json --color always", &[]));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let project = Project::new(&[]);
    for number in 0..200 {
        project.write(&format!("src/{}/{number}.js", number % 7), CACHE);
    }
    project.write("src/broken.ts", "let = ;");
    for command in ["check", "check --format json", "check --format sarif", "migrate"] {
        let [one, two] =
            [1, 2].map(|threads| project.run(&format!("{command} --threads {threads}")));
        assert_eq!(one, two, "{command}");
        assert_eq!(one.code, 1);
    }
}
