//! Who is served what, case by case and for requests of any kind.

use proptest::prelude::*;
use rwstate_inspect::{AllowedHosts, Policy, Request, Route, Verdict, headers};

const ASSETS: &[&str] = &["page.js", "page.css", "icon.svg", "parts/table.js"];

/// A person at this machine.
const LOCAL: Request<'_> = Request {
    method: "GET",
    url: "/__rwstate/",
    host: Some("localhost:5173"),
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
        },
    }
}

#[track_caller]
fn check<'a, T: Copy + std::fmt::Debug>(cases: &[(T, &str)], request: impl Fn(T) -> Request<'a>) {
    for &(given, expect) in cases {
        assert_eq!(judge(&policy(), &request(given)), expect, "{given:?}");
    }
}

#[test]
fn paths() {
    let cases = [
        ("/__rwstate", "-> /__rwstate/"),
        ("/__rwstate?a=b", "-> /__rwstate/"),
        ("/__rwstate/", "page"),
        ("/__rwstate/?a=/../b%2f", "page"),
        ("/__rwstate/index.html", "page"),
        ("/__rwstate/page.js?v=1", "page.js"),
        ("/__rwstate/parts/table.js", "parts/table.js"),
        ("/__rwstate/events", "events"),
        ("/__rwstate/snapshot.json", "snapshot"),
        ("/__rwstate/gone.js", "404"),
        ("/__rwstate/page.js/", "400"),
        ("/__rwstate/parts", "404"),
        ("/__rwstate/Page.js", "404"),
        ("/__rwstate/events/", "400"),
        ("/", "not ours"),
        ("", "not ours"),
        ("*", "not ours"),
        ("/src/main.ts", "not ours"),
        ("/__rwstate-other/page.js", "not ours"),
        ("/__rwstate.js", "not ours"),
        ("/__rwstater/", "not ours"),
        ("/a/__rwstate/", "not ours"),
        ("/?/__rwstate/", "not ours"),
        ("/%zz/100%", "not ours"),
    ];
    check(&cases, |url| Request { url, ..LOCAL });
}

#[test]
fn paths_that_climb_or_are_written_oddly_are_refused() {
    let cases = [
        "/__rwstate/..",
        "/__rwstate/../package.json",
        "/__rwstate/./page.js",
        "/__rwstate/parts/../page.js",
        "/__rwstate/%2e%2e/package.json",
        "/__rwstate/%2E./package.json",
        "/__rwstate/%252e%252e/package.json",
        "/__rwstate/..%2fpackage.json",
        "/__rwstate/..\\package.json",
        "/__rwstate/parts%2ftable.js",
        "/__rwstate/p%61ge.js",
        "/__rwstate//page.js",
        "/__rwstate/page.js%00.css",
        "/__rwstate/page.js\0",
        "/__rwstate/page.js;a",
        "/__rwstate%2fpage.js",
        "/__rwstate%2f..%2f..%2fetc",
        "/__rwstate\\page.js",
        "/__rwstate;a/page.js",
        "//__rwstate/",
        "/./__rwstate/",
        "/a/../__rwstate/",
        "/%5f_rwstate/",
        "/%255f_rwstate/",
        "/%5f_rwstate;a/page.js",
        "\\__rwstate\\page.js",
        "http://localhost:5173/__rwstate/",
        "http://evil.example\\__rwstate",
        "/__rwstate/ページ.js",
    ];
    check(&cases.map(|url| (url, "400")), |url| Request { url, ..LOCAL });
}

#[test]
fn a_base_comes_before() {
    let policy = Policy { base: "/base/".into(), ..policy() };
    let judge = |url| judge(&policy, &Request { url, ..LOCAL });
    assert_eq!(judge("/base/__rwstate"), "-> /base/__rwstate/");
    assert_eq!(judge("/base/__rwstate/page.css"), "page.css");
    assert_eq!(judge("/base//__rwstate/"), "400");
    assert_eq!(judge("/__rwstate/"), "not ours");
}

