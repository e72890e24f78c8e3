//! The name of a dependency's output, without its extension: Vite's `flattenId`, which is not exported.
//!
//! ```text
//! "@scope/a.b/c"  ->  "@scope_a__b_c"
//! ```

use std::fmt::Write as _;

/// The longest name; Vite cuts a longer one and appends a hash.
const LONGEST: usize = 170;

/// Returns the name of a dependency's output; `None` where it would be too long. `vite` is Vite's version: 8.1 escapes more.
pub fn flat_id(vite: &str, id: &str) -> Option<String> {
    let flat = if escapes(vite) { escaped(id) } else { plain(id) };
    // In UTF-16 units, as in JavaScript.
    (flat.encode_utf16().count() <= LONGEST).then_some(flat)
}

fn escapes(vite: &str) -> bool {
    // To be deleted, with `plain`, when Vite 8.0 is no longer supported.
    let mut numbers = vite.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    (numbers.next(), numbers.next()) >= (Some(8), Some(1))
}

/// Vite 6.3 to 8.0.
fn plain(id: &str) -> String {
    let id = id.replace(['/', ':'], "_").replace('.', "__");
    nested(&id, "___").replace('#', "____")
}

/// Vite 8.1 and later.
fn escaped(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    let mut chars = id.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '/' => text.push('_'),
            '.' => text.push_str("__"),
            '_' => {
                text.push('_');
                // Once for each run of underscores, as in Vite: so `a_b` is another file than
                // `a/b`.
                if chars.peek() != Some(&'_') {
                    text.push_str("__");
                }
            }
            other => text.push(other),
        }
    }
    let mut flat = String::with_capacity(text.len());
    // First `>`, as in Vite: it is one of the characters that are escaped, too.
    for char in nested(&text, "_n_").chars() {
        if char.is_ascii_control() || "\"#$%&*+,:;<=>?[]^`{|}".contains(char) {
            // Writing to a string cannot fail.
            let _ = write!(flat, "_0{:x}_", u32::from(char));
        } else {
            flat.push(char);
        }
    }
    flat
}

/// `a > b` is the dependency `b` of the dependency `a`.
fn nested(id: &str, separator: &str) -> String {
    if !id.contains('>') {
        return id.into();
    }
    // Vite's `/\s*>\s*/g`: spaces around `>` are dropped, those at either end of the id are not.
    let parts: Vec<&str> = id.split('>').collect();
    let last = parts.len() - 1;
    let trimmed = parts.iter().enumerate().map(|(index, part)| {
        let part = if index == 0 { part } else { part.trim_start() };
        if index == last { part } else { part.trim_end() }
    });
    trimmed.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::flat_id;

    #[test]
    fn ids_are_flattened_as_vite_does() {
        // What Vite's own function returned, from its distributed files.
        for (id, plain, escaped) in [
            ("react", "react", "react"),
            ("@scope/a.b/c", "@scope_a__b_c", "@scope_a__b_c"),
            ("a > b", "a___b", "a_n_b"),
            ("a:b#c", "a_b____c", "a_03a_b_023_c"),
            ("a_b__c/_d", "a_b__c__d", "a___b____c____d"),
        ] {
            for vite in ["6.4.6", "7.3.8", "8.0.16"] {
                assert_eq!(flat_id(vite, id).as_deref(), Some(plain), "{vite}");
            }
            for vite in ["8.1.0", "8.4.0", "9.0.0-beta.1"] {
                assert_eq!(flat_id(vite, id).as_deref(), Some(escaped), "{vite}");
            }
        }
    }

    #[test]
    fn a_long_id_is_left_to_vite() {
        assert_eq!(flat_id("8.3.8", &"a".repeat(171)), None);
        assert_eq!(flat_id("8.3.8", &"a".repeat(170)).map(|id| id.len()), Some(170));
    }
}
