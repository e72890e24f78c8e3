//! What a running server keeps.

mod failures;

use std::time::Duration;

use rwstate_cli::{Outcome, Request, Response, Stream, Terminal, run};
use rwstate_inspect::{
    Appended, Declaration, Dependency, Duplicate, Edit, Entry, Environment, Evaluated, Finding,
    Recovery, Reload, Snapshot, VERSION, Why,
};
use serde_json::Value;

use crate::project::{Project, Run};

/// The time of the snapshots.
const AT: f64 = 1_790_000_000_000.0;

fn entry(key: &str, kind: &str, age: f64, survived: u32, declared: &[(&str, u32)]) -> Entry {
    let place =
        |&(file, line): &(&str, u32)| Declaration { file: format!("/srv/app/{file}"), line };
    Entry {
        key: key.into(),
        kind: kind.into(),
        version: None,
        disposable: false,
        born: age.mul_add(-1000.0, AT),
        survived,
        declared: declared.iter().map(place).collect(),
        preview: None,
    }
}

fn environment(name: &str, consumer: &str) -> Environment {
    Environment {
        name: name.into(),
        consumer: consumer.into(),
        gated: consumer == "server",
        runs: consumer == "server",
        answers: true,
        entries: vec![],
        duplicates: vec![],
        findings: vec![],
    }
}

fn snapshot() -> Snapshot {
    let show = |preview: &str, entry: Entry| Entry { preview: Some(preview.into()), ..entry };
    let worker = Environment {
        entries: vec![
            show(
                "Pool { size: 4, idle: 3, waiting: [], url: \"postgres://localhost:5432/app\", options: {…} }",
                Entry {
                    version: Some("2".into()),
                    disposable: true,
                    ..entry("@acme/app/src/db.ts#pool", "Pool", 7384.0, 12, &[("src/db.ts", 3)])
                },
            ),
            show(
                "AsyncLocalStorage {}",
                entry("requests", "AsyncLocalStorage", 192.4, 3, &[("src/context.ts", 1)]),
            ),
            show(
                "Map(2) { \"a\" => 1, \"b\" => 2 }",
                Entry {
                    version: Some("\"v1\"".into()),
                    ..entry("cache", "Map", 41.9, 0, &[("src/a.ts", 3), ("src/b/cache.ts", 19)])
                },
            ),
            entry("sessionSecret", "string", 200_000.0, 40, &[("src/auth.ts", 0)]),
            show("42", entry("hits", "number", -5.0, 0, &[])),
            show(
                "\"\x1b[31mred\x1b[0m\nnext \u{202e}txt\"",
                Entry {
                    declared: vec![Declaration { file: "/elsewhere/fw/state.js".into(), line: 7 }],
                    ..entry("odd\x1b]0;title\x07", "string", 0.2, 1, &[])
                },
            ),
        ],
        duplicates: vec![Duplicate {
            name: "/srv/app/src/db.ts".into(),
            ids: vec!["/srv/app/src/db.ts".into(), "/srv/app/src/db.ts?t=1".into()],
        }],
        findings: vec![Finding {
            code: "RWS010".into(),
            severity: "warning".into(),
            text: "warning[RWS010] lost-state: `n` is reset\n  help: keep it\x1b[2J".into(),
        }],
        ..environment("worker", "server")
    };
    let ssr = Environment {
        answers: false,
        findings: worker.findings.clone(),
        ..environment("ssr", "server")
    };
    Snapshot {
        version: VERSION,
        rwstate: "0.4.0".into(),
        vite: "8.3.8".into(),
        root: "/srv/app".into(),
        at: AT,
        environments: vec![
            environment("client", "client"),
            ssr,
            worker,
            Environment { answers: false, ..environment("admin", "client") },
            Environment { runs: false, answers: false, ..environment("astro", "server") },
        ],
        recoveries: recoveries(),
        appended: appended(),
        edits: edits(),
    }
}

