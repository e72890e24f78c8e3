//! Which paths are the inspector's, and which are refused.

use rwstate_inspect::{Policy, Request};

use super::{LOCAL, check, judge, policy};

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
