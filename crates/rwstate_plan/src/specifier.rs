//! What can be the name of a state module.

/// Returns why `specifier` cannot name a state module, or `None` where it can.
///
/// It must be a subpath of a package, `name/subpath` or `@scope/name/subpath`. The bare name of a package would exclude
/// that whole package from the optimizer and shadow it.
pub(crate) fn objection(specifier: &str) -> Option<String> {
    if specifier.is_empty() {
        return Some("it is empty".into());
    }
    // What is more than a name to URLs, globs or Windows: `a/b?raw` has a query, `node:fs` a
    // scheme.
    if let Some(bad) =
        specifier.chars().find(|c| c.is_control() || c.is_whitespace() || "\\?#%:*".contains(*c))
    {
        return Some(format!("it contains {bad:?}"));
    }
    if specifier.starts_with(['.', '/']) {
        return Some("it is a path".into());
    }
    let segments: Vec<&str> = specifier.split('/').collect();
    // `@/state` is the alias of many an app for its sources, and no scope.
    if segments.iter().any(|segment| matches!(*segment, "" | "." | ".." | "@")) {
        return Some("it has an empty or relative segment".into());
    }
    let name_length = if specifier.starts_with('@') { 2 } else { 1 };
    (segments.len() <= name_length).then(|| "it names a whole package".into())
}

/// Returns the package part of a specifier that has no objection: `rwsdk/__state` -> `rwsdk`.
pub(crate) fn package_of(specifier: &str) -> &str {
    let slashes = if specifier.starts_with('@') { 2 } else { 1 };
    let end =
        specifier.match_indices('/').nth(slashes - 1).map_or(specifier.len(), |(index, _)| index);
    &specifier[..end]
}

#[cfg(test)]
mod tests {
    use super::{objection, package_of};

    #[test]
    fn a_subpath_of_a_package_is_fine() {
        for specifier in ["rwsdk/__state", "@acme/fw/__state", "fw/internal/state.js"] {
            assert_eq!(objection(specifier), None, "{specifier}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        for (specifier, reason) in [
            ("", "it is empty"),
            ("rwsdk", "it names a whole package"),
            ("@acme/fw", "it names a whole package"),
            ("./state", "it is a path"),
            ("/abs/state", "it is a path"),
            ("rwsdk//state", "it has an empty or relative segment"),
            ("rwsdk/../state", "it has an empty or relative segment"),
            ("rwsdk/", "it has an empty or relative segment"),
            ("@/state/x", "it has an empty or relative segment"),
            ("node:fs/promises", "it contains ':'"),
            ("rwsdk/state?x", "it contains '?'"),
            ("rwsdk/my state", "it contains ' '"),
            ("rwsdk/\0state", "it contains '\\0'"),
            ("rwsdk\\state", "it contains '\\\\'"),
        ] {
            assert_eq!(objection(specifier).as_deref(), Some(reason), "{specifier:?}");
        }
    }

    #[test]
    fn the_package_is_what_npm_calls_it() {
        assert_eq!(package_of("rwsdk/__state"), "rwsdk");
        assert_eq!(package_of("@acme/fw/deep/state"), "@acme/fw");
    }
}