#[test]
fn hosts() {
    let cases = [
        (Some("localhost"), "page"),
        (Some("app.localhost:5173"), "page"),
        (Some("127.0.0.1:5173"), "page"),
        (Some("127.8.9.10"), "page"),
        (Some("[::1]:5173"), "page"),
        (Some("my.test:5173"), "page"),
        (Some("wild.test"), "page"),
        (Some("a.b.wild.test"), "page"),
        (Some("dev.box"), "page"),
        (Some("192.168.1.5:5173"), "page"),
        (Some("[2001:db8:0::1]"), "page"),
        (None, "403"),
        (Some(""), "403"),
        (Some("evil.example"), "403"),
        (Some("a.my.test"), "403"),
        (Some("a.dev.box"), "403"),
        (Some("evilwild.test"), "403"),
        (Some(".wild.test"), "403"),
        (Some("localhost.evil.example"), "403"),
        (Some("evillocalhost"), "403"),
        // As Vite compares them.
        (Some("LOCALHOST"), "403"),
        (Some("localhost."), "403"),
        // Vite allows every address, and what is no host at all.
        (Some("192.168.1.6"), "403"),
        (Some("10.0.0.1:5173"), "403"),
        (Some("0.0.0.0:5173"), "403"),
        (Some("[::]:5173"), "403"),
        (Some("[fe80::1]"), "403"),
        (Some("[::ffff:127.0.0.1]"), "403"),
        (Some("file:"), "403"),
        (Some("chrome-extension://abc"), "403"),
        (Some("127.1"), "403"),
        (Some("0x7f.0.0.1"), "403"),
        (Some("2130706433"), "403"),
        (Some("[::1"), "403"),
        (Some("[::1]evil.example"), "403"),
        (Some("[127.0.0.1]"), "403"),
        (Some("[::1%25lo]"), "403"),
        (Some("::1"), "403"),
        (Some("localhost:5173:80"), "403"),
        (Some("localhost:+80"), "403"),
        (Some("localhost:99999"), "403"),
        (Some("localhost@evil.example"), "403"),
        (Some("evil.example@localhost"), "403"),
        (Some("evil.example#.localhost"), "403"),
        (Some("evil.example/.localhost"), "403"),
        (Some("localhost, evil.example"), "403"),
        (Some("local host"), "403"),
        (Some("\u{212a}.localhost"), "403"),
    ];
    check(&cases, |host| Request { host, ..LOCAL });
}

#[test]
fn every_host_is_allowed_where_the_user_says_so_and_it_is_one() {
    let policy = Policy { allowed_hosts: AllowedHosts::All, ..policy() };
    let judge = |host| judge(&policy, &Request { host: Some(host), remote: None, ..LOCAL });
    assert_eq!(judge("evil.example"), "page");
    assert_eq!(judge("10.0.0.1:5173"), "page");
    assert_eq!(judge("file:"), "403");
}

#[test]
fn who_names_this_machine_is_at_this_machine() {
    let remotes = [
        (Some("127.0.0.1"), "page"),
        (Some("127.0.0.53"), "page"),
        (Some("::1"), "page"),
        (Some("::ffff:127.0.0.1"), "page"),
        (Some("192.168.1.7"), "403"),
        (Some("::ffff:192.168.1.7"), "403"),
        (Some("fe80::1%eth0"), "403"),
        (Some("localhost"), "403"),
        (None, "403"),
    ];
    check(&remotes, |remote| Request { remote, ..LOCAL });
    // A name that is allowed is allowed to all who reach the server.
    let remote = Some("192.168.1.7");
    let hosts = [
        ("my.test", "page"),
        ("192.168.1.5:5173", "page"),
        ("[::1]", "403"),
        ("app.localhost", "403"),
        ("192.168.1.6", "403"),
    ];
    check(&hosts, |host| Request { remote, host: Some(host), ..LOCAL });
    // A container's neighbours, say: its ports come from an address of their own.
    let allowed_hosts = AllowedHosts::Listed(vec!["localhost".into()]);
    let policy = Policy { allowed_hosts, ..policy() };
    assert_eq!(judge(&policy, &Request { remote, ..LOCAL }), "page");
}

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

