//! Servers that tell nothing, and what is said of each.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use super::inspect;
use crate::{
    project::{Project, Run},
    server::Server,
};

#[track_caller]
fn fails(server: &Server, arguments: &str, expect: &str) {
    let Run { code, stdout, stderr } = inspect(server, arguments);
    assert_eq!((code, &*stdout), (2, ""), "{stderr}");
    let url = format!("error: {}/__rwstate/snapshot.json ", server.url);
    assert_eq!(stderr.replace(&url, "URL "), format!("URL {expect}\n"));
}

#[test]
fn an_answer_that_is_none_of_ours_is_said() {
    let elsewhere = "the server is without its plugin, or has another `base`, which --url has to name, \
                     as in http://localhost:5173/base/";
    let foreign = format!("answers with something other than a snapshot of rwstate: {elsewhere}");
    let html = Server::new("200 OK", "content-type: text/html\r\n", "<!doctype html><div id=root>");
    fails(&html, "", &foreign);
    fails(&Server::json("[1, 2]"), "", &foreign);
    fails(&Server::json(r#"{ "version": 1 }"#), "", &foreign);
    fails(&Server::raw("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\u{feff}"), "", &foreign);
    fails(
        &Server::new("404 Not Found", "", "nothing"),
        "",
        "is not there (404): the server is without the plugin of rwstate, or has another `base`, \
         which --url has to name, as in http://localhost:5173/base/",
    );
    fails(
        &Server::new("403 Forbidden", "", "Blocked\nrequest.\x1b[2J This host is not allowed."),
        "",
        "is refused (403): Blocked request.\\x1b[2J This host is not allowed.",
    );
    fails(&Server::new("500 Oops", "", ""), "", "cannot be answered (500)");
    fails(
        &Server::new("302 Found", "location: /base/__rwstate/\r\n", ""),
        "",
        "leads to /base/__rwstate/ (302): name that address with --url",
    );
}

#[test]
fn another_version_is_refused() {
    let next = r#"{ "version": 4, "rwstate": "9.0.0", "environments": {} }"#;
    fails(
        &Server::json(next),
        "",
        "answers in version 4 of the snapshot, and this command reads version 3: \
         run the rwstate of that server (9.0.0), with `npx rwstate` in its project",
    );
    let broken = r#"{ "version": 3, "rwstate": "0.4.0", "vite": 8 }"#;
    let run = inspect(&Server::json(broken), "");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot be read (invalid type: integer `8`"), "{}", run.stderr);
}

#[test]
fn no_server_no_http_and_no_end_are_told_apart() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = Project::new(&[]).run(&format!("inspect --url http://{free}/base"));
    assert_eq!((run.code, &*run.stdout), (2, ""));
    let expect = format!("error: http://{free}/base/__rwstate/snapshot.json cannot be reached (");
    assert!(run.stderr.starts_with(&expect), "{}", run.stderr);
    assert!(run.stderr.ends_with("start the dev server, or name its address with --url\n"));

    let run = inspect(&Server::raw("\x15\x03\x03\x00\x02\x02\x16"), "");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("answers with something other than HTTP ("), "{}", run.stderr);

    let start = Instant::now();
    let late =
        "has not answered within 0.2 s: give it longer with --timeout, or start the server again";
    for answer in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        fails(&Server::hanging(answer), "--timeout 0.2", late);
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn an_answer_that_ends_early_is_none() {
    // A server with https says nothing to one without.
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let run = inspect(&Server::raw(answer), "");
        assert_eq!((run.code, &*run.stdout), (2, ""), "{}", run.stderr);
        assert!(run.stderr.contains("a server with https cannot be asked"), "{}", run.stderr);
    }
}

#[test]
fn https_is_refused_with_a_way_out() {
    let run = Project::new(&[]).run("inspect --url https://localhost:5173");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("https is not supported; "), "{}", run.stderr);
}
