//! The option `gate`.

use rwstate_diagnostics::Diagnostic;

use crate::{
    OptionValue,
    diagnostics::{unknown_option, wrong_type},
};

/// How long the gate waits, in milliseconds. `rwstate_gate` says what each bound ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateBounds {
    /// For requests in flight, before modules change. Default: 2,000.
    pub drain_ms: u32,
    /// For anything else that a request or an edit waits for. Default: 10,000.
    pub hold_ms: u32,
    /// For a runner's word that it has done what it was sent. Default: 3,000.
    pub acknowledge_ms: u32,
    /// In the app, at most, for a GET to be sent once more after it failed; 0 is never. Default: 1,000.
    pub replay_ms: u32,
}

impl Default for GateBounds {
    fn default() -> Self {
        Self { drain_ms: 2_000, hold_ms: 10_000, acknowledge_ms: 3_000, replay_ms: 1_000 }
    }
}

const NAMES: &[&str] = &["drainMs", "holdMs", "acknowledgeMs", "replayMs"];

/// Ten minutes: what is longer is a slip, not a wish.
const LONGEST_MS: f64 = 600_000.0;

impl GateBounds {
    /// Resolves what the user wrote under `gate`; `None` is no gate.
    pub(crate) fn resolve(given: &OptionValue, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut bounds = Self::default();
        let entries = match given {
            OptionValue::Boolean(false) => return None,
            OptionValue::Boolean(true) | OptionValue::Undefined => &[][..],
            OptionValue::Object(entries) => entries,
            other => {
                // An error, so the plan is not used, whatever the bounds are.
                diagnostics.push(wrong_type("gate", "true, false or an object", other));
                &[]
            }
        };
        for (name, value) in entries {
            let bound = match name.as_str() {
                "drainMs" => &mut bounds.drain_ms,
                "holdMs" => &mut bounds.hold_ms,
                "acknowledgeMs" => &mut bounds.acknowledge_ms,
                "replayMs" => &mut bounds.replay_ms,
                _ => {
                    diagnostics.push(unknown_option(name, "gate.", NAMES));
                    continue;
                }
            };
            match (value, milliseconds(value)) {
                (OptionValue::Undefined, _) => {}
                (_, Some(given)) => *bound = given,
                (other, None) => diagnostics.push(wrong_type(
                    &format!("gate.{name}"),
                    "a whole number of milliseconds from 0 to 600000",
                    other,
                )),
            }
        }
        Some(bounds)
    }
}

fn milliseconds(value: &OptionValue) -> Option<u32> {
    match value {
        OptionValue::Number(given)
            if (0.0..=LONGEST_MS).contains(given) && given.fract() == 0.0 =>
        {
            // `-0` is in the range, but its text has a sign and is refused, as that of any other
            // negative number.
            given.to_string().parse().ok()
        }
        _ => None,
    }
}
