//! The one place where the options of `statePlugin` become a plan's settings.

use rwstate_diagnostics::Diagnostic;

use crate::{
    Environments, GateBounds, LogLevel, OptionValue, Preserve,
    diagnostics::{impossible_specifier, unknown_option, wrong_type},
    ids, specifier,
};

/// The options of `statePlugin`, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOptions {
    /// The name under which code imports the state module. Default: `rwsdk/__state`.
    pub specifier: String,
    /// Whether the plugin serves dev state under Vitest too. Default: false, it is inactive.
    pub vitest: bool,
    /// Where late dependencies are appended. Default: in every environment that discovers dependencies.
    pub append_deps: Environments,
    /// Where an edit evaluates again only what it changed. Default: in every environment of a server.
    pub targeted_edits: Environments,
    /// How long requests and edits wait while modules change; `None` is no gate. Default: the bounds' own defaults.
    pub gate: Option<GateBounds>,
    /// What of a module's state is kept without a change of its source. Default: contexts.
    pub preserve: Preserve,
    /// Whether the inspector's page is served. Default: true.
    pub inspector: bool,
    /// Which messages the plugin logs. Default: all of them, within Vite's own level.
    pub log_level: LogLevel,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            specifier: ids::DEFAULT_SPECIFIER.into(),
            vitest: false,
            append_deps: Environments::default(),
            targeted_edits: Environments::default(),
            gate: Some(GateBounds::default()),
            preserve: Preserve::default(),
            inspector: true,
            log_level: LogLevel::Info,
        }
    }
}

const NAMES: &[&str] = &[
    "specifier",
    "vitest",
    "appendDeps",
    "targetedEdits",
    "gate",
    "preserve",
    "inspector",
    "logLevel",
];

impl PlanOptions {
    /// Resolves what the user wrote. Every invalid option is reported; where one is an error the plan must not be used.
    pub fn resolve(given: &OptionValue) -> (Self, Vec<Diagnostic>) {
        let mut options = Self::default();
        let mut diagnostics = Vec::new();
        let entries = match given {
            OptionValue::Undefined => &[][..],
            OptionValue::Object(entries) => entries,
            other => {
                // No option is to blame, so the place is the call itself.
                diagnostics.push(wrong_type("options", "an object", other).at("statePlugin(…)"));
                &[]
            }
        };
        for (name, value) in entries {
            match (name.as_str(), value) {
                // First: `{ gate: undefined }` is not given. A name that is unknown is reported
                // even so.
                (_, OptionValue::Undefined) if NAMES.contains(&name.as_str()) => {}
                ("specifier", OptionValue::String(given)) => match specifier::objection(given) {
                    Some(reason) => diagnostics.push(impossible_specifier(given, &reason)),
                    None => options.specifier.clone_from(given),
                },
                ("specifier", other) => {
                    diagnostics.push(wrong_type("specifier", "a string", other));
                }
                ("vitest", OptionValue::Boolean(given)) => options.vitest = *given,
                ("vitest", other) => diagnostics.push(wrong_type("vitest", "true or false", other)),
                ("appendDeps", given) => {
                    options.append_deps = Environments::resolve(name, given, &mut diagnostics);
                }
                ("targetedEdits", given) => {
                    options.targeted_edits = Environments::resolve(name, given, &mut diagnostics);
                }
                ("gate", given) => options.gate = GateBounds::resolve(given, &mut diagnostics),
                ("preserve", given) => {
                    options.preserve = Preserve::resolve(given, &mut diagnostics);
                }
                ("inspector", OptionValue::Boolean(given)) => options.inspector = *given,
                ("inspector", other) => {
                    diagnostics.push(wrong_type("inspector", "true or false", other));
                }
                ("logLevel", given) => match LogLevel::of(given) {
                    Some(level) => options.log_level = level,
                    None => diagnostics.push(wrong_type("logLevel", &LogLevel::allowed(), given)),
                },
                _ => diagnostics.push(unknown_option(name, "", NAMES)),
            }
        }
        (options, diagnostics)
    }
}

#[cfg(test)]
mod tests {
    use rwstate_diagnostics::{RenderOptions, render};

    use super::PlanOptions;
    use crate::{GateBounds, OptionValue};

    fn object(entries: &[(&str, OptionValue)]) -> OptionValue {
        OptionValue::Object(
            entries.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        )
    }

    #[track_caller]
    fn check(given: &OptionValue, expect: &str) {
        let (_, diagnostics) = PlanOptions::resolve(given);
        let text = render(&diagnostics, RenderOptions::default());
        assert_eq!(
            text.lines().filter(|line| !line.starts_with("  page")).collect::<Vec<_>>().join("\n"),
            expect
        );
    }

    #[test]
    fn nothing_given_is_the_default() {
        for given in
            [OptionValue::Undefined, object(&[]), object(&[("specifier", OptionValue::Undefined)])]
        {
            assert_eq!(PlanOptions::resolve(&given), (PlanOptions::default(), vec![]));
        }
    }

