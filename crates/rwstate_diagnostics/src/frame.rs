//! A diagnostic with the source that it is about.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use crate::{
    Diagnostic, RenderOptions, Severity,
    excerpt::Excerpt,
    render::{foot, head, render},
};

/// Renders a diagnostic with a code frame, without a final newline. Where it has no label it is as [`render`] has it.
///
/// ```text
/// warning[RWS010] lost-state: `hits` is a binding that functions reassign, and is reset whenever its module is evaluated again
///  --> src/a.ts:2:5
///   |
/// 2 | let hits = 0;
///   |     ^^^^ declared here
///   help: write /* rwstate: keep */ before it
///   page: docs/diagnostics/RWS010-lost-state.md
/// ```
///
/// A label may be anywhere: one that is out of bounds is shown at the nearest place there is. Long lines are cut.
pub fn render_with_source(diagnostic: &Diagnostic, source: &str, options: RenderOptions) -> String {
    let Some(excerpt) = Excerpt::of(source, &diagnostic.labels) else {
        return render(std::slice::from_ref(diagnostic), options);
    };
    let mut text = String::new();
    head(&mut text, diagnostic, options);
    place(&mut text, diagnostic, &excerpt, options);
    text.push('\n');
    text += &frame(diagnostic, &excerpt, options);
    foot(&mut text, diagnostic);
    text
}

/// Writes where it is, below the last digit of the line numbers.
fn place(text: &mut String, diagnostic: &Diagnostic, excerpt: &Excerpt, options: RenderOptions) {
    let Some(path) = &diagnostic.origin else { return };
    let style = if options.color {
        Style::new().bold().fg_color(Some(AnsiColor::BrightBlue.into()))
    } else {
        Style::new()
    };
    // `annotate_snippets` indents by the longest line number.
    let width = excerpt.last_line().to_string().len();
    let (line, column) = excerpt.position;
    let (render, reset) = (style.render(), style.render_reset());
    let path = printable(path);
    let _ = write!(text, "\n{:width$}{render}-->{reset} {path}:{line}:{column}", "");
}

fn frame(diagnostic: &Diagnostic, excerpt: &Excerpt, options: RenderOptions) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // The first label is what the diagnostic is about.
    let mut kind = AnnotationKind::Primary;
    // Without a path: its column would be that in the excerpt, whose lines may be cut.
    let mut snippet =
        Snippet::source(&excerpt.text).line_start(excerpt.first_line).path(None::<&str>);
    for (label, span) in diagnostic.labels.iter().zip(&excerpt.spans) {
        snippet = snippet.annotation(kind.span(span.clone()).label(&label.text));
        kind = AnnotationKind::Context;
    }
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[Group::with_level(level).element(snippet)])
}

/// A terminal would interpret a path's control characters.
fn printable(path: &str) -> String {
    path.replace(char::is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::render_with_source;
    use crate::{Code, Diagnostic, Label, RenderOptions};

    fn lost(labels: &[(std::ops::Range<u32>, &str)]) -> Diagnostic {
        let diagnostic = Diagnostic::warning(Code::LOST_STATE, "`hits` is lost").at("src/a.ts");
        labels
            .iter()
            .fold(diagnostic, |it, (span, text)| it.with_label(Label::new(span.clone(), *text)))
            .with_help("keep it")
    }

    #[test]
    fn a_label_stands_below_its_place() {
        let source =
            "import a from 'a';\nlet hits = 0;\n\nexport function hit() {\n\treturn hits++;\n}\n";
        let diagnostic = lost(&[(23..27, "declared here"), (66..70, "written here")]);
        insta::assert_snapshot!(render_with_source(&diagnostic, source, RenderOptions::default()), @"
        warning[RWS010] lost-state: `hits` is lost
         --> src/a.ts:2:5
          |
        2 | let hits = 0;
          |     ^^^^ declared here
        ...
        5 |     return hits++;
          |            ---- written here
          help: keep it
          page: docs/diagnostics/RWS010-lost-state.md
        ");
    }

    #[test]
    fn without_a_label_there_is_no_frame() {
        let diagnostic = Diagnostic::error(Code::UNREADABLE_FILE, "not UTF-8").at("a.ts");
        let options = RenderOptions::default();
        assert_eq!(
            render_with_source(&diagnostic, "x", options),
            crate::render(std::slice::from_ref(&diagnostic), options)
        );
    }

    #[test]
    fn a_frame_is_short_whatever_the_source() {
        let source = "let a=0;".repeat(1 << 17);
        let diagnostic = lost(&[(800_004..800_005, "declared here"), (900_000..9_000_000, "here")]);
        let text = render_with_source(&diagnostic, &source, RenderOptions::default());
        assert!(text.len() < 2000, "{text}");
        assert!(text.contains("src/a.ts:1:800005"), "{text}");
    }

    #[test]
    fn colors_are_there_where_asked_and_a_source_sends_none() {
        let source = "let hits = '\u{1b}[31m';";
        let diagnostic = lost(&[(4..8, "declared here")]).at("\u{1b}[2Ja.ts");
        let plain = render_with_source(&diagnostic, source, RenderOptions::default());
        assert!(!plain.contains('\u{1b}'), "{plain:?}");
        let colored = render_with_source(&diagnostic, source, RenderOptions { color: true });
        assert!(colored.contains("\u{1b}["), "{colored:?}");
        assert!(!colored.contains("\u{1b}[31m'") && !colored.contains("\u{1b}[2J"), "{colored:?}");
    }
}
