//! Messages about entries: a callback that failed, two owners of one key, an instance of an old class, a variable that changed.

use rwstate_diagnostics::{Code, Diagnostic};

/// A callback of an entry that threw, rejected, or took too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedCallback {
    /// The environment whose entry it is.
    pub environment: String,
    /// `dispose` or `migrate`.
    pub callback: String,
    /// The entry's key.
    pub key: String,
    /// What it threw, with a stack where there is one.
    pub reason: String,
}

/// Two places that declare one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoOwners {
    /// The environment.
    pub environment: String,
    /// The key.
    pub key: String,
    /// The places, each a file from the root with its line.
    pub places: [String; 2],
}

/// An entry that holds an instance of a class whose module was evaluated again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleClass {
    /// The environment.
    pub environment: String,
    /// The entry's key.
    pub key: String,
    /// The class's name.
    pub class: String,
    /// Where the entry is declared.
    pub place: String,
}

/// Entries of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleEntries {
    /// The file, from the root.
    pub file: String,
    /// The keys.
    pub keys: Vec<String>,
}

impl FailedCallback {
    /// Returns the diagnostic.
    #[cold]
    pub fn diagnostic(&self) -> Diagnostic {
        let Self { environment, callback, key, reason } = self;
        let (consequence, help) = if callback == "migrate" {
            (
                "the old value stays, under its old version",
                "fix `migrate` and save: the next evaluation tries again. Without `migrate` a new version starts fresh",
            )
        } else {
            (
                "what the value holds open may still be open",
                "fix `dispose`: it must settle within 5 seconds. A restart of the dev server's process closes what is left",
            )
        };
        Diagnostic::warning(
            Code::FAILED_CALLBACK,
            format!("`{callback}` of the entry \"{key}\" has failed, and {consequence}: {reason}"),
        )
        .at(format!("environment {environment}"))
        .with_help(help)
    }
}

impl TwoOwners {
    /// Returns the diagnostic.
    #[cold]
    pub fn diagnostic(&self) -> Diagnostic {
        let Self { environment, key, places: [first, second] } = self;
        Diagnostic::warning(
            Code::TWO_OWNERS,
            format!(
                "the entry \"{key}\" is declared twice, in {first} and in {second}: whichever is evaluated first makes the value of both"
            ),
        )
        .at(format!("environment {environment}"))
        .with_help(
            "if they mean one value, declare it in one module and import it; if not, give each a key of its own, such as one that \
             begins with the package's name. With different versions each would end the other's value",
        )
    }
}

impl StaleClass {
    /// Returns the diagnostic.
    #[cold]
    pub fn diagnostic(&self) -> Diagnostic {
        let Self { environment, key, class, place } = self;
        Diagnostic::warning(
            Code::STALE_CLASS,
            format!(
                "the entry \"{key}\" holds an instance of an older `{class}`: its module was evaluated again, so the instance has the \
                 old methods and is no `instanceof {class}`"
            ),
        )
        .at(format!("environment {environment}, {place}"))
        .with_help(format!(
            "keep the data and make the instance from it: `const data = defineRwState(key, () => ({{ … }})); const it = new {class}(data)`; \
             or give the entry a `version`, and raise it when `{class}` changes"
        ))
    }
}

/// Returns the line that reports entries that may hold what the variables were before.
pub fn stale_variables(environment: &str, names: &[String], entries: &[StaleEntries]) -> String {
    let listed: Vec<_> = entries
        .iter()
        .map(|StaleEntries { file, keys }| {
            let keys: Vec<_> = keys.iter().map(|key| format!("\"{key}\"")).collect();
            format!("{} ({file})", keys.join(", "))
        })
        .collect();
    format!(
        "rwstate: {} of import.meta.env has changed, and entries of {environment} that may hold the old value are kept: {}. To \
         reset them, use the inspector, or stop the server and start it",
        names.join(", "),
        listed.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use rwstate_diagnostics::{RenderOptions, render};

    use super::{FailedCallback, StaleClass, StaleEntries, TwoOwners, stale_variables};

    fn text(diagnostic: &rwstate_diagnostics::Diagnostic) -> String {
        render(std::slice::from_ref(diagnostic), RenderOptions::default())
    }

    #[test]
    fn a_failed_callback_says_what_becomes_of_the_value() {
        let failed = |callback: &str| FailedCallback {
            environment: "ssr".into(),
            callback: callback.into(),
            key: "db".into(),
            reason: "Error: busy".into(),
        };
        let dispose = text(&failed("dispose").diagnostic());
        assert!(dispose.contains("`dispose` of the entry \"db\" has failed"), "{dispose}");
        assert!(dispose.contains("may still be open: Error: busy"), "{dispose}");
        assert!(text(&failed("migrate").diagnostic()).contains("the old value stays"));
    }

    #[test]
    fn two_owners_are_both_named() {
        let places = ["src/a.ts:3".to_owned(), "src/b.ts:7".to_owned()];
        let owners = TwoOwners { environment: "ssr".into(), key: "db".into(), places };
        let text = text(&owners.diagnostic());
        assert!(text.contains("in src/a.ts:3 and in src/b.ts:7"), "{text}");
    }

    #[test]
    fn an_old_class_is_named_with_where_its_entry_is() {
        let stale = StaleClass {
            environment: "ssr".into(),
            key: "store".into(),
            class: "Store".into(),
            place: "src/a.ts:3".into(),
        };
        let text = text(&stale.diagnostic());
        assert!(text.contains("instanceof Store"), "{text}");
        assert!(text.contains("src/a.ts:3"), "{text}");
    }

    #[test]
    fn the_line_names_variables_and_entries() {
        let entries = [
            StaleEntries { file: "src/api.ts".into(), keys: vec!["client".into(), "cache".into()] },
            StaleEntries { file: "src/db.ts".into(), keys: vec!["db".into()] },
        ];
        assert_eq!(
            stale_variables("ssr", &["VITE_URL".to_owned()], &entries),
            "rwstate: VITE_URL of import.meta.env has changed, and entries of ssr that may hold the old value are kept: \
             \"client\", \"cache\" (src/api.ts), \"db\" (src/db.ts). To reset them, use the inspector, or stop the server and \
             start it"
        );
    }
}
