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
    /// When packages that are installed and that nothing imports are bundled; `None` is never.
    pub installed: Option<Installed>,
}

/// When packages are bundled that `package.json` names in `dependencies` and nothing imports yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    /// With the start, in a run of their own after the first.
    Start,
    /// When a server that has answered has been idle for a while.
    Idle,
}

/// How long no request may have been in flight for a server to be idle.
const IDLE_MS: u32 = 3_000;

/// For how many milliseconds no request may have come for there to be a pause.
///
/// Then an environment is told of what was saved and its graph does not name: its optimizer works while nobody waits, as the page
/// that shows the edit is there.
pub const PAUSE_MS: u32 = 1_000;

/// After how many milliseconds a pause is no longer waited for: a page that polls its server leaves none.
pub const LONGEST_WAIT_MS: u32 = 10_000;

const NAMES: &[&str] = &["entries", "exclude", "installed"];

impl Installed {
    /// Returns for how many milliseconds no request may have been in flight.
    pub const fn idle_ms(self) -> u32 {
        match self {
            Self::Start => 0,
            Self::Idle => IDLE_MS,
        }
    }
}

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
            if name == "installed" {
                settings.installed = installed(value, diagnostics);
                continue;
            }
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

fn installed(value: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Option<Installed> {
    match value {
        OptionValue::Undefined | OptionValue::Boolean(false) => None,
        OptionValue::String(text) if text == "start" => Some(Installed::Start),
        OptionValue::String(text) if text == "idle" => Some(Installed::Idle),
        other => {
            diagnostics.push(wrong_type("scan.installed", "\"start\", \"idle\" or false", other));
            None
        }
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
    use super::{Installed, ScanSettings};
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

    #[test]
    fn installed_packages_are_bundled_at_start_or_when_idle_or_never() {
        let installed = |value| {
            let mut faults = vec![];
            let given = OptionValue::Object(vec![("installed".into(), value)]);
            let settings = ScanSettings::resolve(&given, &mut faults).unwrap();
            (settings.installed, faults)
        };
        for never in [OptionValue::Undefined, OptionValue::Boolean(false)] {
            assert_eq!(installed(never), (None, vec![]));
        }
        let text = |text: &str| installed(OptionValue::String(text.into()));
        assert_eq!(text("start"), (Some(Installed::Start), vec![]));
        assert_eq!(text("idle"), (Some(Installed::Idle), vec![]));
        for (none, faults) in [text("always"), installed(OptionValue::Boolean(true))] {
            assert_eq!(none, None);
            assert!(
                faults[0]
                    .message
                    .starts_with("`scan.installed` must be \"start\", \"idle\" or false, not "),
                "{}",
                faults[0].message
            );
        }
        assert_eq!(Installed::Start.idle_ms(), 0);
        assert!(Installed::Idle.idle_ms() >= 1_000);
    }
}
