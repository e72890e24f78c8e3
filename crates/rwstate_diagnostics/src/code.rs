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
    INVALID_OPTION = 2, "invalid-option", "An option of `statePlugin` has a value that it does not take.";
    INVALID_SPECIFIER = 3, "invalid-specifier", "The `specifier` cannot be the name of a state module.";
    UNSUPPORTED_VITE = 4, "unsupported-vite", "The plugin runs in a Vite that it does not support.";
    MISSING_ADDON = 5, "missing-addon", "The native addon of rwstate is not there for this machine.";
    EXTERNAL_DEPENDENT = 6, "external-dependent", "A package that uses the state module is loaded past Vite, where the plugin cannot give it its environment's state.";
    DAMAGED_STATE_MODULE = 7, "damaged-state-module", "The state module that came with the package is not the one the plugin was built for.";
    FAILED_DURING_REOPTIMIZATION = 8, "failed-during-reoptimization", "A request failed because Vite re-optimized its dependencies while it ran.";
    UNGATED_ENVIRONMENT = 9, "ungated-environment", "Requests are not held while Vite re-optimizes, because this Vite lacks what the gate needs.";
    LOST_STATE = 10, "lost-state", "A piece of module-level state is reset whenever its module is evaluated again.";
    COMMON_JS = 14, "common-js", "State is in a CommonJS module, which is not rewritten.";
    DIRECT_EVAL = 15, "direct-eval", "State is in a module that calls `eval` directly, which is not rewritten.";
    PARSE_ERROR = 16, "parse-error", "A module cannot be parsed.";
    TOP_LEVEL_AWAIT = 17, "top-level-await", "The initializer of state awaits.";
    USING_DECLARATION = 18, "using-declaration", "State is declared with `using`.";
    REDECLARED_BINDING = 19, "redeclared-binding", "State is declared more than once.";
    DESTRUCTURED_BINDING = 20, "destructured-binding", "State is declared in a pattern that takes a value apart.";
    NESTED_BINDING = 21, "nested-binding", "State is declared in a block or in the head of a loop.";
    STATIC_PRIMITIVE = 22, "static-primitive", "A static property that holds state is reassigned.";
    WRITTEN_AT_TOP_LEVEL = 23, "written-at-top-level", "State is written whenever its module is evaluated.";
    MISPLACED_COMMENT = 24, "misplaced-comment", "A comment to rwstate has no effect.";
    UNREADABLE_FILE = 25, "unreadable-file", "A file cannot be read as a module.";
    FAILED_CALLBACK = 27, "failed-callback", "A `dispose` or `migrate` of an entry threw, rejected, or took too long.";
    TWO_OWNERS = 28, "two-owners", "Two places declare an entry under the same key.";
    STALE_CLASS = 29, "stale-class", "An entry holds an instance of a class whose module was evaluated again.";
    NOT_APPENDED = 30, "not-appended", "A late dependency could not be appended, so Vite bundled all dependencies again.";
    FAILED_DEPENDENCY = 31, "failed-dependency", "A late dependency cannot be bundled.";
    OFTEN_RESET = 32, "often-reset", "A variable is in a module that edits of many files evaluate again.";
    REPEATED_CONTEXT = 33, "repeated-context", "A context is made where it may be made more than once, or when the evaluation of its module has ended.";
    CONTEXT_SUBCLASS = 34, "context-subclass", "A context is an instance of a class of the module's own.";
    COMPILE_TIME_CALL = 35, "compile-time-call", "State begins with a call that a compiler replaces.";
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_in_order_and_named_once() {
        assert!(CODES.is_sorted_by(|a, b| a.number < b.number));
        for code in CODES {
            assert_eq!(
                CODES.iter().filter(|other| other.name() == code.name()).count(),
                1,
                "{code}"
            );
        }
    }
}
