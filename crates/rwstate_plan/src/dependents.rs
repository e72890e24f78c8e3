//! Packages that import the state module, and which of them are loaded past Vite.

use rwstate_diagnostics::Diagnostic;

use crate::diagnostics::{external_dependent, foreign_import};

/// `resolve.external` of an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Externals {
    /// `true`: every package.
    All,
    /// The packages that are listed.
    Listed(Vec<String>),
}

impl Externals {
    /// Returns whether a package is loaded past Vite although it must not be: an explicit list wins over
    /// `resolve.noExternal`, and so does nothing else.
    fn wins_over_no_external(&self, package: &str) -> bool {
        match self {
            // Vite's `createIsConfiguredAsExternal` asks a list before `noExternal`, and `true`
            // after it.
            Self::All => false,
            Self::Listed(names) => names.iter().any(|name| name == package),
        }
    }
}

/// Returns one warning for each dependent that the configuration makes external all the same.
pub(crate) fn external_dependents(
    environment: &str,
    externals: &Externals,
    dependents: &[String],
) -> Vec<Diagnostic> {
    let external = dependents.iter().filter(|package| externals.wins_over_no_external(package));
    external.map(|package| external_dependent(environment, package)).collect()
}

/// A use of the physical file that Node imported natively in dev.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignImport {
    /// The package that called, by the path of its file; `None` where the caller is in no package.
    pub package: Option<String>,
}

impl ForeignImport {
    /// Reads the caller from a V8 stack of a call into the state module: the first frame outside of it.
    ///
    /// ```text
    /// Error
    ///     at entries (file:///app/node_modules/rwstate/dist/runtime/state.mjs:20:9)
    ///     at file:///app/node_modules/@acme/fw/dist/worker.js:4:31     -> @acme/fw
    /// ```
    pub fn from_stack(stack: &str, physical: &str) -> Self {
        // The first line is the error. The state module calls itself: `getRwState` calls `entries`.
        let frames = stack.lines().skip(1).filter(|frame| !frame.contains(physical));
        // One frame: below a file of the app may be a package, which has imported that file and not
        // the state module.
        let package = frames.take(1).find_map(package_of_frame).map(Into::into);
        Self { package }
    }

    /// Reports the use, whose code shares the state of `environment` and of no other.
    pub fn diagnostic(&self, environment: &str) -> Diagnostic {
        foreign_import(self.package.as_deref(), environment)
    }
}

fn package_of_frame(frame: &str) -> Option<&str> {
    const FOLDER: &str = "/node_modules/";
    // The last one: pnpm's paths have two, as `.pnpm/fw@1/node_modules/fw/a.js`.
    let rest = &frame[frame.rfind(FOLDER)? + FOLDER.len()..];
    let slashes = if rest.starts_with('@') { 2 } else { 1 };
    rest.match_indices('/').nth(slashes - 1).map(|(end, _)| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::{Externals, ForeignImport, external_dependents};

    #[test]
    fn only_an_explicit_list_makes_a_dependent_external() {
        let dependents = ["fw".to_owned(), "other".to_owned()];
        assert_eq!(external_dependents("ssr", &Externals::All, &dependents), []);
        assert_eq!(
            external_dependents("ssr", &Externals::Listed(vec!["react".into()]), &dependents),
            []
        );
        let warnings =
            external_dependents("ssr", &Externals::Listed(vec!["fw".into()]), &dependents);
        assert_eq!(warnings.len(), 1);
        assert_eq!(
            warnings[0].message,
            "`fw` uses the state module and is external in the environment `ssr`"
        );
        assert_eq!(warnings[0].origin.as_deref(), Some("environments.ssr.resolve.external"));
    }

    #[test]
    fn the_caller_is_the_first_frame_outside_of_the_state_module() {
        let physical = "/app/node_modules/rwstate/dist/runtime/state.mjs";
        let stack = |caller: &str| {
            format!(
                "Error\n    at entries (file://{physical}:2:3)\n    at getRwState (file://{physical}:9:1)\n    at {caller}"
            )
        };
        let package = |caller: &str| ForeignImport::from_stack(&stack(caller), physical).package;
        assert_eq!(
            package("file:///app/node_modules/@acme/fw/dist/a.js:1:1").as_deref(),
            Some("@acme/fw")
        );
        assert_eq!(
            package("get (file:///app/node_modules/.pnpm/fw@1/node_modules/fw/a.js:1:1)")
                .as_deref(),
            Some("fw")
        );
        assert_eq!(
            package("file:///app/src/a.js:1:1\n    at file:///app/node_modules/late/a.js:1:1"),
            None
        );
        assert_eq!(ForeignImport::from_stack("", physical).package, None);
    }
}
