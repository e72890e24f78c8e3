//! The option `logLevel`.

use crate::OptionValue;

/// Which messages the plugin logs, in Vite's words and order: at each level fewer than at the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Everything.
    Info,
    /// Warnings and errors.
    Warn,
    /// Errors.
    Error,
    /// Nothing.
    Silent,
}

impl LogLevel {
    const NAMES: [(&str, Self); 4] = [
        ("info", Self::Info),
        ("warn", Self::Warn),
        ("error", Self::Error),
        ("silent", Self::Silent),
    ];

    /// Returns whether a message of `level` is logged.
    pub fn logs(self, level: Self) -> bool {
        // `Silent` is no more severe than itself, and still logs nothing.
        self <= level && self != Self::Silent
    }

    pub(crate) fn of(given: &OptionValue) -> Option<Self> {
        let OptionValue::String(given) = given else { return None };
        Self::NAMES.into_iter().find(|(name, _)| name == given).map(|(_, level)| level)
    }

    pub(crate) fn allowed() -> String {
        let names = Self::NAMES.map(|(name, _)| format!("\"{name}\""));
        format!("one of {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::LogLevel::{Error, Info, Silent, Warn};

    #[test]
    fn a_level_logs_what_is_as_severe_or_more_so() {
        assert!(Info.logs(Info) && Info.logs(Warn) && Info.logs(Error));
        assert!(!Warn.logs(Info) && Warn.logs(Warn) && Warn.logs(Error));
        assert!(!Error.logs(Warn) && Error.logs(Error));
        assert!(!Silent.logs(Error) && !Silent.logs(Silent));
    }
}
