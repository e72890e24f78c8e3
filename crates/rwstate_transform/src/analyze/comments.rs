//! Comments before a declaration: `/* rwstate: keep */` and `/* rwstate: reset */`.

use std::{cell::Cell, ops::Range};

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

/// A line of a comment that begins with `rwstate:`.
struct Comment {
    /// Where the token begins that it precedes.
    before: u32,
    /// Where its text is.
    span: Range<u32>,
    text: String,
    wish: Option<Wish>,
    is_used: Cell<bool>,
}

/// A module's comments to rwstate.
pub(crate) struct Comments(Vec<Comment>);

impl Comments {
    /// Reads a module's comments.
    pub(crate) fn of(program: &Program<'_>) -> Self {
        let comments = program.comments.iter().flat_map(|comment| {
            let span = comment.content_span();
            let mut at = span.start;
            // Documentation may hold the request: `/** All users.⏎ * rwstate: keep */`.
            let lines = span.source_text(program.source_text).split_inclusive(LINE_ENDS);
            lines.filter_map(move |line| {
                let start = at;
                at += length(line);
                let text = bare(line);
                let wish = match text.strip_prefix("rwstate:")?.trim() {
                    "keep" => Some(Wish::Keep),
                    "reset" => Some(Wish::Reset),
                    _ => None,
                };
                let start = start + length(&line[..line.find(text)?]);
                Some(Comment {
                    // oxc attaches a comment to the token that follows it, be it `export`.
                    before: comment.attached_to,
                    span: start..start + length(text),
                    text: text.to_owned(),
                    wish,
                    is_used: Cell::new(false),
                })
            })
        });
        Self(comments.collect())
    }

    /// Returns what is asked for what begins at `start`.
    pub(crate) fn wish(&self, start: u32) -> Option<Wish> {
        let comment = self.last(start)?;
        comment.is_used.set(true);
        comment.wish
    }

    /// Returns whether a comment asks that each evaluation makes its own of what begins at `start`.
    pub(crate) fn is_reset(&self, start: u32) -> bool {
        self.last(start).is_some_and(|comment| {
            // A `keep` here may be a declaration's that has taken it, and stays used.
            let is_reset = comment.wish == Some(Wish::Reset);
            comment.is_used.set(comment.is_used.get() || is_reset);
            is_reset
        })
    }

    /// The last one that is understood before a token: it counts.
    fn last(&self, start: u32) -> Option<&Comment> {
        let mut before = self.0.iter().rev().filter(|comment| comment.before == start);
        before.find(|comment| comment.wish.is_some())
    }

    /// Returns what is wrong with comments that no declaration took.
    pub(crate) fn unused(&self, path: &str) -> Vec<Diagnostic> {
        let unused = self.0.iter().filter(|comment| !comment.is_used.get());
        unused.filter_map(|comment| self.problem(path, comment)).collect()
    }

    fn problem(&self, path: &str, comment: &Comment) -> Option<Diagnostic> {
        let Comment { span, text, wish, .. } = comment;
        let span = span.clone();
        if wish.is_none() {
            return Some(diagnostics::unknown_comment(path, span, text));
        }
        match self.last(comment.before).filter(|last| last.is_used.get()) {
            // To ask twice for the same is not wrong.
            Some(last) if last.wish == *wish => None,
            Some(last) => {
                Some(diagnostics::overruled_comment(path, (span, text), (&last.span, &last.text)))
            }
            None => Some(diagnostics::misplaced_comment(path, span, text)),
        }
    }
}

/// What ends a line: <https://tc39.es/ecma262/#sec-line-terminators>.
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// A line of a comment without what begins it in a block of documentation.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches('*').trim()
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