    #[test]
    fn a_given_option_is_taken() {
        let given = object(&[
            ("specifier", OptionValue::String("fw/s".into())),
            ("vitest", OptionValue::Boolean(true)),
        ]);
        let expect =
            PlanOptions { specifier: "fw/s".into(), vitest: true, ..PlanOptions::default() };
        assert_eq!(PlanOptions::resolve(&given), (expect, vec![]));
    }

    #[test]
    fn an_unknown_option_is_named_with_its_nearest() {
        check(
            &object(&[("specifer", OptionValue::String("fw/s".into()))]),
            "error[RWS001] unknown-option: `specifer` is not an option of statePlugin\n  at: statePlugin({ specifer })\n  \
             help: did you mean `specifier`? The options are: specifier, vitest, appendDeps, targetedEdits, gate, preserve, inspector, logLevel",
        );
        check(
            &object(&[("appendDep", OptionValue::Boolean(true))]),
            "error[RWS001] unknown-option: `appendDep` is not an option of statePlugin\n  at: statePlugin({ appendDep })\n  \
             help: did you mean `appendDeps`? The options are: specifier, vitest, appendDeps, targetedEdits, gate, preserve, inspector, logLevel",
        );
        check(
            &object(&[("colour", OptionValue::Null)]),
            "error[RWS001] unknown-option: `colour` is not an option of statePlugin\n  at: statePlugin({ colour })\n  \
             help: The options are: specifier, vitest, appendDeps, targetedEdits, gate, preserve, inspector, logLevel",
        );
    }

    #[test]
    fn a_wrong_type_says_what_was_given_and_what_is_allowed() {
        check(
            &object(&[
                ("specifier", OptionValue::Number(42.0)),
                ("vitest", OptionValue::Other("function".into())),
            ]),
            "error[RWS002] invalid-option: `specifier` must be a string, not 42\n  at: statePlugin({ specifier })\n  \
             help: leave it out for the default\n\
             error[RWS002] invalid-option: `vitest` must be true or false, not a function\n  at: statePlugin({ vitest })\n  \
             help: leave it out for the default",
        );
        check(
            &OptionValue::String("rwsdk".into()),
            "error[RWS002] invalid-option: `options` must be an object, not \"rwsdk\"\n  at: statePlugin(…)\n  \
             help: leave it out for the default",
        );
    }

    #[test]
    fn the_gate_is_on_unless_it_is_refused_and_takes_bounds_in_milliseconds() {
        let gate = |given| {
            let (options, diagnostics) = PlanOptions::resolve(&object(&[("gate", given)]));
            assert_eq!(diagnostics, []);
            options.gate
        };
        let defaults = GateBounds {
            drain_ms: 2_000,
            hold_ms: 10_000,
            acknowledge_ms: 3_000,
            replay_ms: 1_000,
        };
        assert_eq!(gate(OptionValue::Boolean(false)), None);
        for given in [OptionValue::Undefined, OptionValue::Boolean(true), object(&[])] {
            assert_eq!(gate(given), Some(defaults));
        }
        assert_eq!(
            gate(object(&[
                ("drainMs", OptionValue::Number(0.0)),
                ("holdMs", OptionValue::Undefined)
            ])),
            Some(GateBounds { drain_ms: 0, ..defaults })
        );
        assert_eq!(
            gate(object(&[("replayMs", OptionValue::Number(0.0))])),
            Some(GateBounds { replay_ms: 0, ..defaults })
        );
    }

    #[test]
    fn a_bound_that_is_none_says_what_is_allowed() {
        check(
            &object(&[(
                "gate",
                object(&[
                    ("drainMs", OptionValue::Number(-1.0)),
                    ("holdMS", OptionValue::Number(1.0)),
                ]),
            )]),
            "error[RWS002] invalid-option: `gate.drainMs` must be a whole number of milliseconds from 0 to 600000, not -1\n  \
             at: statePlugin({ gate.drainMs })\n  help: leave it out for the default\n\
             error[RWS001] unknown-option: `gate.holdMS` is not an option of statePlugin\n  at: statePlugin({ gate.holdMS })\n  \
             help: did you mean `holdMs`? The options are: drainMs, holdMs, acknowledgeMs, replayMs",
        );
        check(
            &object(&[
                ("gate", OptionValue::Number(2.0)),
                ("logLevel", OptionValue::String("debug".into())),
            ]),
            "error[RWS002] invalid-option: `gate` must be true, false or an object, not 2\n  at: statePlugin({ gate })\n  \
             help: leave it out for the default\n\
             error[RWS002] invalid-option: `logLevel` must be one of \"info\", \"warn\", \"error\", \"silent\", not \"debug\"\n  \
             at: statePlugin({ logLevel })\n  help: leave it out for the default",
        );
    }

    #[test]
    fn an_impossible_specifier_says_why() {
        check(
            &object(&[("specifier", OptionValue::String("./state".into()))]),
            "error[RWS003] invalid-specifier: \"./state\" cannot name the state module: it is a path\n  \
             at: statePlugin({ specifier })\n  \
             help: give a subpath of a package, such as \"rwsdk/__state\" or \"@acme/fw/__state\"",
        );
    }
}
