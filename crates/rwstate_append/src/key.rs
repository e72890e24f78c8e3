//! A module's name in the registry, and how to find it again in a bundle.
//!
//! ```text
//! ("/app/node_modules/a/index.js", Es)  ->  "rwstate:es:/app/node_modules/a/index.js"
//! ```

use std::borrow::Cow;

use memchr::memmem;

use crate::format::Format;

const PREFIX: &str = "rwstate:";
const ES: &str = "es:";
const COMMON_JS: &str = "cjs:";

/// Returns the key of a module, by its file with forward slashes.
pub(crate) fn key(format: Format, file: &str) -> String {
    let format = match format {
        Format::Es => ES,
        Format::CommonJs => COMMON_JS,
    };
    format!("{PREFIX}{format}{file}")
}

/// Reads a key: a module's format and file.
pub(crate) fn parse_key(key: &str) -> Option<(Format, &str)> {
    let rest = key.strip_prefix(PREFIX)?;
    match rest.strip_prefix(ES) {
        Some(file) => Some((Format::Es, file)),
        None => Some((Format::CommonJs, rest.strip_prefix(COMMON_JS)?)),
    }
}

/// Returns every module that a bundle's text registers. A string literal survives bundling and minification, quotes may not.
pub(crate) fn keys_in(text: &str) -> impl Iterator<Item = (Format, Cow<'_, str>)> {
    memmem::find_iter(text.as_bytes(), PREFIX).filter_map(move |at| {
        // In a comment, as `// rwstate:es:/a.js`, no quote is before it.
        let quote = *text.as_bytes().get(at.checked_sub(1)?)?;
        if !matches!(quote, b'"' | b'\'' | b'`') {
            return None;
        }
        let rest = &text[at + PREFIX.len()..];
        let (format, rest) = match rest.strip_prefix(ES) {
            Some(rest) => (Format::Es, rest),
            None => (Format::CommonJs, rest.strip_prefix(COMMON_JS)?),
        };
        // No key has a quote, so the next one of the same kind ends the literal.
        let literal = &rest[..memchr::memchr(quote, rest.as_bytes())?];
        Some((format, unescape(literal)))
    })
}

/// Of a path, bundlers escape backslashes alone: quotes in a path are refused by [`crate::expose()`].
fn unescape(literal: &str) -> Cow<'_, str> {
    if literal.contains('\\') { literal.replace("\\\\", "\\").into() } else { literal.into() }
}

#[cfg(test)]
mod tests {
    use super::{key, keys_in};
    use crate::format::Format;

    #[test]
    fn a_key_is_found_in_any_quotes() {
        let es = key(Format::Es, "/a b/ü.js");
        let common = key(Format::CommonJs, "/c.js");
        let text = format!("provide(\"{es}\", x); adopt('{common}', m); `{es}`; // {es}");
        let found: Vec<_> = keys_in(&text).collect();
        assert_eq!(
            found,
            [
                (Format::Es, "/a b/ü.js".into()),
                (Format::CommonJs, "/c.js".into()),
                (Format::Es, "/a b/ü.js".into())
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        assert_eq!(keys_in("\"rwstate:state\" \"rwstate:es:").count(), 0);
        assert_eq!(keys_in("rwstate:es:/a.js\"").count(), 0);
    }
}