#[test]
fn methods() {
    for url in
        ["/__rwstate/", "/__rwstate/page.js", "/__rwstate/events", "/__rwstate/snapshot.json"]
    {
        for (method, is_served) in
            [("GET", true), ("HEAD", true), ("POST", false), ("OPTIONS", false), ("get", false)]
        {
            let request = Request { method, url, marker: Some("1"), ..LOCAL };
            assert_eq!(judge(&policy(), &request) != "405", is_served, "{method} {url}");
        }
    }
    let reset =
        [("POST", "reset"), ("GET", "405"), ("HEAD", "405"), ("PUT", "405"), ("OPTIONS", "405")];
    check(&reset, |method| Request { method, ..RESET });
    let markers = [(Some("1"), "reset"), (None, "403"), (Some(""), "403"), (Some("1, 1"), "403")];
    check(&markers, |marker| Request { marker, ..RESET });
    check(&[("POST", "405"), ("HEAD", "-> /__rwstate/")], |method| Request {
        method,
        url: "/__rwstate",
        ..LOCAL
    });
}

#[test]
fn a_stranger_does_not_learn_what_is_there() {
    let cases = [("/__rwstate/gone", "403"), ("/__rwstate/..", "403"), ("/__rwstate", "403")];
    check(&cases, |url| Request { url, host: Some("evil.example"), ..LOCAL });
    check(&[("/", "not ours")], |url| Request { url, host: Some("evil.example"), ..LOCAL });
}

#[test]
fn each_route_has_its_headers() {
    let types = [
        (Route::Page, "text/html; charset=utf-8"),
        (Route::Asset("page.js".into()), "text/javascript; charset=utf-8"),
        (Route::Asset("page.css".into()), "text/css; charset=utf-8"),
        (Route::Asset("icon.svg".into()), "image/svg+xml"),
        (Route::Asset("strange".into()), "application/octet-stream"),
        (Route::Events, "text/event-stream; charset=utf-8"),
        (Route::Snapshot, "application/json; charset=utf-8"),
        (Route::Reset, "application/json; charset=utf-8"),
    ];
    for (route, content) in types {
        let found = headers(&route);
        let value = |name| found.iter().find(|header| header.0 == name).unwrap().1;
        assert_eq!(value("content-type"), content);
        assert!(value("cache-control").starts_with("no-store"));
        let policy = value("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"));
        assert!(!policy.contains("  ") && policy.ends_with("frame-ancestors 'self'"));
    }
}

/// Words that matter, joined at random: most requests are about something, some are nonsense.
fn text(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    let word =
        prop_oneof![4 => prop::sample::select(words).prop_map(String::from), 1 => any::<String>()];
    prop_oneof![
        3 => prop::sample::select(words).prop_map(String::from),
        2 => prop::collection::vec(word, 0..6).prop_map(|words| words.concat()),
    ]
}

fn url() -> impl Strategy<Value = String> {
    let tail = text(&[
        "/",
        "..",
        ".",
        "%2e",
        "%2f",
        "%25",
        "%00",
        "\\",
        "\0",
        ";",
        "?",
        "#",
        "page.js",
        "events",
        "snapshot.json",
        "reset",
        "index.html",
        "parts/table.js",
    ]);
    let head = prop_oneof![
        4 => Just(String::from("/__rwstate/")),
        1 => text(&["/", "/__rwstate", "//", "http://a", "%5f", "__rwstate", "/..", "\\"]),
    ];
    (head, tail).prop_map(|(head, tail)| head + &tail)
}

fn host() -> impl Strategy<Value = String> {
    text(&[
        "localhost",
        ".localhost",
        "localhost:5173",
        "127.0.0.1",
        "[::1]",
        ":80",
        ":",
        ".",
        "@",
        "[",
        "]",
        "evil.example",
        "my.test",
        "wild.test",
        ".wild.test",
        "dev.box",
        "192.168.1.5",
        "10.0.0.1",
        "0.0.0.0",
        "file:",
        " ",
    ])
}

