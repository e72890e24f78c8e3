//! `hold` and `flush`: what is asked of a server, and what its responses come to.

use rwstate_cli::{Action, Outcome, Request, Response, Stream, Terminal, run};

/// Runs a command line; returns its outcome and what it has printed, errors last.
fn outcome(words: &[&str], response: Option<&Response>) -> (Outcome, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        cwd: ".".into(),
        stdout: Stream::new(&mut stdout),
        stderr: Stream::new(&mut stderr),
    };
    let outcome = run(words.iter().map(Into::into), response, &mut terminal);
    drop(terminal);
    stdout.extend(stderr);
    (outcome, String::from_utf8(stdout).unwrap())
}

fn requested(words: &[&str]) -> Request {
    match outcome(words, None) {
        (Outcome::Request(request), _) => request,
        (Outcome::Exit(code), output) => panic!("{code}: {output}"),
    }
}

fn http(status: u16, body: &str) -> Response {
    Response::Http { status, location: None, body: body.into() }
}

#[test]
fn what_is_asked_of_a_server() {
    let flush = requested(&["flush", "--url", "http://localhost:3000/base/"]);
    assert_eq!(flush.url, "http://localhost:3000/base/__rwstate/flush");
    assert_eq!(flush.action, Action::Flush);
    let hold = requested(&["hold", "--", "git", "switch", "--detach"]);
    assert_eq!(hold.url, "http://localhost:5173/__rwstate/hold");
    let Action::Hold { command, flush } = hold.action else { panic!("{:?}", hold.action) };
    assert_eq!(command, ["git", "switch", "--detach"]);
    assert_eq!(flush, "http://localhost:5173/__rwstate/flush");
}

#[test]
fn a_command_stands_after_two_dashes() {
    let (code, output) = outcome(&["hold", "git"], None);
    assert_eq!(code, Outcome::Exit(2));
    assert!(output.contains("unexpected argument 'git'"), "{output}");
}

#[test]
fn the_exit_code_says_whether_all_compiles() {
    let saved = r#"{"held":true}
{"files":["src/a.ts"],"failures":[]}
"#;
    let (code, output) = outcome(&["hold"], Some(&http(200, saved)));
    assert_eq!((code, &*output), (Outcome::Exit(0), "1 file was saved:\n  src/a.ts\n"));
    let broken = r#"{"files":["src/a.ts"],"failures":[{"file":"src/a.ts","environment":"ssr","message":"Unexpected token","line":3,"column":6}]}"#;
    let (code, output) = outcome(&["flush"], Some(&http(200, broken)));
    assert_eq!(code, Outcome::Exit(1));
    assert!(output.ends_with("error: src/a.ts:3:7 (ssr)\n  Unexpected token\n"), "{output}");
}

#[test]
fn a_server_without_rwstate_is_named() {
    for (response, expect) in [
        (http(404, ""), "http://localhost:5173/__rwstate/flush is not found (404)"),
        (http(200, "<html>"), "responds with something other than rwstate does"),
        (http(403, "no"), "is refused (403): no"),
    ] {
        let (code, output) = outcome(&["flush"], Some(&response));
        assert_eq!(code, Outcome::Exit(2));
        assert!(output.contains(expect), "{output}");
    }
}
