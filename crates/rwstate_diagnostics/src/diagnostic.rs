//! A diagnostic: one message with its place and its remedy.

use std::ops::Range;

use crate::Code;

/// How severe a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something cannot work.
    Error,
    /// It works, but not as the reader would expect.
    Warning,
}

/// A coded message with its place and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// How severe it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where: an option, an environment, a package.
    pub origin: Option<String>,
    /// Where in the source of `origin`, the first being what it is about.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
}

/// A place in a source, with a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Byte offsets.
    pub span: Range<u32>,
    /// A few words.
    pub text: String,
}

impl Label {
    /// Creates a label.
    pub fn new(span: Range<u32>, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

impl Diagnostic {
    /// Creates an error.
    #[cold]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            origin: None,
            labels: vec![],
            help: None,
        }
    }

    /// Creates a warning.
    #[cold]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Sets where it is.
    #[must_use]
    pub fn at(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// Adds a place in the source.
    #[must_use]
    pub fn with_label(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
