//! What an entry begins with, as a short text that changes when that does.

use std::hash::Hasher as _;

use oxc_ast::{
    AstKind,
    ast::{Expression, IdentifierReference},
};
use oxc_ast_visit::Visit;
use oxc_semantic::Semantic;
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::{SymbolFlags, SymbolId};
use rustc_hash::FxHasher;

use crate::analyze::{Analyzed, Creation, Found};

/// Returns the fingerprint of a declaration: of its initializer's text, and of the module's own constants that it reads. Where others
/// have its name, of the text of its whole statement: which of them it is depends on their order.
pub(crate) fn of_declaration(analyzed: &Analyzed<'_, '_>, found: &Found<'_>) -> String {
    let mut reader = Reader::new(analyzed);
    // An instance without writes has no mirror, and would miss what an edited one with writes sets:
    // let n = 0; export const get = () => n;      // is edited into `get = () => n++`
    reader.hasher.write(if found.writes.is_empty() { b"const" } else { b"let" });
    if let Some(init) = found.declaration.init {
        reader.take(init);
    }
    if found.is_doubled {
        reader.take_statement(found.declaration.binding.start);
    }
    reader.finish()
}

/// Returns the fingerprint of a creation, as that of a constant.
pub(crate) fn of_creation(analyzed: &Analyzed<'_, '_>, creation: &Creation<'_>) -> String {
    let mut reader = Reader::new(analyzed);
    reader.hasher.write(b"const");
    reader.take_text(creation.span());
    match creation.node {
        AstKind::NewExpression(new) => reader.visit_new_expression(new),
        AstKind::CallExpression(call) => reader.visit_call_expression(call),
        _ => {}
    }
    if creation.is_doubled {
        reader.take_statement(creation.span().start);
    }
    reader.finish()
}

struct Reader<'r, 'a, 's> {
    analyzed: &'r Analyzed<'a, 's>,
    hasher: FxHasher,
    read: Vec<SymbolId>,
}

impl<'r, 'a, 's> Reader<'r, 'a, 's> {
    const fn new(analyzed: &'r Analyzed<'a, 's>) -> Self {
        Self { analyzed, hasher: FxHasher::default(), read: vec![] }
    }

    fn finish(&self) -> String {
        // `FxHasher` has no seed: a dependency from the optimizer's cache, rewritten by an earlier
        // process, and the same one bundled again have one fingerprint.
        let hash = self.hasher.finish();
        format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
    }

    fn take(&mut self, expression: &Expression<'a>) {
        self.take_text(expression.span());
        self.visit_expression(expression);
    }

    fn take_text(&mut self, span: Span) {
        self.hasher.write(span.source_text(self.analyzed.source).as_bytes());
    }

    /// Takes the module's own statement that a place is in.
    fn take_statement(&mut self, at: u32) {
        let spans = self.analyzed.program.body.iter().map(GetSpan::span);
        if let Some(span) = spans.into_iter().find(|span| (span.start..span.end).contains(&at)) {
            self.take_text(span);
        }
    }
}

impl<'a> Visit<'a> for Reader<'_, 'a, '_> {
    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        let scoping = self.analyzed.semantic.scoping();
        let symbol = scoping.get_reference(identifier.reference_id()).symbol_id();
        let Some(symbol) = symbol.filter(|symbol| !self.read.contains(symbol)) else { return };
        // Each constant counts once: `const a = () => b, b = () => a;` is a circle.
        self.read.push(symbol);
        if let Some(init) = constant_init(self.analyzed.semantic, symbol) {
            self.take(init);
        }
    }
}

/// The initializer of a constant of the module's own; `None` for anything else.
fn constant_init<'a>(semantic: &Semantic<'a>, symbol: SymbolId) -> Option<&'a Expression<'a>> {
    let scoping = semantic.scoping();
    // An edit of the 3 in `const size = 3; /* rwstate: keep */ let list = new Array(size);` resets
    // `list`. A `let` may hold anything by then, and what an import holds is in another file.
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
