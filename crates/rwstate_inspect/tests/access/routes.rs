//! What each route takes and sends, and what a stranger learns.

use rwstate_inspect::{Request, Route, headers};

use super::{LOCAL, RESET, check, judge, policy};

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
    for (url, name) in
        [("/__rwstate/reset", "reset"), ("/__rwstate/hold", "hold"), ("/__rwstate/flush", "flush")]
    {
        let methods =
            [("POST", name), ("GET", "405"), ("HEAD", "405"), ("PUT", "405"), ("OPTIONS", "405")];
        check(&methods, |method| Request { method, url, ..RESET });
        let markers = [(Some("1"), name), (None, "403"), (Some(""), "403"), (Some("1, 1"), "403")];
        check(&markers, |marker| Request { marker, url, ..RESET });
    }
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
        (Route::Hold, "application/json; charset=utf-8"),
        (Route::Flush, "application/json; charset=utf-8"),
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
