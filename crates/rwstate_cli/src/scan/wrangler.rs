//! The entry of a worker, read from the configuration of wrangler: `main`, at its top.
//!
//! ```text
//! wrangler.jsonc   { "main": "src/index.ts" /* … */ }   ->   src/index.ts
//! wrangler.toml    main = "src/index.ts"                ->   src/index.ts
//! ```
//!
//! Not handled: a `main` of one of wrangler's own environments.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use serde::Deserialize;

#[derive(Deserialize)]
struct Configuration {
    main: Option<String>,
}

/// Returns the entry that the configuration in a folder names, if there are both.
pub(super) fn main(root: &Path) -> Result<Option<String>> {
    for name in ["wrangler.json", "wrangler.jsonc"] {
        if let Ok(text) = fs::read_to_string(root.join(name)) {
            return of_json(&text).with_context(|| format!("{name} cannot be read"));
        }
    }
    Ok(fs::read_to_string(root.join("wrangler.toml")).ok().as_deref().and_then(of_toml))
}

fn of_json(text: &str) -> Result<Option<String>> {
    let text = plain(text.trim_start_matches('\u{feff}'));
    let configuration: Configuration = serde_json::from_str(&text)?;
    Ok(configuration.main)
}

/// Only what comes before the first table is at the top.
fn of_toml(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let value = lines.find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "main").then(|| value.trim())
    })?;
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    Some(value[1..].split(quote).next()?.to_owned())
}

/// Takes comments and trailing commas out of JSON.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => {
                let length = string(rest);
                plain.push_str(&rest[..length]);
                length
            }
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '}' | ']' => {
                if plain.trim_end().ends_with(',') {
                    plain.truncate(plain.trim_end().len() - 1);
                }
                plain.push(first);
                1
            }
            _ => {
                plain.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    plain
}

/// The length of a string with its quotes.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{of_json, of_toml};

    #[test]
    fn comments_and_trailing_commas_are_no_obstacle() {
        let text = r#"{ // "main": "a.ts"
            /* "main": "b.ts", */ "name": "a//b \" /*", "list": [1, /* é */ 2,],
            "main": "src/c,].ts",
        }"#;
        assert_eq!(of_json(text).unwrap().as_deref(), Some("src/c,].ts"));
        assert_eq!(of_json("{}").unwrap(), None);
        assert!(of_json("{").is_err() && of_json("/*").is_err());
    }

    #[test]
    fn in_toml_it_is_before_the_first_table() {
        let text = "name = \"a\"\nmain_module = 'no'\n# main = 'no'\nmain = \"src/a.ts\" # yes\n";
        assert_eq!(of_toml(text).as_deref(), Some("src/a.ts"));
        assert_eq!(of_toml("main='a.ts'").as_deref(), Some("a.ts"));
        assert_eq!(of_toml("[env.a]\nmain = 'a.ts'"), None);
    }
}
