//! Which files and packages an option is about.

use globset::{GlobBuilder, GlobMatcher};
use rwstate_diagnostics::Diagnostic;

use crate::{OptionValue, diagnostics::wrong_type};

/// A list of packages by name, and of files by glob.
#[derive(Debug, Clone, Default)]
pub struct Patterns(Vec<Pattern>);

#[derive(Debug, Clone)]
enum Pattern {
    /// All files of a package.
    Package(String),
    /// Files by their path from the root: `src/**`, `./src/store.ts`.
    Files(GlobMatcher),
}

impl Patterns {
    /// Returns whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a module is among them: a package's, at a path from the root.
    pub fn has(&self, package: &str, path: &str) -> bool {
        self.0.iter().any(|pattern| match pattern {
            Pattern::Package(name) => package == *name,
            Pattern::Files(glob) => glob.is_match(path),
        })
    }

    /// Resolves a string or a list of strings.
    pub(crate) fn resolve(
        option: &str,
        value: &OptionValue,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        // A lone string is a list of one.
        let single = [value.clone()];
        let values = match value {
            OptionValue::Array(values) => &**values,
            _ => &single,
        };
        let mut patterns = vec![];
        for value in values {
            match value {
                OptionValue::String(text) => match pattern(text) {
                    Some(pattern) => patterns.push(pattern),
                    None => diagnostics.push(wrong_type(option, "a package or a glob", value)),
                },
                other => diagnostics.push(wrong_type(
                    option,
                    "a package, a glob or a list of them",
                    other,
                )),
            }
        }
        Self(patterns)
    }
}

fn pattern(text: &str) -> Option<Pattern> {
    // Paths: `./a.ts`, `/src/a.ts`, `src/**`, `src/a.ts`, `@acme/fw/dist`. Packages: `hono`,
    // `@acme/fw`, and `a.ts` as well: a file in the root needs its `./`.
    let is_path = text.starts_with(['.', '/'])
        || text.contains(['*', '?', '[', '{'])
        || text.matches('/').count() > usize::from(text.starts_with('@'));
    if text.is_empty() {
        return None;
    }
    if !is_path {
        return Some(Pattern::Package(text.into()));
    }
    // `./src/a.ts` and `/src/a.ts` are `src/a.ts`, by which modules are compared.
    let text = text.strip_prefix("./").unwrap_or(text).trim_start_matches('/');
    // As in a shell: `src/*.ts` has no `src/deep/a.ts`, and `src/**` has it.
    let glob = GlobBuilder::new(text).literal_separator(true).build().ok()?;
    Some(Pattern::Files(glob.compile_matcher()))
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        // `GlobMatcher` has no equality. Its debug text contains the pattern.
        format!("{self:?}") == format!("{other:?}")
    }
}

impl Eq for Patterns {}

#[cfg(test)]
mod tests {
    use super::Patterns;
    use crate::OptionValue;

    #[track_caller]
    fn check(pattern: &str, package: &str, path: &str, expect: bool) {
        let mut diagnostics = vec![];
        let value = OptionValue::String(pattern.into());
        let patterns = Patterns::resolve("preserve.include", &value, &mut diagnostics);
        assert_eq!(diagnostics, []);
        assert_eq!(patterns.has(package, path), expect, "{pattern} {path}");
    }

    #[test]
    fn a_name_is_a_package_and_a_path_is_a_file() {
        check("hono", "hono", "node_modules/hono/dist/a.js", true);
        check("hono", "hono-x", "node_modules/hono-x/a.js", false);
        check("@acme/fw", "@acme/fw", "../x.js", true);
        check("src/**", "app", "src/deep/a.ts", true);
        check("src/*.ts", "app", "src/deep/a.ts", false);
        check("./src/a.ts", "app", "src/a.ts", true);
        check("**/store.ts", "app", "src/store.ts", true);
        check("src/a.ts", "app", "src/a.ts", true);
    }
}
