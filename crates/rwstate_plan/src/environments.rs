//! Options that are on or off, for all environments or for some: `true`, `false` or `{ client: false }`.

use rwstate_diagnostics::Diagnostic;

use crate::{OptionValue, diagnostics::wrong_type};

/// In which environments something is done. Default: in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environments {
    default: Switch,
    /// By environment, where it is another than the default.
    others: Vec<(String, Switch)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Switch {
    On,
    Off,
}

impl Default for Environments {
    fn default() -> Self {
        Self { default: Switch::On, others: Vec::new() }
    }
}

impl Environments {
    /// Resolves what the user wrote under `option`.
    pub(crate) fn resolve(
        option: &str,
        given: &OptionValue,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut resolved = Self::default();
        match given {
            OptionValue::Undefined => {}
            OptionValue::Boolean(given) => resolved.default = Switch::from(*given),
            OptionValue::Object(entries) => {
                // Any name may be an environment: plugins add their own, and later than options are
                // resolved.
                for (name, value) in entries {
                    match value {
                        // `{ ssr: isCI ? false : undefined }` leaves the default.
                        OptionValue::Undefined => {}
                        OptionValue::Boolean(given) => {
                            resolved.others.push((name.clone(), Switch::from(*given)));
                        }
                        other => diagnostics.push(wrong_type(
                            &format!("{option}.{name}"),
                            "true or false",
                            other,
                        )),
                    }
                }
            }
            other => diagnostics.push(wrong_type(
                option,
                "true, false or an object of environments",
                other,
            )),
        }
        resolved
    }

    /// Returns whether it is done in an environment.
    pub(crate) fn is_on(&self, environment: &str) -> bool {
        let own = self.others.iter().find(|(name, _)| name == environment);
        own.map_or(self.default, |(_, switch)| *switch) == Switch::On
    }
}

impl From<bool> for Switch {
    fn from(given: bool) -> Self {
        if given { Self::On } else { Self::Off }
    }
}

#[cfg(test)]
mod tests {
    use super::Environments;
    use crate::OptionValue;

    #[track_caller]
    fn check(given: &OptionValue, on: &[&str], off: &[&str]) {
        let mut diagnostics = Vec::new();
        let resolved = Environments::resolve("appendDeps", given, &mut diagnostics);
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
    fn a_value_of_another_type_is_an_error_that_names_the_option() {
        for (given, name) in [
            (OptionValue::String("client".into()), "`appendDeps`"),
            (
                OptionValue::Object(vec![("ssr".into(), OptionValue::Number(1.0))]),
                "`appendDeps.ssr`",
            ),
        ] {
            let mut diagnostics = Vec::new();
            Environments::resolve("appendDeps", &given, &mut diagnostics);
            let [diagnostic] = &diagnostics[..] else { panic!("{diagnostics:?}") };
            assert!(diagnostic.message.starts_with(name), "{}", diagnostic.message);
        }
    }
}
