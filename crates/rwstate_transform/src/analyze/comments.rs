//! Comments before a declaration: `/* rwstate: keep */` and `/* rwstate: reset */`.

use std::cell::Cell;

use oxc_ast::ast::Program;
use rwstate_diagnostics::Diagnostic;

use crate::diagnostics;

/// What a comment asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// To keep the declaration, whatever is taken for state.
    Keep,
    /// To let each evaluation make its own.
    Reset,
}

struct Comment {
    /// Where the token begins that it precedes.
    before: u32,
    at: u32,
    text: String,
    wish: Option<Wish>,
    is_used: Cell<bool>,
}

/// A module's comments to rwstate.
pub(crate) struct Comments(Vec<Comment>);

impl Comments {
    /// Reads a module's comments.
    pub(crate) fn of(program: &Program<'_>) -> Self {
        let text = |span: oxc_span::Span| span.source_text(program.source_text);
        let ours = program.comments.iter().filter_map(|comment| {
            // Documentation may hold the request: `/** All users.⏎ * rwstate: keep */`.
            let mut lines = text(comment.content_span()).split(LINE_ENDS).map(bare);
            let content = lines.find(|line| line.starts_with("rwstate:"))?;
            let word = content.strip_prefix("rwstate:")?.trim();
            let wish = match word {
                "keep" => Some(Wish::Keep),
                "reset" => Some(Wish::Reset),
                _ => None,
            };
            Some(Comment {
                // oxc attaches a comment to the token that follows it, be it `export`.
                before: comment.attached_to,
                at: comment.span.start,
                text: content.to_owned(),
                wish,
                is_used: Cell::new(false),
            })
        });
        Self(ours.collect())
    }

    /// Returns what is asked for what begins at `start`.
    pub(crate) fn wish(&self, start: u32) -> Option<Wish> {
        // The last one before the token counts, and another one is reported as unused.
        let comment = self.0.iter().rev().find(|comment| comment.before == start)?;
        comment.wish.inspect(|_| comment.is_used.set(true))
    }

    /// Returns whether a comment asks that each evaluation makes its own of what begins at `start`.
    pub(crate) fn is_reset(&self, start: u32) -> bool {
        let comment = self.0.iter().rev().find(|comment| comment.before == start);
        comment.is_some_and(|comment| {
            // A `keep` here may be a declaration's that has taken it, and stays used.
            let is_reset = comment.wish == Some(Wish::Reset);
            comment.is_used.set(comment.is_used.get() || is_reset);
            is_reset
        })
    }

    /// Returns what is wrong with comments that no declaration took.
    pub(crate) fn unused(&self, path: &str) -> Vec<Diagnostic> {
        let unused = self.0.iter().filter(|comment| !comment.is_used.get());
        unused
            .map(|comment| match comment.wish {
                Some(_) => diagnostics::misplaced_comment(path, comment.at, &comment.text),
                None => diagnostics::unknown_comment(path, comment.at, &comment.text),
            })
            .collect()
    }
}

/// What ends a line: <https://tc39.es/ecma262/#sec-line-terminators>.
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// A line of a comment without what begins it in a block of documentation.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches('*').trim()
}
