//! Diagnostics as text, the same for the terminal, Vite's overlay and the thrown `Error`.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::{Diagnostic, Severity};

/// How to render.
#[derive(Debug, Clone, Copy, Default)]
pub struct RenderOptions {
    /// Marks the severity and the code with ANSI colors. Default: off.
    pub color: bool,
}

/// Renders diagnostics, one paragraph each, without a final newline.
///
/// ```text
/// error[RWS001] unknown-option: `specifer` is not an option of statePlugin
///   at: statePlugin({ specifer })
///   help: did you mean `specifier`? The options are: specifier, vitest
///   page: docs/diagnostics/RWS001-unknown-option.md
/// ```
pub fn render(diagnostics: &[Diagnostic], options: RenderOptions) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        if !text.is_empty() {
            text.push('\n');
        }
        render_one(&mut text, diagnostic, options);
    }
    text
}

fn render_one(text: &mut String, diagnostic: &Diagnostic, options: RenderOptions) {
    head(text, diagnostic, options);
    if let Some(origin) = &diagnostic.origin {
        let _ = write!(text, "\n  at: {origin}");
    }
    foot(text, diagnostic);
}

/// Writes what is wrong.
pub(crate) fn head(text: &mut String, diagnostic: &Diagnostic, options: RenderOptions) {
    let (word, color) = match diagnostic.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
    };
    let style =
        if options.color { Style::new().bold().fg_color(Some(color.into())) } else { Style::new() };
    let Diagnostic { code, message, .. } = diagnostic;
    // An empty style renders nothing, and its reset nothing either.
    let reset = style.render_reset();
    let render = style.render();
    let _ = write!(text, "{render}{word}[{code}]{reset} {}: {message}", code.name());
}

/// Writes what to do.
pub(crate) fn foot(text: &mut String, diagnostic: &Diagnostic) {
    if let Some(help) = &diagnostic.help {
        let _ = write!(text, "\n  help: {help}");
    }
    let _ = write!(text, "\n  page: docs/diagnostics/{}", diagnostic.code.page());
}

#[cfg(test)]
mod tests {
    use super::{RenderOptions, render};
    use crate::{Code, Diagnostic};

    #[test]
    fn says_what_where_and_what_to_do() {
        let diagnostics = [
            Diagnostic::error(Code::INVALID_OPTION, "`specifier` must be a string, not 42")
                .at("statePlugin({ specifier })")
                .with_help("give a name such as \"rwsdk/__state\""),
            Diagnostic::warning(Code::EXTERNAL_DEPENDENT, "`fw` is external"),
        ];
        insta::assert_snapshot!(render(&diagnostics, RenderOptions::default()), @r#"
        error[RWS002] invalid-option: `specifier` must be a string, not 42
          at: statePlugin({ specifier })
          help: give a name such as "rwsdk/__state"
          page: docs/diagnostics/RWS002-invalid-option.md
        warning[RWS006] external-dependent: `fw` is external
          page: docs/diagnostics/RWS006-external-dependent.md
        "#);
    }

    #[test]
    fn color_marks_only_the_head() {
        let diagnostic = Diagnostic::error(Code::UNKNOWN_OPTION, "no");
        let text = render(&[diagnostic], RenderOptions { color: true });
        assert!(
            text.starts_with("\u{1b}[1m\u{1b}[31merror[RWS001]\u{1b}[0m unknown-option: no\n"),
            "{text:?}"
        );
    }
}
