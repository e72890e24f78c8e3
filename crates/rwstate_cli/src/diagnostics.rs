//! What is wrong with a file that cannot be read as a module.

use std::{fmt::Display, string::FromUtf8Error};

use memchr::memchr_iter;
use rwstate_diagnostics::{Code, Diagnostic};

#[cold]
pub(crate) fn unreadable(shown: &str, error: &impl Display) -> Diagnostic {
    Diagnostic::error(Code::UNREADABLE_FILE, format!("the file cannot be read: {error}"))
        .at(shown)
        .with_help("see that it is there and may be read, or leave it out with .gitignore")
}

#[cold]
pub(crate) fn invalid_utf8(shown: &str, error: &FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let line = 1 + memchr_iter(b'\n', &error.as_bytes()[..at]).count();
    Diagnostic::error(Code::UNREADABLE_FILE, format!("invalid UTF-8 in line {line}"))
        .at(shown)
        .with_help("save the file as UTF-8")
}

#[cold]
pub(crate) fn generated(shown: &str, what: &str) -> Diagnostic {
    Diagnostic::error(Code::UNREADABLE_FILE, format!("the file {what}, so it is not analyzed"))
        .at(shown)
        .with_help("leave generated files out with .gitignore")
}
