//! The names and passwords in a command line's URLs, which nothing prints: a shell's history has them, a log of CI must not.

use std::{ffi::OsStr, ops::Range};

/// What is left out of all that a run prints.
#[derive(Default)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// Collects those of all arguments, whatever they are for: what is wrong with one quotes it.
    pub(crate) fn of<'a>(arguments: impl Iterator<Item = &'a OsStr>) -> Self {
        let mut all = vec![];
        for argument in arguments {
            // Errors quote an argument so, too.
            let argument = argument.to_string_lossy();
            all.extend(user_infos(&argument).map(|range| argument[range].to_owned()));
        }
        // One may be a part of another.
        all.sort_by_key(|secret| usize::MAX - secret.len());
        Self(all)
    }

    /// Returns a text without them.
    pub(crate) fn removed(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, ""))
    }
}

/// Where an argument has a name and a password, with their `@`. A list has several URLs: `--env http://a:b@c,http://d:e@f`.
fn user_infos(argument: &str) -> impl Iterator<Item = Range<usize>> {
    let urls = argument.match_indices(":/").map(|(at, _)| at + 1);
    // me:secret@localhost   // `me@localhost` is more like a file's name
    let value = argument.find('=').filter(|_| argument.starts_with('-')).map_or(0, |at| at + 1);
    let bare = user_info(argument, value).filter(|range| argument[range.clone()].contains(':'));
    urls.filter_map(|at| user_info(argument, at)).chain(bare)
}

/// Where a URL has a name and a password, with their `@`. `start` is where its slashes or its host begin.
pub(crate) fn user_info(url: &str, start: usize) -> Option<Range<usize>> {
    // With one slash it is invalid, and its password as secret.
    let start = url.len() - url[start..].trim_start_matches('/').len();
    let rest = &url[start..];
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    // A password may hold an `@`, and a host may not.
    let end = authority.rfind('@').or_else(|| {
        // http://me:se/cret@localhost   // is invalid: `se` is no port
        let (_, port) = authority.rsplit_once(':').filter(|_| !authority.ends_with(']'))?;
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
        rest.rfind('@').filter(|_| !is_port)
    })?;
    Some(start..start + end + 1)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::Secrets;

    #[test]
    fn names_and_passwords_are_removed_wherever_they_are() {
        for (argument, expect) in [
            ("http://me:secret@localhost:5173/a@b", "http://localhost:5173/a@b"),
            ("--url=http://me:secret@localhost", "--url=http://localhost"),
            ("--uri=me:secret@localhost", "--uri=localhost"),
            ("me:se@cret@localhost:5173", "localhost:5173"),
            ("http:/me:secret@localhost:5173/a", "http:/localhost:5173/a"),
            ("http://me:se/cret@localhost", "http://localhost"),
            ("http://token@localhost", "http://localhost"),
            ("ssr,http://a:b@c,http://d:e@f", "ssr,http://c,http://f"),
        ] {
            let secrets = Secrets::of([OsStr::new(argument)].into_iter());
            assert_eq!(secrets.removed(argument), expect);
        }
    }

    #[test]
    fn all_else_stays() {
        for argument in [
            "http://localhost:5173/@id/a?b@c",
            "[::1]:5173/@id",
            "http://[::1]/@id",
            "localhost:5173/@id",
            "src/icon@2x.ts",
            "icon@2x.ts",
            "@acme/lib#pool",
            "C:\\me@work\\a.ts",
            "--state=@acme/lib#pool",
            "",
        ] {
            let secrets = Secrets::of([OsStr::new(argument)].into_iter());
            assert_eq!(secrets.removed(argument), argument);
        }
    }
}
