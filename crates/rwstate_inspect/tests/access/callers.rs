//! Which pages may ask: origins, proxies, sites.

use rwstate_inspect::Request;

use super::{LOCAL, RESET, check};

#[test]
fn origins() {
    let cases = [
        ("http://localhost:5173", "page"),
        ("null", "403"),
        ("", "403"),
        ("https://localhost:5173", "403"),
        ("http://localhost", "403"),
        ("http://localhost:3000", "403"),
        ("http://127.0.0.1:5173", "403"),
        ("http://evil.example", "403"),
        ("http://localhost:5173.evil.example", "403"),
        ("http://localhost:5173/", "403"),
        ("http://localhost:5173, http://evil.example", "403"),
    ];
    check(&cases, |origin| Request { origin: Some(origin), ..LOCAL });
    // The port that goes without saying.
    let hosts = [("my.test", "page"), ("my.test:80", "page"), ("my.test:443", "403")];
    check(&hosts, |host| Request { host: Some(host), origin: Some("http://my.test"), ..LOCAL });
    let hosts = [("my.test", "page"), ("my.test:80", "403"), ("my.test:443", "page")];
    let request = Request { origin: Some("https://my.test"), encrypted: true, ..LOCAL };
    check(&hosts, |host| Request { host: Some(host), ..request });
}

#[test]
fn a_proxy_that_ends_tls_changes_the_scheme_and_the_browser_vouches_for_it() {
    let request = Request { host: Some("my.test"), origin: Some("https://my.test"), ..LOCAL };
    let sites = [(None, "403"), (Some("none"), "403"), (Some("same-origin"), "page")];
    check(&sites, |fetch_site| Request { fetch_site, ..request });
    let evil = Request { origin: Some("https://evil.test"), ..request };
    check(&[(Some("same-origin"), "403")], |fetch_site| Request { fetch_site, ..evil });
}

#[test]
fn what_a_proxy_passes_on_to_this_machine_is_not_this_machines_own() {
    let hosts = [("localhost:5173", "403"), ("127.0.0.1", "403"), ("my.test", "page")];
    check(&hosts, |host| Request { host: Some(host), forwarded: true, ..LOCAL });
}

#[test]
fn sites() {
    let read = [
        (Some("same-origin"), "page"),
        (Some("none"), "page"),
        (Some("same-site"), "403"),
        (Some("cross-site"), "403"),
        (Some("none, none"), "403"),
        (Some(""), "403"),
    ];
    check(&read, |fetch_site| Request { fetch_site, ..LOCAL });
    let reset = [
        (None, "reset"),
        (Some("same-origin"), "reset"),
        (Some("none"), "403"),
        (Some("x"), "403"),
    ];
    check(&reset, |fetch_site| Request { fetch_site, ..RESET });
}