fn edits() -> Vec<Edit> {
    let evaluated = |module: &str, why, imports: Option<&str>| Evaluated {
        module: module.into(),
        why,
        imports: imports.map(Into::into),
    };
    let edit = Edit {
        id: 16,
        at: AT - 1_000.0,
        environment: "worker".into(),
        evaluated: vec![
            evaluated("src/a\n.ts", Why::Changed, None),
            evaluated("src/app.ts", Why::Importer, Some("src/a\n.ts")),
            evaluated("src/registry.ts", Why::Registry, None),
            evaluated("virtual:routes", Why::Invalidated, None),
            evaluated("src/b.ts", Why::Importer, Some("src/registry.ts")),
            evaluated("src/entry.ts", Why::Importer, Some("src/app.ts")),
        ],
        count: 31,
        kept: 140,
        milliseconds: Some(12.4),
        reload: None,
    };
    let reload = |reason: &str, file: Option<&str>| {
        Some(Reload { reason: reason.into(), file: file.map(Into::into) })
    };
    vec![
        edit.clone(),
        Edit {
            id: 15,
            at: AT - 2_000.0,
            environment: "ssr".into(),
            evaluated: vec![],
            count: 0,
            kept: 0,
            milliseconds: None,
            reload: reload("a plugin asked for it, and no module is outdated", Some("src/a.ts")),
        },
        Edit {
            id: 9,
            at: AT - 100_000.0,
            evaluated: edit.evaluated[..1].into(),
            count: 1,
            kept: 0,
            milliseconds: None,
            ..edit
        },
    ]
}

fn recoveries() -> Vec<Recovery> {
    vec![
        Recovery {
            id: 13,
            at: AT - 12_000.0,
            environment: "worker".into(),
            dependencies: vec![
                Dependency { name: "zod".into(), importer: Some("src/api.ts".into()) },
                Dependency { name: "nanoid".into(), importer: None },
            ],
            held: 2,
            longest: 412.3,
            replayed: 1,
            reloaded: true,
            kept: Some(6),
            keys: ["requests", "cache", "hits", "odd"].map(String::from).into(),
        },
        Recovery {
            id: 12,
            at: AT - 90_000.0,
            environment: "ssr".into(),
            dependencies: vec![],
            held: 0,
            longest: 0.0,
            replayed: 0,
            reloaded: true,
            kept: None,
            keys: vec![],
        },
        Recovery {
            id: 10,
            at: AT - 95_000.0,
            environment: "worker".into(),
            dependencies: vec![Dependency { name: "mitt".into(), importer: None }],
            held: 1,
            longest: 88.0,
            replayed: 0,
            reloaded: false,
            kept: None,
            keys: vec![],
        },
    ]
}

fn appended() -> Vec<Appended> {
    vec![
        Appended {
            id: 14,
            at: AT - 3_000.0,
            environment: "worker".into(),
            dependencies: vec![
                Dependency { name: "zustand".into(), importer: Some("src/late.ts".into()) },
                Dependency { name: "jotai\n/x".into(), importer: None },
            ],
            milliseconds: 41.4,
        },
        Appended {
            id: 11,
            at: AT - 92_000.0,
            environment: "client".into(),
            dependencies: vec![Dependency { name: "swr".into(), importer: None }],
            milliseconds: 30.0,
        },
    ]
}

fn serve(snapshot: &Snapshot) -> Response {
    json(serde_json::to_string(snapshot).unwrap())
}

fn json(body: impl Into<String>) -> Response {
    Response::Http { status: 200, location: None, body: body.into() }
}

/// Runs the command with a server's response and further arguments.
fn inspect(response: &Response, arguments: &str) -> Run {
    inspect_on(response, arguments, |_| {})
}

