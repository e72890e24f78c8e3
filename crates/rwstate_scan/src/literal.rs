//! Arguments of calls that Vite and bundlers read from the text: `import.meta.glob(…)`, `new URL(…, import.meta.url)`, `require(…)`.
//!
//! They are found by their words, without the tree. One in a comment or in a string is found too: that names a file that need not
//! be walked, which costs a read and changes no result but for what it imports.

use memchr::memmem;

/// The strings that a call's first argument has, and where the call begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) at: usize,
    pub(crate) strings: Vec<String>,
}

/// Finds the calls of `callee` whose first argument is a string or a list of strings.
pub(crate) fn calls(source: &str, callee: &str) -> Vec<Call> {
    memmem::find_iter(source.as_bytes(), callee.as_bytes())
        .filter(|at| !is_part_of_a_name(source, *at))
        .filter_map(|at| {
            let rest = source.get(at + callee.len()..)?;
            let arguments = after_types(rest.trim_start()).strip_prefix('(')?;
            let strings = first_argument(arguments)?;
            Some(Call { at, strings })
        })
        .collect()
}

/// `a.require(` and `myrequire(` are other functions.
fn is_part_of_a_name(source: &str, at: usize) -> bool {
    let before = source.get(..at).and_then(|text| text.chars().next_back());
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))
}

/// Skips `<{ name: string }>`.
fn after_types(text: &str) -> &str {
    if !text.starts_with('<') {
        return text;
    }
    let mut depth = 0_u32;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            // An arrow in a function type closes nothing.
            '>' if before != '=' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return text.get(at + 1..).unwrap_or_default().trim_start();
        }
        before = c;
    }
    text
}

fn first_argument(arguments: &str) -> Option<Vec<String>> {
    let text = arguments.trim_start();
    let Some(mut list) = text.strip_prefix('[') else {
        return string(text).map(|(value, _)| vec![value]);
    };
    let mut strings = vec![];
    loop {
        list = list.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if list.starts_with(']') {
            return Some(strings);
        }
        let (value, rest) = string(list)?;
        strings.push(value);
        list = rest;
    }
}

/// Reads a string literal, and returns what comes after it.
pub(crate) fn string(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => value.push(characters.next()?.1),
            '$' if quote == '`' && text[at..].starts_with("${") => return None,
            '\n' if quote != '`' => return None,
            c if c == quote => return Some((value, &text[at + 1..])),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[track_caller]
    fn check(source: &str, callee: &str, expect: &[&[&str]]) {
        let found: Vec<Vec<String>> =
            calls(source, callee).into_iter().map(|call| call.strings).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_string_or_a_list_of_strings() {
        check(
            r#"import.meta.glob("./a/*.ts"); import.meta.glob<{ a: () => void }>(['./b', "./c"], {})"#,
            "import.meta.glob",
            &[&["./a/*.ts"], &["./b", "./c"]],
        );
        check("new URL('./w.ts', import.meta.url)", "new URL", &[&["./w.ts"]]);
    }

    #[test]
    fn what_only_run_time_knows_is_none() {
        check("require(name); require(`./${name}`); require(", "require", &[]);
        check("a.require('b'); xrequire('c'); require('d')", "require", &[&["d"]]);
    }
}
