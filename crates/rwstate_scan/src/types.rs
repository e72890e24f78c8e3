//! What TypeScript's compiler drops: import statements whose names are all used as types only, or not at all.

use std::cell::OnceCell;

use oxc_parser::ParserReturn;
use oxc_semantic::{Reference, Scoping, SemanticBuilder};
use oxc_span::SourceType;
use oxc_syntax::module_record::RequestedModule;

/// Knows which statements are dropped. A module's names are bound only when that is asked.
pub(crate) struct Types<'p, 'a> {
    parsed: &'p ParserReturn<'a>,
    is_typescript: bool,
    scoping: OnceCell<Scoping>,
}

impl<'p, 'a> Types<'p, 'a> {
    pub(crate) fn of(parsed: &'p ParserReturn<'a>, source_type: SourceType) -> Self {
        Self { parsed, is_typescript: source_type.is_typescript(), scoping: OnceCell::new() }
    }

    /// Returns whether a statement is dropped.
    pub(crate) fn drops(&self, request: &RequestedModule) -> bool {
        if !self.is_typescript || !request.is_import {
            return false;
        }
        let statement = request.statement_span.start;
        let entries = &self.parsed.module_record.import_entries;
        let mut names =
            entries.iter().filter(|entry| entry.statement_span.start == statement).peekable();
        // `import "a"` has no names, and an effect.
        if names.peek().is_none() {
            return false;
        }
        let scoping = self.scoping.get_or_init(|| {
            let builder = SemanticBuilder::new().with_build_nodes(false);
            builder.build(&self.parsed.program).semantic.into_scoping()
        });
        let is_used = |name: &str| {
            scoping.get_root_binding(name.into()).is_none_or(|symbol| {
                scoping.get_resolved_references(symbol).any(Reference::is_value)
            })
        };
        !names.any(|entry| !entry.is_type && is_used(entry.local_name.name.as_str()))
    }
}
