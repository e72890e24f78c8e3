//! What an entry begins with, as a short text that changes when that does.

use std::hash::Hasher as _;

use oxc_ast::{
    AstKind,
    ast::{Expression, IdentifierReference},
};
use oxc_ast_visit::Visit;
use oxc_semantic::Semantic;
use oxc_span::GetSpan;
use oxc_syntax::symbol::{SymbolFlags, SymbolId};
use rustc_hash::FxHasher;

use crate::analyze::{Analyzed, Found};

/// Returns the fingerprint of a declaration: of its initializer's text, and of the module's own constants that it reads.
pub(crate) fn fingerprint(analyzed: &Analyzed<'_, '_>, found: &Found<'_>) -> String {
    let mut reader = Reader { analyzed, hasher: FxHasher::default(), read: vec![] };
    reader.hasher.write(if found.writes.is_empty() { b"const" } else { b"let" });
    if let Some(init) = found.declaration.init {
        reader.take(init);
    }
    let hash = reader.hasher.finish();
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

struct Reader<'r, 'a, 's> {
    analyzed: &'r Analyzed<'a, 's>,
    hasher: FxHasher,
    read: Vec<SymbolId>,
}

impl<'a> Reader<'_, 'a, '_> {
    fn take(&mut self, expression: &Expression<'a>) {
        self.hasher.write(expression.span().source_text(self.analyzed.source).as_bytes());
        self.visit_expression(expression);
    }
}

impl<'a> Visit<'a> for Reader<'_, 'a, '_> {
    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        let scoping = self.analyzed.semantic.scoping();
        let symbol = scoping.get_reference(identifier.reference_id()).symbol_id();
        let Some(symbol) = symbol.filter(|symbol| !self.read.contains(symbol)) else { return };
        self.read.push(symbol);
        if let Some(init) = constant_init(self.analyzed.semantic, symbol) {
            self.take(init);
        }
    }
}

/// The initializer of a constant of the module's own; `None` for anything else.
fn constant_init<'a>(semantic: &Semantic<'a>, symbol: SymbolId) -> Option<&'a Expression<'a>> {
    let scoping = semantic.scoping();
    let is_constant = scoping.symbol_flags(symbol).contains(SymbolFlags::ConstVariable)
        && scoping.symbol_scope_id(symbol) == scoping.root_scope_id();
    if !is_constant {
        return None;
    }
    match semantic.nodes().kind(scoping.symbol_declaration(symbol)) {
        AstKind::VariableDeclarator(declarator) if declarator.id.is_binding_identifier() => {
            declarator.init.as_ref()
        }
        _ => None,
    }
}
