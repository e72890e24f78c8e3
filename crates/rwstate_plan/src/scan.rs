//! The option `scan`: whether dependencies are looked for before a request needs them.

use rwstate_diagnostics::Diagnostic;

use crate::{
    OptionValue,
    options::{unknown_option, wrong_type},
};

/// Where dependencies are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScanSettings {
    /// Where the graph begins, beyond what Vite's configuration says: files, or globs from the root.
    pub entries: Vec<String>,
    /// Dependencies to leave to Vite, by their names.
    pub exclude: Vec<String>,
}

const NAMES: &[&str] = &["entries", "exclude"];

impl ScanSettings {
    /// Resolves what the user wrote under `scan`; `None` is no scan.
    pub(crate) fn resolve(given: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let entries = match given {
            OptionValue::Boolean(false) => return None,
            OptionValue::Boolean(true) | OptionValue::Undefined => &[][..],
            OptionValue::Object(entries) => entries,
            other => {
                diagnostics.push(wrong_type("scan", "true, false or an object", other));
                &[]
            }
        };
        let mut settings = Self::default();
        for (name, value) in entries {
            let list = match name.as_str() {
                "entries" => &mut settings.entries,
                "exclude" => &mut settings.exclude,
                _ => {
                    diagnostics.push(unknown_option(name, "scan.", NAMES));
                    continue;
                }
            };
            match strings(value) {
                Some(strings) => *list = strings,
                None => diagnostics.push(wrong_type(
                    &format!("scan.{name}"),
                    "a string or a list of strings",
                    value,
                )),
            }
        }
        Some(settings)
    }
}

fn strings(value: &OptionValue) -> Option<Vec<String>> {
    match value {
        OptionValue::Undefined => Some(vec![]),
        OptionValue::String(text) => Some(vec![text.clone()]),
        OptionValue::Array(values) => values
            .iter()
            .map(|value| match value {
                OptionValue::String(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::ScanSettings;
    use crate::OptionValue;

    #[test]
    fn it_is_on_unless_it_is_refused() {
        let mut faults = vec![];
        let default = Some(ScanSettings::default());
        assert_eq!(ScanSettings::resolve(&OptionValue::Undefined, &mut faults), default);
        assert_eq!(ScanSettings::resolve(&OptionValue::Boolean(true), &mut faults), default);
        assert_eq!(ScanSettings::resolve(&OptionValue::Boolean(false), &mut faults), None);
        assert_eq!(faults, []);
    }

    #[test]
    fn lists_are_strings_and_faults_are_named() {
        let object = |name: &str, value| OptionValue::Object(vec![(name.into(), value)]);
        let mut faults = vec![];
        let given = object("entries", OptionValue::String("src/a.ts".into()));
        let settings = ScanSettings::resolve(&given, &mut faults).unwrap();
        assert_eq!((settings.entries, faults.len()), (vec!["src/a.ts".to_owned()], 0));
        ScanSettings::resolve(&object("exclude", OptionValue::Number(1.0)), &mut faults);
        ScanSettings::resolve(&object("entry", OptionValue::Null), &mut faults);
        ScanSettings::resolve(&OptionValue::Number(1.0), &mut faults);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`scan.exclude` must be a string or a list of strings, not 1",
                "`scan.entry` is not an option of statePlugin",
                "`scan` must be true, false or an object, not 1",
            ]
        );
    }
}
