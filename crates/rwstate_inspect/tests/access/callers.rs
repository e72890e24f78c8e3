//! Which pages may ask: origins, proxies, sites.

use rwstate_inspect::{Request, is_forwarded};

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
fn a_proxy_names_itself_by_headers_of_many_names_or_by_an_old_version() {
    let proxies = [
        "forwarded",
        "via",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-server",
        "x-original-forwarded-for",
        "x-original-host",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "true-client-ip",
        "cf-connecting-ip",
        "cf-ray",
        "cdn-loop",
        "fly-client-ip",
        "fastly-client-ip",
        "x-envoy-external-address",
        "x-amzn-trace-id",
        "x-arr-ssl",
        "x-nginx-proxy",
        "x-proxyuser-ip",
        "proxy-connection",
        "ngrok-auth-user-email",
        "tailscale-user-login",
        "x-scheme",
    ];
    for name in proxies {
        assert!(is_forwarded("1.1", ["host", name]), "{name}");
    }
    assert!(is_forwarded("1.0", ["host"]));
    // All that Chromium, Firefox, Safari and curl send by themselves, and what a page of ours adds.
    let own = "host connection cache-control pragma sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform upgrade-insecure-requests \
        user-agent accept sec-fetch-site sec-fetch-mode sec-fetch-user sec-fetch-dest sec-purpose accept-encoding accept-language \
        cookie referer origin priority te dnt sec-gpc range if-none-match if-modified-since content-type content-length \
        last-event-id save-data authorization purpose x-rwstate :authority :method :path :scheme";
    for version in ["1.1", "2.0"] {
        assert!(!is_forwarded(version, own.split_whitespace()));
    }
}

#[test]
fn a_request_that_names_two_hosts_is_refused_whichever_comes_first() {
    let others = [(None, "page"), (Some("localhost:5173"), "page"), (Some("evil.example"), "403")];
    check(&others, |other_host| Request { other_host, ..LOCAL });
    let hosts = [("evil.example", "403"), ("my.test", "403")];
    let other_host = Some("localhost:5173");
    check(&hosts, |host| Request { host: Some(host), other_host, ..LOCAL });
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
