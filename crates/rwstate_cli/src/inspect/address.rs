//! What a person types as a server's address -> where its snapshot is.

use anyhow::{Result, bail};

use super::plain;

/// The folder of the inspector, below Vite's `base`.
const FOLDER: &str = "/__rwstate";

/// An address as it is shown: without the name and the password that it may have.
pub(super) fn shown(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let rest = &url[start..];
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let open = host.rfind('@').map_or(0, |at| at + 1);
    plain(&format!("{}{}", &url[..start], &rest[open..]))
}

/// Takes a server's address, with its base or without, or that of the inspector's page.
pub(super) fn snapshot(given: &str) -> Result<String> {
    let shown = shown(given);
    let rest = match given.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("https") => bail!(
            "{shown}: https is not supported; open the page in a browser, or start the server without `server.https`"
        ),
        Some(_) => bail!("{shown} is no address of http"),
        None => given,
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_odd = |char: char| char.is_whitespace() || char.is_control() || char == '\\';
    if host.is_empty() || rest.contains(is_odd) {
        bail!("`{shown}` is no address: write one such as http://localhost:5173");
    }
    Ok(format!("http://{host}{}{FOLDER}/snapshot.json", base(path)))
}

/// What comes before the inspector's folder, or the whole path, without a slash at its end.
fn base(path: &str) -> &str {
    let is_folder =
        |at: usize| matches!(path[at + FOLDER.len()..].chars().next(), None | Some('/'));
    let folder = path.match_indices(FOLDER).map(|(at, _)| at).find(|&at| is_folder(at));
    path[..folder.unwrap_or(path.len())].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{shown, snapshot};

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
        check(&["http://a/__rwstate-demo/"], "http://a/__rwstate-demo/__rwstate/snapshot.json");
    }

    #[test]
    fn a_password_is_not_shown() {
        for (url, expect) in [
            ("http://me:secret@localhost:5173/a@b", "http://localhost:5173/a@b"),
            ("me:se@cret@localhost:5173", "localhost:5173"),
            ("http://localhost:5173/@id/a?b@c", "http://localhost:5173/@id/a?b@c"),
        ] {
            assert_eq!(shown(url), expect);
        }
        let error = snapshot("https://me:secret@localhost").unwrap_err().to_string();
        assert!(error.starts_with("https://localhost: https is not supported"), "{error}");
    }

    #[test]
    fn what_is_no_address_is_said() {
        for (given, expect) in [
            ("https://localhost:5173", "https is not supported"),
            ("ws://localhost:5173", "no address of http"),
            ("", "`` is no address"),
            ("http://", "is no address"),
            ("/base", "is no address"),
            ("http://local host", "is no address"),
            ("http://a/\x1b[2J", "`http://a/\\x1b[2J` is no address"),
        ] {
            let error = snapshot(given).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        }
    }
}
