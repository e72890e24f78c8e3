//! Entries that outlive a restart for which `.env` was edited, though their modules read what was changed.

/// Returns the names of variables that are not as they were; each list has names and what they stand for.
pub fn changed_variables(before: &[(String, String)], now: &[(String, String)]) -> Vec<String> {
    let differs = |other: &[(String, String)], pair| !other.contains(pair);
    let gone_or_changed = before.iter().filter(|pair| differs(now, pair));
    let new = now.iter().filter(|(name, _)| !before.iter().any(|(known, _)| known == name));
    let mut names: Vec<String> = gone_or_changed.chain(new).map(|(name, _)| name.clone()).collect();
    names.sort_unstable();
    names
}

/// Returns whether a module's source reads one of some variables of `import.meta.env`, or all that there are.
pub fn reads_variable(source: &str, names: &[String]) -> bool {
    source.split("import.meta.env").skip(1).any(|rest| {
        // `import.meta.env[name]` and `const { VITE_URL } = import.meta.env` may read any of them.
        member(rest).map_or(!names.is_empty(), |name| names.iter().any(|changed| changed == name))
    })
}

/// Returns the member that is read of what stands before `rest`; `None` where it is not named.
fn member(rest: &str) -> Option<&str> {
    // import.meta.env?.VITE_URL
    let rest = rest.strip_prefix('?').unwrap_or(rest);
    if let Some(rest) = rest.strip_prefix('.') {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')));
        return Some(&rest[..end.unwrap_or(rest.len())]);
    }
    let rest = rest.strip_prefix('[')?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::{changed_variables, reads_variable};

    fn pairs(text: &[(&str, &str)]) -> Vec<(String, String)> {
        text.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_changed_new_or_gone_differs() {
        let before = pairs(&[("MODE", "dev"), ("VITE_OLD", "1"), ("VITE_URL", "a")]);
        let now = pairs(&[("MODE", "dev"), ("VITE_NEW", "1"), ("VITE_URL", "b")]);
        assert_eq!(changed_variables(&before, &now), ["VITE_NEW", "VITE_OLD", "VITE_URL"]);
        assert!(changed_variables(&now, &now).is_empty());
    }

    #[test]
    fn a_module_reads_a_variable_by_its_name_or_all_of_them() {
        let names = ["VITE_URL".to_owned()];
        for source in [
            "connect(import.meta.env.VITE_URL)",
            "import.meta.env?.VITE_URL",
            "import.meta.env[\"VITE_URL\"]",
            "import.meta.env['VITE_URL']",
            "const { VITE_URL } = import.meta.env;",
            "read(import.meta.env[name])",
            "import.meta.env.DEV && import.meta.env.VITE_URL",
            "import.meta.env",
        ] {
            assert!(reads_variable(source, &names), "{source}");
            assert!(!reads_variable(source, &[]), "{source}");
        }
        for source in ["", "import.meta.env.VITE_URLS", "import.meta.env.DEV", "import.meta.hot"] {
            assert!(!reads_variable(source, &names), "{source}");
        }
    }
}
