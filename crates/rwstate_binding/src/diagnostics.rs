//! Diagnostics as JavaScript sees them: objects where they are reported, an `Error` where they stop the work.

use std::slice;

use napi_derive::napi;
use rwstate_diagnostics::{RenderOptions, Severity, render};
use rwstate_inspect::Finding;

/// One diagnostic, with its rendering.
#[napi(object)]
pub struct Diagnostic {
    /// The code, such as `RWS001`.
    pub code: String,
    /// `error` or `warning`.
    #[napi(ts_type = "\"error\" | \"warning\"")]
    pub severity: String,
    /// The whole text, without colors.
    pub text: String,
}

impl From<rwstate_diagnostics::Diagnostic> for Diagnostic {
    fn from(diagnostic: rwstate_diagnostics::Diagnostic) -> Self {
        Self {
            code: diagnostic.code.to_string(),
            severity: severity(&diagnostic).into(),
            text: text(&diagnostic),
        }
    }
}

/// What the inspector shows of a diagnostic.
pub(crate) fn finding(diagnostic: &rwstate_diagnostics::Diagnostic) -> Finding {
    Finding {
        code: diagnostic.code.to_string(),
        severity: severity(diagnostic).into(),
        text: text(diagnostic),
    }
}

fn text(diagnostic: &rwstate_diagnostics::Diagnostic) -> String {
    // Without colors, as Vite's overlay shows the same text, and would show their codes.
    render(slice::from_ref(diagnostic), RenderOptions::default())
}

const fn severity(diagnostic: &rwstate_diagnostics::Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Turns diagnostics into the error that JavaScript throws.
pub(crate) fn error(diagnostics: &[rwstate_diagnostics::Diagnostic]) -> napi::Error {
    napi::Error::from_reason(render(diagnostics, RenderOptions::default()))
}
