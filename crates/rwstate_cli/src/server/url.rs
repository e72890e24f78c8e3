//! A server's URL, as it is typed -> the URL of what is asked of it.

use anyhow::{Result, bail};

use crate::{plain::plain, secrets::user_info};

/// The folder of the inspector, below Vite's `base`.
const FOLDER: &str = "/__rwstate";

/// A URL as it is shown: without the name and the password that it may have.
pub(crate) fn shown(url: &str) -> String {
    let start = url.find(":/").map_or(0, |at| at + 1);
    let secret = user_info(url, start).unwrap_or(0..0);
    plain(&format!("{}{}", &url[..secret.start], &url[secret.end..]))
}

/// Takes a server's URL, with its base or without, or that of the inspector's page, and the name of what is asked for.
pub(crate) fn url_of(given: &str, name: &str) -> Result<String> {
    let shown = shown(given);
    let (scheme, rest) = given.split_once("://").unwrap_or(("http", given));
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https"].contains(&&*scheme) {
        bail!("`{shown}` is no URL of http or https");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // URLs take a backslash for a slash, so `http://a\b` would be asked of the host `a`.
    let is_invalid = |char: char| char.is_whitespace() || char.is_control() || char == '\\';
    if host.is_empty() || rest.contains(is_invalid) {
        bail!("`{shown}` is an invalid URL: write one such as http://localhost:5173");
    }
    Ok(format!("{scheme}://{host}{}{FOLDER}/{name}", base(path)))
}

/// What comes before the inspector's folder, or the whole path, without a slash at its end.
fn base(path: &str) -> &str {
    // `/__rwstate-demo/` is a base of its own.
    let is_folder =
        |at: usize| matches!(path[at + FOLDER.len()..].chars().next(), None | Some('/'));
    let folder = path.match_indices(FOLDER).map(|(at, _)| at).find(|&at| is_folder(at));
    path[..folder.unwrap_or(path.len())].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{shown, url_of};

    fn snapshot(given: &str) -> anyhow::Result<String> {
        url_of(given, "snapshot.json")
    }

    #[track_caller]
    fn check(given: &[&str], expect: &str) {
        for given in given {
            assert_eq!(snapshot(given).unwrap(), expect, "{given}");
        }
    }

    #[test]
    fn the_server_or_the_page_may_be_named() {
        check(
            &[
                "http://localhost:5173",
                "http://localhost:5173/",
                "HTTP://localhost:5173/?a=/b#/c",
                "localhost:5173",
                "http://localhost:5173/__rwstate",
                "http://localhost:5173/__rwstate/",
                "http://localhost:5173/__rwstate/#worker",
                "http://localhost:5173/__rwstate/snapshot.json",
            ],
            "http://localhost:5173/__rwstate/snapshot.json",
        );
        check(
            &[
                "http://[::1]:5173/a/b",
                "http://[::1]:5173/a/b/",
                "[::1]:5173/a/b//",
                "http://[::1]:5173/a/b/__rwstate/index.html?x",
            ],
            "http://[::1]:5173/a/b/__rwstate/snapshot.json",
        );
        check(&["HTTPS://a/"], "https://a/__rwstate/snapshot.json");
        check(&["http://a/__rwstate-demo/"], "http://a/__rwstate-demo/__rwstate/snapshot.json");
    }

    #[test]
    fn a_password_is_not_shown() {
        for (url, expect) in [
            ("http://me:secret@localhost:5173/a@b", "http://localhost:5173/a@b"),
            ("me:se@cret@localhost:5173", "localhost:5173"),
            ("http:/me:secret@localhost:5173/a", "http:/localhost:5173/a"),
            ("http://localhost:5173/@id/a?b@c", "http://localhost:5173/@id/a?b@c"),
        ] {
            assert_eq!(shown(url), expect);
        }
        let error = snapshot("ws://me:secret@localhost").unwrap_err().to_string();
        assert!(error.starts_with("`ws://localhost` is no URL"), "{error}");
    }

    #[test]
    fn an_invalid_url_is_an_error() {
        for (given, expect) in [
            ("ws://localhost:5173", "no URL of http or https"),
            ("", "`` is an invalid URL"),
            ("http://", "is an invalid URL"),
            ("/base", "is an invalid URL"),
            ("http://local host", "is an invalid URL"),
            ("http://a/\x1b[2J", "`http://a/\\x1b[2J` is an invalid URL"),
        ] {
            let error = snapshot(given).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        }
    }
}
