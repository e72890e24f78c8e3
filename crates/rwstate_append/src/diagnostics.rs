//! Messages about late dependencies.

use rwstate_diagnostics::{Code, Diagnostic};

/// Returns the line that reports appended dependencies (Vite's logger names the environment), each with the file that imports it where that is known.
pub fn appended_line(dependencies: &[(String, Option<String>)], milliseconds: f64) -> String {
    let names: Vec<String> = dependencies
        .iter()
        .map(|(name, importer)| {
            importer
                .as_ref()
                .map_or_else(|| name.clone(), |importer| format!("{name} (imported by {importer})"))
        })
        .collect();
    format!("appended {} in {milliseconds:.0} ms", names.join(", "))
}

/// Vite bundles everything again for a dependency.
#[cold]
pub fn not_appended(environment: &str, dependency: &str, reason: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::NOT_APPENDED,
        format!("`{dependency}` was not appended in `{environment}`: {reason}"),
    )
    .with_help(format!(
        "name it in `optimizeDeps.include` of `{environment}`, so that it is bundled at start"
    ))
}

/// A dependency does not bundle; `reason` is the bundler's.
#[cold]
pub fn failed_dependency(environment: &str, dependency: &str, reason: &str) -> Diagnostic {
    // Bundlers put an excerpt of the code below a message's first line.
    let first = reason.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("unknown");
    Diagnostic::error(
        Code::FAILED_DEPENDENCY,
        format!("`{dependency}` cannot be bundled for `{environment}`: {first}"),
    )
    .with_help(format!(
        "fix the package and reload, or leave it out of pre-bundling with `optimizeDeps.exclude: [\"{dependency}\"]`"
    ))
}

#[cfg(test)]
mod tests {
    use rwstate_diagnostics::{RenderOptions, render};

    use super::{appended_line, failed_dependency, not_appended};

    #[test]
    fn what_was_appended_is_reported_in_a_line() {
        let dependencies =
            [("zustand".into(), Some("src/late.ts".into())), ("jotai/vanilla".into(), None)];
        assert_eq!(
            appended_line(&dependencies, 41.6),
            "appended zustand (imported by src/late.ts), jotai/vanilla in 42 ms"
        );
    }

    #[test]
    fn what_was_not_says_why_and_what_to_do() {
        let diagnostics = [
            not_appended("ssr", "a", "another process has bundled the dependencies again"),
            failed_dependency("client", "b", "\n  Unexpected token\n1: let let"),
        ];
        let text = render(&diagnostics, RenderOptions::default());
        assert_eq!(
            text.lines().filter(|line| !line.starts_with("  page")).collect::<Vec<_>>().join("\n"),
            "warning[RWS030] not-appended: `a` was not appended in `ssr`: another process has bundled the dependencies again\n  \
             help: name it in `optimizeDeps.include` of `ssr`, so that it is bundled at start\n\
             error[RWS031] failed-dependency: `b` cannot be bundled for `client`: Unexpected token\n  \
             help: fix the package and reload, or leave it out of pre-bundling with `optimizeDeps.exclude: [\"b\"]`"
        );
    }
}
