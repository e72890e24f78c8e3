//! The option `appendDeps`: where late dependencies are appended to what Vite's optimizer has.

use rwstate_diagnostics::Diagnostic;

use crate::{OptionValue, options::wrong_type};

/// Which environments append. Default: all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendDeps {
    default: Append,
    /// By environment, where it is another than the default.
    environments: Vec<(String, Append)>,
}

/// Whether late dependencies are appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Append {
    On,
    Off,
}

impl Default for AppendDeps {
    fn default() -> Self {
        Self { default: Append::On, environments: Vec::new() }
    }
}

impl AppendDeps {
    /// Resolves what the user wrote under `appendDeps`.
    pub(crate) fn resolve(given: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut resolved = Self::default();
        match given {
            OptionValue::Undefined => {}
            OptionValue::Boolean(given) => resolved.default = Append::from(*given),
            OptionValue::Object(entries) => {
                for (name, value) in entries {
                    match value {
                        OptionValue::Undefined => {}
                        OptionValue::Boolean(given) => {
                            resolved.environments.push((name.clone(), Append::from(*given)));
                        }
                        other => diagnostics.push(wrong_type(
                            &format!("appendDeps.{name}"),
                            "true or false",
                            other,
                        )),
                    }
                }
            }
            other => diagnostics.push(wrong_type(
                "appendDeps",
                "true, false or an object of environments",
                other,
            )),
        }
        resolved
    }

    /// Returns whether an environment's late dependencies are appended.
    pub(crate) fn is_on(&self, environment: &str) -> bool {
        let own = self.environments.iter().find(|(name, _)| name == environment);
        own.map_or(self.default, |(_, append)| *append) == Append::On
    }
}

impl From<bool> for Append {
    fn from(given: bool) -> Self {
        if given { Self::On } else { Self::Off }
    }
}

#[cfg(test)]
mod tests {
    use super::AppendDeps;
    use crate::OptionValue;

    #[track_caller]
    fn check(given: &OptionValue, on: &[&str], off: &[&str]) {
        let mut diagnostics = Vec::new();
        let resolved = AppendDeps::resolve(given, &mut diagnostics);
        assert_eq!(diagnostics, []);
        assert!(on.iter().all(|name| resolved.is_on(name)), "{given}");
        assert!(!off.iter().any(|name| resolved.is_on(name)), "{given}");
    }

    #[test]
    fn it_is_on_unless_it_is_refused() {
        check(&OptionValue::Undefined, &["client", "ssr"], &[]);
        check(&OptionValue::Boolean(true), &["client", "ssr"], &[]);
        check(&OptionValue::Boolean(false), &[], &["client", "ssr"]);
        let client = OptionValue::Object(vec![
            ("client".into(), OptionValue::Boolean(false)),
            ("rsc".into(), OptionValue::Undefined),
        ]);
        check(&client, &["ssr", "rsc"], &["client"]);
    }

    #[test]
    fn what_it_does_not_take_is_told() {
        for given in [
            OptionValue::String("client".into()),
            OptionValue::Object(vec![("ssr".into(), OptionValue::Number(1.0))]),
        ] {
            let mut diagnostics = Vec::new();
            AppendDeps::resolve(&given, &mut diagnostics);
            assert_eq!(diagnostics.len(), 1, "{given}");
        }
    }
}
