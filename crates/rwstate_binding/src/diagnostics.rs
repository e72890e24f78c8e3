//! Diagnostics as JavaScript sees them: objects where they are reported, an `Error` where they stop the work.

use napi_derive::napi;
use rwstate_diagnostics::{RenderOptions, Severity, render};

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
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        Self {
            code: diagnostic.code.to_string(),
            severity: severity.into(),
            // Without colors, as Vite's overlay shows the same text, and would show their codes.
            text: render(&[diagnostic], RenderOptions::default()),
        }
    }
}

/// Turns diagnostics into the error that JavaScript throws.
pub(crate) fn error(diagnostics: &[rwstate_diagnostics::Diagnostic]) -> napi::Error {
    napi::Error::from_reason(render(diagnostics, RenderOptions::default()))
}