fn inspect_on(response: &Response, arguments: &str, set_up: impl FnOnce(&mut Stream<'_>)) -> Run {
    Project::new(&[]).run_on(&format!("inspect {arguments}"), Some(response), set_up)
}

#[test]
fn each_environment_has_a_table() {
    let run = inspect(&serve(&snapshot()), "");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    insta::assert_snapshot!(run.stdout, @r#"
    rwstate 0.4.0, Vite 8.3.8, /srv/app

    client (client): nothing is kept yet

    ssr (server, requests wait): has not answered yet; send it a request

    worker (server, requests wait): 6 entries
      key                       kind               version  age     survived  declared                  preview
      @acme/app/src/db.ts#pool  Pool               2        2h 3m   12        src/db.ts:3               Pool { size: 4, idle: 3, waiting: [], url: "postgres://localhost:5432/app", options: {…} }
      requests                  AsyncLocalStorage           3m 12s  3         src/context.ts:1          AsyncLocalStorage {}
      cache                     Map                "v1"     41s     0         src/a.ts:3 +1             Map(2) { "a" => 1, "b" => 2 }
      sessionSecret             string                      2d 7h   40        src/auth.ts               (hidden: the key looks secret)
      hits                      number                      0s      0                                   42
      odd\x1b]0;title\x07       string                      0s      1         /elsewhere/fw/state.js:7  "\x1b[31mred\x1b[0m\nnext \u202etxt"
      conflict: cache is declared at src/a.ts:3 and src/b/cache.ts:19

    admin (client): has not answered yet; open the app in a browser

    astro (server, requests wait): no runner has asked for a module of it

    3 edits, 3 dependencies appended, 3 re-optimizations, the latest first:
      #16 1s ago in worker: evaluated 31 modules again in 12 ms, 140 kept
          src/a\n.ts (changed)
          src/app.ts (imports src/a\n.ts)
          src/registry.ts (what changed registers with it)
          virtual:routes (invalidated by a plugin)
          src/b.ts (imports src/registry.ts)
          and 26 more
      #15 2s ago in ssr: evaluated every module again for src/a.ts
          a plugin asked for it, and no module is outdated
      #14 3s ago in worker: appended zustand (src/late.ts), jotai\n/x in 41 ms
      #13 12s ago in worker: re-optimized for zod (src/api.ts), nanoid
          2 requests held, 412 ms at most, 1 sent again; 6 entries kept: requests, cache, hits, …
      #12 1m 30s ago in ssr: re-optimized
          no request was held; no runner has reported what was kept
      #11 1m 32s ago in client: appended swr in 30 ms
      #10 1m 35s ago in worker: re-optimized for mitt
          1 request held, 88 ms at most; nothing was reloaded
      #9 1m 40s ago in worker: evaluated 1 module again, 0 kept
          src/a\n.ts (changed)

    duplicate modules:
      src/db.ts in worker
          src/db.ts
          src/db.ts?t=1

    findings:
      warning[RWS010] lost-state: `n` is reset
        help: keep it\x1b[2J
        in: ssr, worker
    "#);
}

#[test]
fn a_preview_ends_where_the_terminal_does() {
    let server = serve(&snapshot());
    let wide = inspect_on(&server, "--env worker", |stdout| stdout.columns = Some(140)).stdout;
    assert!(wide.lines().all(|line| line.chars().count() <= 140), "{wide}");
    let entries = |text: &str| {
        let lines = text.lines().skip_while(|line| !line.contains("worker"));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(entries(&wide), @r#"
    worker (server, requests wait): 6 entries
      key                       kind               version  age     survived  declared                  preview
      @acme/app/src/db.ts#pool  Pool               2        2h 3m   12        src/db.ts:3               Pool { size: 4, idle: 3, waiting: [], u…
      requests                  AsyncLocalStorage           3m 12s  3         src/context.ts:1          AsyncLocalStorage {}
      cache                     Map                "v1"     41s     0         src/a.ts:3 +1             Map(2) { "a" => 1, "b" => 2 }
      sessionSecret             string                      2d 7h   40        src/auth.ts               (hidden: the key looks secret)
      hits                      number                      0s      0                                   42
      odd\x1b]0;title\x07       string                      0s      1         /elsewhere/fw/state.js:7  "\x1b[31mred\x1b[0m\nnext \u202etxt"
      conflict: cache is declared at src/a.ts:3 and src/b/cache.ts:19
    "#);
    // On a narrow terminal it is on a line of its own.
    let narrow = inspect_on(&server, "--env worker", |stdout| stdout.columns = Some(80)).stdout;
    insta::assert_snapshot!(entries(&narrow), @r#"
    worker (server, requests wait): 6 entries
      key                       kind              version  age     survived  declared
      @acme/app/src/db.ts#pool  Pool              2        2h 3m   12        src/db.ts:3
          Pool { size: 4, idle: 3, waiting: [], url: "postgres://localhost:5432/app…
      requests                  AsyncLocalStora…           3m 12s  3         src/context.ts:1
          AsyncLocalStorage {}
      cache                     Map               "v1"     41s     0         src/a.ts:3 +1
          Map(2) { "a" => 1, "b" => 2 }
      sessionSecret             string                     2d 7h   40        src/auth.ts
          (hidden: the key looks secret)
      hits                      number                     0s      0
          42
      odd\x1b]0;title\x07       string                     0s      1         /elsewhere/fw/state.js:7
          "\x1b[31mred\x1b[0m\nnext \u202etxt"
      conflict: cache is declared at src/a.ts:3 and src/b/cache.ts:19
    "#);
}

#[test]
fn colors_are_the_terminals_and_no_text_changes_with_them() {
    let server = serve(&snapshot());
    let colored = inspect_on(&server, "", |stdout| stdout.color = true).stdout;
    for expect in
        ["\x1b[1mworker\x1b[0m (server", "\x1b[33mconflict:\x1b[0m cache", "\x1b[2m(hidden"]
    {
        assert!(colored.contains(expect), "{colored:?}");
    }
    let plain = inspect(&server, "").stdout;
    assert!(!plain.contains('\x1b'));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
    let narrow = |stdout: &mut Stream<'_>| stdout.columns = Some(0);
    assert!(inspect_on(&server, "", narrow).stdout.contains("6 entries"));
}

#[test]
fn a_server_without_environments() {
    let empty = Snapshot {
        environments: vec![],
        recoveries: vec![],
        appended: vec![],
        edits: vec![],
        ..snapshot()
    };
    let run = inspect(&serve(&empty), "");
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stdout,
        "rwstate 0.4.0, Vite 8.3.8, /srv/app\n\nThe server has no environment.\n"
    );
    let idle = Snapshot { environments: vec![environment("ssr", "server")], ..empty };
    insta::assert_snapshot!(inspect(&serve(&idle), "").stdout, @r#"
    rwstate 0.4.0, Vite 8.3.8, /srv/app

    ssr (server, requests wait): nothing is kept yet

    nothing was edited, appended or re-optimized yet
    "#);
    let once = Snapshot {
        appended: snapshot().appended[1..].into(),
        environments: vec![environment("client", "client")],
        ..idle
    };
    let text = inspect(&serve(&once), "").stdout;
    assert!(text.contains("\n1 dependency appended, the latest first:\n  #11 "), "{text}");
}

#[test]
fn json_is_the_servers_document() {
    let run = inspect(&serve(&snapshot()), "--format json");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert!(!run.stdout.contains(|char: char| char != '\n' && char.is_control()));
    assert!(!run.stdout.contains('\u{202e}') && run.stdout.contains("\\u202e"));
    assert_eq!(serde_json::from_str::<Snapshot>(&run.stdout).unwrap(), snapshot());
}

#[test]
fn environments_may_be_named() {
    let server = serve(&snapshot());
    let run = inspect(&server, "--format json --env worker,client");
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let names: Vec<_> =
        found["environments"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["client", "worker"]);
    assert_eq!(found["recoveries"].as_array().unwrap().len(), 2);
    assert_eq!(found["appended"].as_array().unwrap().len(), 2);
    assert_eq!(found["edits"].as_array().unwrap().len(), 2);
    let run = inspect(&server, "--format json --env ssr");
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&found["recoveries"][0]["id"], &found["appended"]),
        (&12.into(), &Value::Array(vec![]))
    );
    let run = inspect(&server, "--env rsc");
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert_eq!(
        run.stderr,
        "error: the server has no environment rsc; it has: client, ssr, worker, admin, astro\n"
    );
}

/// The request that a command line makes.
#[track_caller]
fn requested(line: &str) -> Request {
    let mut terminal = Terminal {
        cwd: ".".into(),
        stdout: Stream::new(std::io::sink()),
        stderr: Stream::new(std::io::sink()),
    };
    match run(line.split_whitespace().map(Into::into), None, &mut terminal) {
        Outcome::Request(request) => request,
        Outcome::Exit(code) => panic!("{line}: {code}"),
    }
}

#[test]
fn the_base_is_part_of_the_url() {
    for given in ["", "/", "/__rwstate", "/__rwstate/"] {
        let Request { url, timeout, .. } =
            requested(&format!("inspect --url http://127.0.0.1{given}"));
        assert_eq!(url, "http://127.0.0.1/__rwstate/snapshot.json");
        assert_eq!(timeout, Duration::from_secs(5));
    }
    let request = requested("inspect --url https://127.0.0.1/base/ --timeout 0.2");
    assert_eq!(request.url, "https://127.0.0.1/base/__rwstate/snapshot.json");
    assert_eq!(request.timeout, Duration::from_millis(200));
}

#[test]
fn the_binary_names_the_command_that_can_make_the_request() {
    let run = Project::new(&[]).binary("inspect", &[]);
    assert_eq!((run.code, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("run `npx rwstate inspect`"), "{}", run.stderr);
}
