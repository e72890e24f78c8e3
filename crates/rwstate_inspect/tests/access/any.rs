//! Requests of any kind, against the rules in other words.

use proptest::prelude::*;
use rwstate_inspect::{Request, Route, Verdict};

use super::{ASSETS, LOCAL, policy};

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
        "hold",
        "flush",
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
    let name = name_of(host);
    is_this_machine(host)
        || name == "[2001:db8::1]"
        || ["my.test", "wild.test", "dev.box", "192.168.1.5"].contains(&name)
        || is_below(name, ".wild.test")
}

/// The names that mean this machine alone.
fn is_this_machine(host: &str) -> bool {
    let name = name_of(host);
    let octets: Vec<_> = name.split('.').map(str::parse::<u8>).collect();
    let is_loopback = octets.len() == 4 && octets.iter().all(Result::is_ok) && octets[0] == Ok(127);
    ["[::1]", "localhost"].contains(&name) || is_loopback || is_below(name, ".localhost")
}

fn is_below(name: &str, domain: &str) -> bool {
    let is_name = name.chars().all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char));
    is_name && name.ends_with(domain)
}

fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() && !name.is_empty() => name,
        _ => host.strip_suffix(':').unwrap_or(host),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_request_is_served_that_breaks_a_rule(
        method in text(&["GET", "HEAD", "POST", "OPTIONS", "PUT"]),
        url in url(),
        host in prop::option::weighted(0.95, host()),
        other_host in prop::option::weighted(0.1, host()),
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
            other_host: other_host.as_deref(),
            origin: origin.as_deref(),
            fetch_site: fetch_site.as_deref(),
            marker: marker.as_deref(),
            remote: remote.as_deref(),
            encrypted,
            forwarded,
        };
        let verdict = policy().judge(&request, ASSETS);
        let may_be_ours = url.contains("__rwstate") || url.contains('%');
        prop_assert!(may_be_ours || verdict == Verdict::NotOurs, "{url}");
        match verdict {
            Verdict::Serve(route) => {
                let host = host.unwrap();
                prop_assert!(may_be_served(&host), "{host}");
                prop_assert!(other_host.is_none_or(|other| other == host), "{host}");
                let is_local = remote.is_some_and(|it| it.contains("127.") || it.ends_with("::1"));
                let is_this = is_this_machine(&host);
                prop_assert!(is_local || !is_this, "{host}");
                prop_assert!(!forwarded || !is_this, "{host}");
                let changes = matches!(route, Route::Reset | Route::Hold | Route::Flush);
                prop_assert_eq!(&*method == "POST", changes);
                prop_assert!(!changes || marker.as_deref() == Some("1"));
                prop_assert!(!matches!(fetch_site.as_deref(), Some("cross-site" | "same-site")));
                let is_declared = fetch_site.as_deref() == Some("same-origin");
                let schemes = [("https://", ":443", encrypted), ("http://", ":80", !encrypted)];
                let is_same = |origin: String| schemes.iter().any(|(scheme, port, is_own)| {
                    let bare = |host: &str| host.strip_suffix(port).unwrap_or(host).to_owned();
                    (*is_own || is_declared) && origin.strip_prefix(scheme).map(bare) == Some(bare(&host))
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
