//! The option `preserve`: what of a module's state is kept without a change of its source.

use rwstate_diagnostics::Diagnostic;

use crate::{
    OptionValue,
    options::{unknown_option, wrong_type},
    pattern::Patterns,
};

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PreserveLevel {
    /// Nothing.
    Nothing,
    /// `AsyncLocalStorage` and its like.
    #[default]
    Contexts,
    /// All that is certainly state.
    State,
}

/// What is kept, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preserve {
    /// How much.
    pub level: PreserveLevel,
    /// The files and packages to keep the state of; empty is all.
    pub include: Patterns,
    /// Those to leave as they are.
    pub exclude: Patterns,
    /// What is known to make state, beyond the built-in list.
    pub states: Vec<KnownState>,
}

/// A function or a class that is known to make state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownState {
    /// The module that it is imported from.
    pub module: String,
    /// Its name there.
    pub name: String,
    /// Whether what it makes is a context, which is kept at each level.
    pub is_context: bool,
}

const NAMES: &[&str] = &["level", "include", "exclude", "states"];
const LEVELS: &str = "\"contexts\", \"state\", false or an object";

impl Preserve {
    /// Resolves what the user wrote under `preserve`.
    pub(crate) fn resolve(given: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let of_level = |level| Self { level, ..Self::default() };
        match given {
            OptionValue::Undefined => Self::default(),
            OptionValue::Boolean(false) => of_level(PreserveLevel::Nothing),
            OptionValue::Object(entries) => Self::read(entries, diagnostics),
            other => {
                if level(other).is_none() {
                    diagnostics.push(wrong_type("preserve", LEVELS, other));
                }
                of_level(level(other).unwrap_or_default())
            }
        }
    }

    fn read(entries: &[(String, OptionValue)], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut preserve = Self { level: PreserveLevel::State, ..Self::default() };
        for (name, value) in entries {
            match (name.as_str(), value) {
                (known, OptionValue::Undefined) if NAMES.contains(&known) => {}
                ("level", value) => match level(value) {
                    Some(level) => preserve.level = level,
                    None => diagnostics.push(wrong_type(
                        "preserve.level",
                        "\"contexts\" or \"state\"",
                        value,
                    )),
                },
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
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(format!("{self:?}").as_bytes());
        format!("{:08x}", hasher.finish() & 0xffff_ffff)
    }
}

/// Returns the line that tells of entries that begin anew because what they begin with was changed.
pub fn begun_anew(environment: &str, keys: &[String]) -> String {
    let is_one = keys.len() == 1;
    let (begin, its) =
        if is_one { ("begins", "its initializer") } else { ("begin", "their initializers") };
    format!("({environment}) {} {begin} anew: {its} changed", keys.join(", "))
}

fn level(value: &OptionValue) -> Option<PreserveLevel> {
    match value {
        OptionValue::String(word) if word == "contexts" => Some(PreserveLevel::Contexts),
        OptionValue::String(word) if word == "state" => Some(PreserveLevel::State),
        _ => None,
    }
}

/// `{ "module": ["name"] }`, or `{ "module": { name: "context" } }`.
fn states(value: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Vec<KnownState> {
    const ALLOWED: &str = "an object of modules, each with a list of names, or with names that are each \"context\" or \"state\"";
    let mut known = vec![];
    let mut refuse = |value: &OptionValue| {
        diagnostics.push(wrong_type("preserve.states", ALLOWED, value));
    };
    let OptionValue::Object(modules) = value else {
        refuse(value);
        return known;
    };
    for (module, names) in modules {
        let mut add = |name: &str, is_context| {
            known.push(KnownState { module: module.clone(), name: name.into(), is_context });
        };
        match names {
            OptionValue::Undefined => {}
            OptionValue::Array(names) => {
                for name in names {
                    match name {
                        OptionValue::String(name) => add(name, false),
                        other => refuse(other),
                    }
                }
            }
            OptionValue::Object(names) => {
                for (name, kind) in names {
                    match kind {
                        OptionValue::String(word) if word == "context" => add(name, true),
                        OptionValue::String(word) if word == "state" => add(name, false),
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
    use super::{KnownState, Preserve, PreserveLevel, begun_anew};
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
    fn contexts_are_kept_unless_it_is_refused_or_more_is_asked_for() {
        assert_eq!(resolve(&OptionValue::Undefined).level, PreserveLevel::Contexts);
        assert_eq!(resolve(&text("contexts")).level, PreserveLevel::Contexts);
        assert_eq!(resolve(&text("state")).level, PreserveLevel::State);
        assert_eq!(resolve(&OptionValue::Boolean(false)).level, PreserveLevel::Nothing);
        assert_eq!(resolve(&object(&[])).level, PreserveLevel::State);
        assert_eq!(resolve(&object(&[("level", text("contexts"))])).level, PreserveLevel::Contexts);
    }

    #[test]
    fn known_states_are_named_by_their_modules() {
        let names = OptionValue::Array(vec![text("create")]);
        let given = object(&[(
            "states",
            object(&[("lib", names), ("fw/context", object(&[("scope", text("context"))]))]),
        )]);
        let known = |module: &str, name: &str, is_context| KnownState {
            module: module.into(),
            name: name.into(),
            is_context,
        };
        assert_eq!(
            resolve(&given).states,
            [known("lib", "create", false), known("fw/context", "scope", true)]
        );
    }

    #[test]
    fn what_is_none_of_it_says_what_is_allowed() {
        let mut faults = vec![];
        Preserve::resolve(&text("all"), &mut faults);
        Preserve::resolve(&object(&[("states", text("x"))]), &mut faults);
        Preserve::resolve(&object(&[("includes", OptionValue::Null)]), &mut faults);
        Preserve::resolve(&object(&[("include", OptionValue::Number(1.0))]), &mut faults);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages.len(), 4, "{messages:?}");
        assert_eq!(
            messages[0],
            "`preserve` must be \"contexts\", \"state\", false or an object, not \"all\""
        );
        assert_eq!(messages[2], "`preserve.includes` is not an option of statePlugin");
    }

    #[test]
    fn what_begins_anew_is_named() {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            begun_anew("ssr", &keys(&["app@1.0.0/src/a.ts#hits"])),
            "(ssr) app@1.0.0/src/a.ts#hits begins anew: its initializer changed"
        );
        assert_eq!(
            begun_anew("ssr", &keys(&["a#b", "a#c"])),
            "(ssr) a#b, a#c begin anew: their initializers changed"
        );
    }

    #[test]
    fn other_options_have_another_fingerprint() {
        let of = |given: &OptionValue| resolve(given).fingerprint();
        assert_ne!(of(&text("state")), of(&text("contexts")));
        assert_eq!(of(&text("contexts")), of(&OptionValue::Undefined));
        assert_ne!(of(&object(&[("exclude", text("hono"))])), of(&text("state")));
    }
}
