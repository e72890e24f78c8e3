//! What is said of what the scan left out: nothing is broken, but a request may still discover a dependency.

use rwstate_diagnostics::{Code, Diagnostic};

/// A file that a walk could not read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutFile {
    /// The file, relative to the root.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// Installed packages that nothing imports, in one run of an optimizer that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutPackages {
    /// Those that cannot be bundled.
    pub packages: Vec<String>,
    /// The others.
    pub rest: Vec<String>,
}

impl LeftOutFile {
    /// Returns the diagnostic for the files of one walk, or `None` where there are none.
    pub fn diagnostic(environment: &str, files: &[Self]) -> Option<Diagnostic> {
        let [Self { file, reason }, others @ ..] = files else { return None };
        let more = match others.len() {
            0 => String::new(),
            1 => ", and 1 file more".into(),
            more => format!(", and {more} files more"),
        };
        let diagnostic = Diagnostic::warning(
            Code::LEFT_OUT,
            format!("the scan has left out {file}: {reason}{more}"),
        );
        Some(
            diagnostic
                .at(format!("environment {environment}"))
                .with_help("what they import is discovered by the request that needs it; `rwstate scan` lists them"),
        )
    }
}

impl LeftOutPackages {
    /// Tells the packages that a bundler's message names from the others. Where it names none, nobody knows which it was.
    pub fn of(packages: Vec<String>, failure: &str) -> Self {
        let failure = failure.replace('\\', "/");
        let is_named = |package: &String| failure.contains(&format!("node_modules/{package}/"));
        let (named, rest): (Vec<_>, Vec<_>) = packages.into_iter().partition(is_named);
        if named.is_empty() {
            return Self { packages: rest, rest: vec![] };
        }
        Self { packages: named, rest }
    }

    /// Returns the diagnostic.
    pub fn diagnostic(environment: &str, packages: &[String]) -> Diagnostic {
        Diagnostic::warning(
            Code::LEFT_OUT,
            format!("installed packages cannot be bundled, or not with each other: {}", packages.join(", ")),
        )
        .at(format!("environment {environment}"))
        .with_help("they are left until something imports them. To leave them out from the start, name them in scan.exclude")
    }
}

#[cfg(test)]
mod tests {
    use super::{LeftOutFile, LeftOutPackages};

    #[test]
    fn the_first_file_stands_for_all() {
        let file = |file: &str| LeftOutFile { file: file.into(), reason: "it is not UTF-8".into() };
        let message =
            |files: &[LeftOutFile]| LeftOutFile::diagnostic("ssr", files).map(|it| it.message);
        assert_eq!(message(&[]), None);
        let one = "the scan has left out src/a.ts: it is not UTF-8";
        assert_eq!(message(&[file("src/a.ts")]).as_deref(), Some(one));
        let more = [file("src/a.ts"), file("b"), file("c")];
        assert_eq!(message(&more), Some(format!("{one}, and 2 files more")));
    }

    #[test]
    fn a_bundler_names_files_of_the_packages_that_it_cannot_bundle() {
        let packages = ["mitt", "@a/b", "native"].map(String::from).to_vec();
        let split = |failure: &str| {
            let LeftOutPackages { packages, rest } = LeftOutPackages::of(packages.clone(), failure);
            (packages.join(" "), rest.join(" "))
        };
        let esbuild = "Build failed with 1 error:\nnode_modules/native/index.js:1:25: ERROR: No loader is configured";
        assert_eq!(split(esbuild), ("native".into(), "mitt @a/b".into()));
        let rolldown = "[PARSE_ERROR] Invalid Character\n \u{1b}[0m node_modules/.pnpm/b@1/node_modules/@a/b/a.node:1:1";
        assert_eq!(split(rolldown), ("@a/b".into(), "mitt native".into()));
        let windows = "in C:\\app\\node_modules\\mitt\\index.js";
        assert_eq!(split(windows), ("mitt".into(), "@a/b native".into()));
        assert_eq!(
            split("node_modules/inner/mitt/index.js"),
            ("mitt @a/b native".into(), String::new())
        );
    }
}
