//! The option `logLevel`.

use crate::OptionValue;

/// What of its own doing the plugin tells, in Vite's words and order: each level tells less than the one before.
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

    /// Returns whether a message of `level` is told.
    pub fn tells(self, level: Self) -> bool {
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
    fn a_level_tells_what_is_as_grave_or_graver() {
        assert!(Info.tells(Info) && Info.tells(Warn) && Info.tells(Error));
        assert!(!Warn.tells(Info) && Warn.tells(Warn) && Warn.tells(Error));
        assert!(!Error.tells(Warn) && Error.tells(Error));
        assert!(!Silent.tells(Error) && !Silent.tells(Silent));
    }
}
