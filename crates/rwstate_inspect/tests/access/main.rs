//! Who is served what, case by case and for requests of any kind.

mod any;
mod callers;
mod hosts;
mod paths;
mod routes;

use rwstate_inspect::{AllowedHosts, Policy, Request, Route, Verdict};

const ASSETS: &[&str] = &["page.js", "page.css", "icon.svg", "parts/table.js"];

/// A person at this machine.
const LOCAL: Request<'_> = Request {
    method: "GET",
    url: "/__rwstate/",
    host: Some("localhost:5173"),
    other_host: None,
    origin: None,
    fetch_site: None,
    marker: None,
    remote: Some("127.0.0.1"),
    encrypted: false,
    forwarded: false,
};

/// The page's own button.
const RESET: Request<'_> = Request {
    method: "POST",
    url: "/__rwstate/reset",
    origin: Some("http://localhost:5173"),
    fetch_site: Some("same-origin"),
    marker: Some("1"),
    ..LOCAL
};

fn policy() -> Policy {
    let allowed = ["my.test", ".wild.test", "[2001:db8::1]"];
    Policy {
        base: "/".into(),
        allowed_hosts: AllowedHosts::Listed(allowed.map(String::from).into()),
        host_names: ["dev.box", "192.168.1.5", "0.0.0.0", "::", "localhost"]
            .map(String::from)
            .into(),
    }
}

/// In short: `page`, `403`, `-> /path`.
fn judge(policy: &Policy, request: &Request<'_>) -> String {
    match policy.judge(request, ASSETS) {
        Verdict::NotOurs => "not ours".into(),
        Verdict::Redirect(path) => format!("-> {path}"),
        Verdict::Refused { status, reason } => {
            assert!(!reason.is_empty() && !reason.contains(char::is_control), "{reason:?}");
            status.to_string()
        }
        Verdict::Serve(route) => match route {
            Route::Page => "page".into(),
            Route::Asset(name) => name,
            Route::Events => "events".into(),
            Route::Snapshot => "snapshot".into(),
            Route::Reset => "reset".into(),
            Route::Hold => "hold".into(),
            Route::Flush => "flush".into(),
        },
    }
}

#[track_caller]
fn check<'a, T: Copy + std::fmt::Debug>(cases: &[(T, &str)], request: impl Fn(T) -> Request<'a>) {
    for &(given, expect) in cases {
        assert_eq!(judge(&policy(), &request(given)), expect, "{given:?}");
    }
}
