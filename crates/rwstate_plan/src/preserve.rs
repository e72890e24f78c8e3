//! The option `preserve`: what of a module's state is kept without a change of its source.

use rwstate_diagnostics::Diagnostic;

use crate::{
    OptionValue,
    diagnostics::{unknown_option, wrong_level, wrong_type},
    pattern::Patterns,
};

/// What is kept, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preserve {
    /// Whether modules are rewritten at all. Default: true.
    pub is_enabled: bool,
    /// The files and packages to keep the state of; empty is all.
    pub include: Patterns,
    /// Those to leave as they are.
    pub exclude: Patterns,
    /// What makes state, beyond contexts.
    pub states: Vec<KnownState>,
}

/// A function or a class that makes state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownState {
    /// The module that it is imported from.
    pub module: String,
    /// Its name there.
    pub name: String,
}

const NAMES: &[&str] = &["include", "exclude", "states"];
const ALLOWED: &str = "\"contexts\", false or an object";

impl Default for Preserve {
    fn default() -> Self {
        Self {
            is_enabled: true,
            include: Patterns::default(),
            exclude: Patterns::default(),
            states: vec![],
        }
    }
}

impl Preserve {
    /// Resolves what the user wrote under `preserve`.
    pub(crate) fn resolve(given: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Self {
        match given {
            OptionValue::Undefined => {}
            OptionValue::Boolean(false) => return Self { is_enabled: false, ..Self::default() },
            OptionValue::Object(entries) => return Self::read(entries, diagnostics),
            OptionValue::String(word) if word == "contexts" => {}
            other => diagnostics.push(wrong_level("preserve", ALLOWED, other)),
        }
        Self::default()
    }

    fn read(entries: &[(String, OptionValue)], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut preserve = Self::default();
        for (name, value) in entries {
            match (name.as_str(), value) {
                (known, OptionValue::Undefined) if NAMES.contains(&known) => {}
                // `level: "contexts"` is accepted, as it says what is so anyway. No message offers
                // `level`.
                ("level", OptionValue::Undefined) => {}
                ("level", OptionValue::String(word)) if word == "contexts" => {}
                ("level", value) => {
                    diagnostics.push(wrong_level("preserve.level", "left out", value));
                }
                ("include", value) => {
                    preserve.include = Patterns::resolve("preserve.include", value, diagnostics);
                }
                ("exclude", value) => {
                    preserve.exclude = Patterns::resolve("preserve.exclude", value, diagnostics);
                }
                ("states", value) => preserve.states = states(value, diagnostics),
                _ => diagnostics.push(unknown_option(name, "preserve.", NAMES)),
            }
        }
        preserve
    }

    /// Returns a short text that is another one for other options: what was bundled under them is of no use.
    pub fn fingerprint(&self) -> String {
        use std::hash::Hasher as _;
        // Without a seed: Vite compares the name of an optimizer plugin, which has this text in it,
        // with the name in a cache that another process has left.
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(format!("{self:?}").as_bytes());
        format!("{:08x}", hasher.finish() & 0xffff_ffff)
    }
}

/// `{ "module": ["name"] }`
fn states(value: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Vec<KnownState> {
    const ALLOWED: &str = "an object of modules, each with a list of names, such as { \"my-store\": [\"createStore\"] }";
    let mut known = vec![];
    let mut refuse = |value: &OptionValue| {
        diagnostics.push(wrong_type("preserve.states", ALLOWED, value));
    };
    let OptionValue::Object(modules) = value else {
        refuse(value);
        return known;
    };
    for (module, names) in modules {
        match names {
            OptionValue::Undefined => {}
            OptionValue::Array(names) => {
                for name in names {
                    match name {
                        OptionValue::String(name) => {
                            known.push(KnownState { module: module.clone(), name: name.clone() });
                        }
                        other => refuse(other),
                    }
                }
            }
            other => refuse(other),
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use rwstate_diagnostics::{Diagnostic, Severity};

    use super::{KnownState, Preserve};
    use crate::OptionValue;

    fn object(entries: &[(&str, OptionValue)]) -> OptionValue {
        OptionValue::Object(
            entries.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        )
    }

    fn text(text: &str) -> OptionValue {
        OptionValue::String(text.into())
    }

    #[track_caller]
    fn resolve(given: &OptionValue) -> Preserve {
        let mut diagnostics = vec![];
        let preserve = Preserve::resolve(given, &mut diagnostics);
        assert_eq!(diagnostics, []);
        preserve
    }

    #[test]
    fn modules_are_rewritten_unless_it_is_refused() {
        assert_eq!(resolve(&OptionValue::Undefined), Preserve::default());
        assert_eq!(resolve(&text("contexts")), Preserve::default());
        assert_eq!(resolve(&object(&[])), Preserve::default());
        assert_eq!(resolve(&object(&[("level", text("contexts"))])), Preserve::default());
        assert!(resolve(&OptionValue::Undefined).is_enabled);
        assert!(!resolve(&OptionValue::Boolean(false)).is_enabled);
    }

    #[test]
    fn known_states_are_named_by_their_modules() {
        let names =
            |names: &[&str]| OptionValue::Array(names.iter().map(|name| text(name)).collect());
        let given = object(&[(
            "states",
            object(&[("lib", names(&["create", "open"])), ("fw/context", names(&["scope"]))]),
        )]);
        let known =
            |module: &str, name: &str| KnownState { module: module.into(), name: name.into() };
        assert_eq!(
            resolve(&given).states,
            [known("lib", "create"), known("lib", "open"), known("fw/context", "scope")]
        );
    }

    #[track_caller]
    fn diagnose(given: &[OptionValue]) -> Vec<Diagnostic> {
        let mut diagnostics = vec![];
        for given in given {
            Preserve::resolve(given, &mut diagnostics);
        }
        diagnostics
    }

    #[test]
    fn what_is_none_of_it_says_what_is_allowed() {
        let diagnostics = diagnose(&[
            text("all"),
            object(&[("states", text("x"))]),
            object(&[("includes", OptionValue::Null)]),
            object(&[("include", OptionValue::Number(1.0))]),
            object(&[("states", object(&[("lib", object(&[("create", text("state"))]))]))]),
        ]);
        let messages: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages.len(), 5, "{messages:?}");
        assert_eq!(messages[0], "`preserve` must be \"contexts\", false or an object, not \"all\"");
        assert_eq!(messages[2], "`preserve.includes` is not an option of statePlugin");
        assert_eq!(
            messages[4],
            "`preserve.states` must be an object of modules, each with a list of names, such as { \"my-store\": [\"createStore\"] }, not an object"
        );
    }

    #[test]
    fn the_level_state_says_what_to_do_instead() {
        let diagnostics = diagnose(&[text("state"), object(&[("level", text("state"))])]);
        let messages: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`preserve` must be \"contexts\", false or an object, not \"state\"",
                "`preserve.level` must be left out, not \"state\"",
            ]
        );
        for diagnostic in diagnostics {
            assert_eq!(diagnostic.severity, Severity::Error);
            let help = diagnostic.help.unwrap();
            for words in ["/* rwstate: keep */", "preserve: { states: {", "survives by itself"] {
                assert!(help.contains(words), "{help}");
            }
        }
    }

    #[test]
    fn other_options_have_another_fingerprint() {
        let of = |given: &OptionValue| resolve(given).fingerprint();
        assert_ne!(of(&OptionValue::Boolean(false)), of(&text("contexts")));
        assert_eq!(of(&text("contexts")), of(&OptionValue::Undefined));
        assert_ne!(of(&object(&[("exclude", text("hono"))])), of(&text("contexts")));
    }
}