/// The hosts that may be served, as a list that knows nothing of how they are found.
fn may_be_served(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() && !name.is_empty() => name,
        _ => host.strip_suffix(':').unwrap_or(host),
    };
    let is_name = name.chars().all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char));
    let octets: Vec<_> = name.split('.').map(str::parse::<u8>).collect();
    let is_loopback = octets.len() == 4 && octets.iter().all(Result::is_ok) && octets[0] == Ok(127);
    name == "[::1]"
        || name == "[2001:db8::1]"
        || is_loopback
        || ["localhost", "my.test", "wild.test", "dev.box", "192.168.1.5"].contains(&name)
        || (is_name && (name.ends_with(".localhost") || name.ends_with(".wild.test")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_request_is_served_that_breaks_a_rule(
        method in text(&["GET", "HEAD", "POST", "OPTIONS", "PUT"]),
        url in url(),
        host in prop::option::weighted(0.95, host()),
        origin in prop::option::weighted(0.3, text(&["http://", "https://", "localhost", ":5173", "null", "http://localhost:5173"])),
        fetch_site in prop::option::weighted(0.3, text(&["same-origin", "none", "cross-site", "same-site"])),
        marker in prop::option::of(text(&["1", "0"])),
        remote in prop::option::weighted(0.9, text(&["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.7", "::ffff:10.0.0.7"])),
        encrypted: bool,
        forwarded in prop::bool::weighted(0.1),
    ) {
        let request = Request {
            method: &method,
            url: &url,
            host: host.as_deref(),
            origin: origin.as_deref(),
            fetch_site: fetch_site.as_deref(),
            marker: marker.as_deref(),
            remote: remote.as_deref(),
            encrypted,
            forwarded,
        };
        match policy().judge(&request, ASSETS) {
            Verdict::Serve(route) => {
                let host = host.unwrap();
                prop_assert!(may_be_served(&host), "{host}");
                let is_local = remote.is_some_and(|it| it.contains("127.") || it.ends_with("::1"));
                let is_this = host.contains("localhost") || host.starts_with("127.") || host.contains("::1]");
                prop_assert!(is_local || !is_this || host.contains("db8"), "{host}");
                prop_assert!(!forwarded || !is_this || host.contains("db8"), "{host}");
                prop_assert_eq!(&*method == "POST", route == Route::Reset);
                prop_assert!(route != Route::Reset || marker.as_deref() == Some("1"));
                prop_assert!(!matches!(fetch_site.as_deref(), Some("cross-site" | "same-site")));
                let is_told = fetch_site.as_deref() == Some("same-origin");
                let schemes = [("https://", ":443", encrypted), ("http://", ":80", !encrypted)];
                let is_same = |origin: String| schemes.iter().any(|(scheme, port, is_own)| {
                    let bare = |host: &str| host.strip_suffix(port).unwrap_or(host).to_owned();
                    (*is_own || is_told) && origin.strip_prefix(scheme).map(bare) == Some(bare(&host))
                });
                prop_assert!(origin.clone().is_none_or(is_same), "{origin:?}");
                let path = url.split(['?', '#']).next().unwrap();
                prop_assert!(path.starts_with("/__rwstate/") && !path.contains(".."), "{url}");
                prop_assert!(!path.contains(['%', '\\', '\0', ';']), "{url}");
            }
            Verdict::Redirect(path) => prop_assert_eq!(path, "/__rwstate/"),
            Verdict::Refused { status, .. } => prop_assert!([400, 403, 404, 405].contains(&status)),
            Verdict::NotOurs => prop_assert!(!url.starts_with("/__rwstate/"), "{url}"),
        }
    }

    #[test]
    fn nothing_panics(a: String, b: String, c: String) {
        let url = format!("/__rwstate{a}");
        for url in [&a, &url] {
            let request = Request {
                url,
                host: Some(&b),
                origin: Some(&c),
                remote: Some(&c),
                ..LOCAL
            };
            policy().judge(&request, ASSETS);
        }
    }
}
