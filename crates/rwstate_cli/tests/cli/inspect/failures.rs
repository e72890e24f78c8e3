//! Responses without a snapshot, and the message for each.

use rwstate_cli::Response;

use super::{inspect, json};
use crate::project::{Project, Run};

const URL: &str = "http://localhost:5173/__rwstate/snapshot.json";

#[track_caller]
fn fails(response: &Response, expect: &str) {
    let Run { code, stdout, stderr } = inspect(response, "");
    assert_eq!((code, &*stdout), (2, ""), "{stderr}");
    assert_eq!(stderr, format!("error: {URL} {expect}\n"));
}

fn status(status: u16, location: Option<&str>, body: &str) -> Response {
    Response::Http { status, location: location.map(Into::into), body: body.into() }
}

fn failed(code: &str, message: &str) -> Response {
    Response::Failed { code: code.into(), message: message.into() }
}

#[test]
fn a_response_of_something_else_is_an_error() {
    let elsewhere = "the server is without its plugin, or has another `base`, which --url has to name, \
                     as in http://localhost:5173/base/";
    let foreign = format!("responds with something other than a snapshot of rwstate: {elsewhere}");
    fails(&json("<!doctype html><div id=root>"), &foreign);
    fails(&json("[1, 2]"), &foreign);
    fails(&json(r#"{ "version": 1 }"#), &foreign);
    fails(&json("\u{feff}"), &foreign);
    fails(
        &status(404, None, "nothing"),
        "is not found (404): the server is without the plugin of rwstate, or has another `base`, \
         which --url has to name, as in http://localhost:5173/base/",
    );
    fails(
        &status(403, None, "Blocked\nrequest.\x1b[2J This host is not allowed."),
        "is refused (403): Blocked request.\\x1b[2J This host is not allowed.",
    );
    fails(&status(500, None, ""), "fails (500)");
    fails(
        &status(302, Some("/base/__rwstate/"), ""),
        "redirects to /base/__rwstate/ (302): name that URL with --url",
    );
}

#[test]
fn another_version_is_refused() {
    fails(
        &json(r#"{ "version": 5, "rwstate": "9.0.0", "environments": {} }"#),
        "responds in version 5 of the snapshot, and this command reads version 4: \
         run the rwstate of that server (9.0.0), with `npx rwstate` in its project",
    );
    let run = inspect(&json(r#"{ "version": 4, "rwstate": "0.4.0", "vite": 8 }"#), "");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot be read (invalid type: integer `8`"), "{}", run.stderr);
}

#[test]
fn each_failure_has_its_message() {
    fails(
        &failed("ECONNREFUSED", "connect ECONNREFUSED ::1:5173"),
        "cannot be reached (connect ECONNREFUSED ::1:5173): start the dev server, or name its URL with --url",
    );
    fails(
        &failed("ENOTFOUND", ""),
        "cannot be reached (ENOTFOUND): start the dev server, or name its URL with --url",
    );
    fails(
        &failed("HPE_INVALID_CONSTANT", "Expected HTTP/"),
        "responds with something other than HTTP (Expected HTTP/): name a dev server's URL with --url",
    );
    fails(
        &failed("TimeoutError", "The operation was aborted due to timeout"),
        "has not responded within 5 s: allow more time with --timeout, or restart the server",
    );
    fails(
        &failed("UND_ERR_SOCKET", "other side closed"),
        "closed the connection before its response was complete (other side closed): \
         a server with `server.https` needs a URL with https, another one can be restarted",
    );
    fails(
        &failed("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
        "has a certificate that Node does not trust (self-signed certificate): \
         name the file of its authority in the environment variable NODE_EXTRA_CA_CERTS",
    );
    fails(
        &failed("ERR_SSL_WRONG_VERSION_NUMBER", "wrong version number"),
        "does not speak TLS (wrong version number): write the URL with http",
    );
    fails(
        &failed("ERR_INVALID_URL", "Invalid URL"),
        "is an invalid URL: write one such as http://localhost:5173",
    );
}

#[test]
fn a_name_and_a_password_are_not_shown() {
    let response = failed("ECONNREFUSED", "refused");
    let run = inspect(&response, "--url https://me:secret@localhost:5173");
    assert!(run.stderr.starts_with("error: https://localhost:5173/__rwstate/"), "{}", run.stderr);
}

#[test]
fn a_password_in_any_argument_is_not_shown() {
    let project = Project::new(&[]);
    let url = "http://me:secret@localhost:5173";
    for line in [
        "URL",
        "inspect URL",
        "inspect -- URL",
        "inspect --uri=URL",
        "inspect --uri URL",
        "inspect --url=ws:URL",
        "inspect --url=URL --url=URL",
        "inspect --timeout URL",
        "inspect --timeout=URL",
        "inspect --format URL",
        "inspect --color URL",
        "inspect me:secret@localhost",
        "check URL",
        "check --format=json URL",
        "check --state URL",
        "check --threads URL",
        "check --preserve URL",
        "migrate URL",
        "migrate --write=URL",
    ] {
        let line = line.replace("URL", url);
        let run = project.run(&line);
        let shown = run.stdout + &run.stderr;
        assert_eq!(run.code, 2, "{line}: {shown}");
        assert!(!shown.contains("secret") && !shown.contains("me:"), "{line}: {shown}");
    }
    let run = project.run(&format!("inspect {url}"));
    assert!(run.stderr.contains("'http://localhost:5173'"), "{}", run.stderr);
    let moved =
        Response::Http { status: 302, location: Some(format!("{url}/a")), body: String::new() };
    let run = inspect(&moved, &format!("--url {url}"));
    assert!(run.stderr.contains("redirects to http://localhost:5173/a"), "{}", run.stderr);
}

#[test]
fn an_invalid_url_makes_no_request() {
    let run = Project::new(&[]).run("inspect --url ws://localhost:5173");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no URL of http or https"), "{}", run.stderr);
}
