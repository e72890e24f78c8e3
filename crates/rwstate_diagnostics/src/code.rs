//! The registry of codes. A code is never reused for another meaning; its page carries the same name.

use std::fmt;

/// A diagnostic's stable name: `RWS001`, `unknown-option`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    number: u16,
    name: &'static str,
    summary: &'static str,
}

impl Code {
    /// Returns the code's kebab-case name, such as `unknown-option`.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Returns the one-sentence meaning of the code: the first line of its page.
    pub const fn summary(self) -> &'static str {
        self.summary
    }

    /// Returns the page's file name in `docs/diagnostics/`.
    pub fn page(self) -> String {
        format!("{self}-{}.md", self.name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RWS{:03}", self.number)
    }
}

macro_rules! codes {
    ($($constant:ident = $number:literal, $name:literal, $summary:literal;)+) => {
        impl Code {
            $(#[doc = $summary] pub const $constant: Self = Self { number: $number, name: $name, summary: $summary };)+
        }

        /// Every code there is, in the order of their numbers.
        pub const CODES: &[Code] = &[$(Code::$constant),+];
    };
}

codes! {
    UNKNOWN_OPTION = 1, "unknown-option", "`statePlugin` was given an option that it does not have.";
    INVALID_OPTION = 2, "invalid-option", "An option of `statePlugin` has a value of the wrong type.";
    INVALID_SPECIFIER = 3, "invalid-specifier", "The `specifier` cannot be the name of a state module.";
    UNSUPPORTED_VITE = 4, "unsupported-vite", "The plugin runs in a Vite that it does not support.";
    MISSING_ADDON = 5, "missing-addon", "The native addon of rwstate is not there for this machine.";
    EXTERNAL_DEPENDENT = 6, "external-dependent", "A package that uses the state module is loaded past Vite, so it has a state of its own.";
    DAMAGED_STATE_MODULE = 7, "damaged-state-module", "The state module that came with the package is not the one the plugin was built for.";
    FAILED_DURING_REOPTIMIZATION = 8, "failed-during-reoptimization", "A request failed because Vite re-optimized its dependencies while it ran.";
    UNGATED_ENVIRONMENT = 9, "ungated-environment", "Requests are not held while Vite re-optimizes, because this Vite lacks what the gate needs.";
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_numbered_without_gaps_and_named_once() {
        for (index, code) in CODES.iter().enumerate() {
            assert_eq!(code.to_string(), format!("RWS{:03}", index + 1));
            assert_eq!(
                CODES.iter().filter(|other| other.name() == code.name()).count(),
                1,
                "{code}"
            );
        }
    }
}
