//! The text of the state module, with its scope filled in.
//!
//! ```js
//! const scope = null;          // the physical file, as Node imports it natively
//! const scope = "1/worker";    // dev: server id and environment name
//! const scope = false;         // build: no anchor; what only dev needs is dead code
//! ```
//!
//! In dev it ends with what answers the inspector. A bundler follows an import even in dead code, so it is not in the file.

use rwstate_diagnostics::Diagnostic;

use crate::diagnostics::damaged;

/// The line of the compiled physical file that is filled in.
const PLACEHOLDER: &str = "const scope = null;";

/// Loads what the inspector needs when it asks. Where there is no channel to ask over (`server.ssrLoadModule`), the server is in this realm.
const INSPECTED: &str = r#"
{
  const { hot } = import.meta;
  const answer = (ask, hot, asked) => import("rwstate/inspect").then((it) => it[ask](hot, asked));
  for (const ask of ["entries", "reset"]) listen("rwstate:" + ask, (asked) => answer(ask, hot, asked));
  if (!hot) (globalThis[Symbol.for("rwstate/v1")].answers ??= new Map()).set(scope, answer);
}
"#;

/// The physical file's text, cut where the scope goes.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    before: String,
    after: String,
}

impl Source {
    /// Cuts the text, or says that this is not the file the plan was built for.
    pub(crate) fn new(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        // Exactly once: without it the scope would be missing in silence, and a second one may be
        // in code that is no placeholder.
        let mut pieces = text.split(PLACEHOLDER);
        match (pieces.next(), pieces.next(), pieces.next()) {
            (Some(before), Some(after), None) => {
                Ok(Self { before: before.into(), after: after.into() })
            }
            _ => Err(Box::new(damaged(path))),
        }
    }

    /// Returns the text that dev serves.
    pub(crate) fn in_dev(&self, server: u32, environment: &str) -> String {
        // const scope = "1/worker";
        // As JSON: an environment may have any name, with quotes in it.
        let scope = serde_json::Value::from(scope(server, environment)).to_string();
        self.with(&scope) + INSPECTED
    }

    /// Returns the text that is bundled.
    pub(crate) fn in_build(&self) -> String {
        // const scope = false;
        self.with("false")
    }

    fn with(&self, scope: &str) -> String {
        format!("{}const scope = {scope};{}", self.before, self.after)
    }
}

/// Returns the name of a scope: the state of one environment of one dev server.
pub(crate) fn scope(server: u32, environment: &str) -> String {
    format!("{server}/{environment}")
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn the_scope_is_filled_in() {
        let source = Source::new("state.mjs", "a\nconst scope = null;\nb").unwrap();
        assert!(source.in_dev(2, "rsc").starts_with("a\nconst scope = \"2/rsc\";\nb"));
        assert_eq!(source.in_build(), "a\nconst scope = false;\nb");
    }

    #[test]
    fn an_environment_name_cannot_break_out_of_its_string() {
        let source = Source::new("state.mjs", "const scope = null;").unwrap();
        let text = source.in_dev(1, "a\"b\n");
        assert!(text.starts_with("const scope = \"1/a\\\"b\\n\";"), "{text}");
    }

    #[test]
    fn another_file_is_refused() {
        for text in ["", "const scope = 0;", "const scope = null;const scope = null;"] {
            let diagnostic = Source::new("state.mjs", text).unwrap_err();
            assert_eq!(diagnostic.origin.as_deref(), Some("state.mjs"));
        }
    }
}
