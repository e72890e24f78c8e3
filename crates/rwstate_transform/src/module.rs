//! A module's source, parsed and bound.

use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::{Semantic, SemanticBuilder};
use oxc_span::{LabeledSpan, SourceType};
use rwstate_syntax::source_type;

/// What the parser or the binder objects to: where, and in what words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseError {
    pub(crate) at: u32,
    pub(crate) message: String,
}

/// Returns whether a path is JavaScript or TypeScript that may have state: a declaration file has none.
pub fn is_script(path: &str) -> bool {
    source_type(path).is_some()
}

/// Parses a module.
pub(crate) fn parse<'a>(
    allocator: &'a Allocator,
    source: &'a str,
    source_type: SourceType,
) -> Result<Program<'a>, ParseError> {
    // Without nodes for parentheses `(a)++` and `a++` are matched alike, and the span of an
    // expression is inside of its parentheses.
    let options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
    let parsed = Parser::new(allocator, source, source_type).with_options(options).parse();
    let error = parsed.diagnostics.into_iter().next();
    match error {
        Some(error) => Err(parse_error(&error)),
        None if parsed.panicked => Err(ParseError { at: 0, message: "it cannot be parsed".into() }),
        None => Ok(parsed.program),
    }
}

/// Binds a module's names.
pub(crate) fn bind<'a>(program: &'a Program<'a>) -> Result<Semantic<'a>, ParseError> {
    // The parser leaves errors such as `let a; let a;` to the binder.
    let bound =
        SemanticBuilder::new().with_build_nodes(true).with_check_syntax_error(true).build(program);
    match bound.diagnostics.into_iter().next() {
        Some(error) => Err(parse_error(&error)),
        None => Ok(bound.semantic),
    }
}

#[cold]
fn parse_error(error: &oxc_diagnostics::OxcDiagnostic) -> ParseError {
    let at = error.labels.iter().next().map_or(0, LabeledSpan::offset);
    ParseError { at, message: error.message.to_string() }
}
