//! A binding becomes a property of an object, wherever it is read and written.
//!
//! ```js
//! n++        ->   n.value++
//! ({ n })    ->   ({ n: n.value })
//! n()        ->   (0, n.value)()
//! ```

use oxc_ast::AstKind;
use oxc_semantic::{NodeId, Semantic};
use oxc_span::GetSpan;
use oxc_syntax::symbol::SymbolId;
use string_wizard::MagicString;

use crate::analyze::Analyzed;

/// Reads and writes of a binding become those of its object's property.
pub(super) fn hold(
    text: &mut MagicString<'_>,
    analyzed: &Analyzed<'_, '_>,
    symbol: SymbolId,
) -> Result<(), String> {
    let nodes = analyzed.semantic.nodes();
    for reference in analyzed.semantic.scoping().get_resolved_references(symbol) {
        let id = reference.node_id();
        let span = nodes.kind(id).span();
        let name = span.source_text(analyzed.source);
        let is_shorthand = match nodes.parent_kind(id) {
            AstKind::ObjectProperty(property) => property.shorthand,
            AstKind::AssignmentTargetPropertyIdentifier(target) => target.binding.span == span,
            _ => false,
        };
        // `({ n } = it)` becomes `({ n: n.value } = it)` in the same way.
        if is_shorthand {
            // ({ n })  ->  ({ n: n.value })
            text.append_left(span.end, format!(": {name}.value"))?;
        } else if is_called(analyzed.semantic, id) {
            // n()  ->  (0, n.value)()
            // A call of a property would have the object for its `this`.
            // a⏎n()  ->  a⏎;(0, n.value)()
            let end = if may_run_on(analyzed, id) { ";" } else { "" };
            text.prepend_right(span.start, format!("{end}(0, "))?;
            text.append_left(span.end, ".value)")?;
        } else {
            // n++  ->  n.value++
            text.append_left(span.end, ".value")?;
        }
    }
    Ok(())
}

/// Whether a reference is what a call or a template calls.
fn is_called(semantic: &Semantic<'_>, mut id: NodeId) -> bool {
    let nodes = semantic.nodes();
    loop {
        let span = nodes.kind(id).span();
        match nodes.parent_kind(id) {
            AstKind::TSAsExpression(_)
            | AstKind::TSSatisfiesExpression(_)
            | AstKind::TSNonNullExpression(_)
            | AstKind::TSTypeAssertion(_)
            | AstKind::TSInstantiationExpression(_) => id = nodes.parent_id(id),
            AstKind::CallExpression(call) => return call.callee.span() == span,
            AstKind::TaggedTemplateExpression(tagged) => return tagged.tag.span() == span,
            _ => return false,
        }
    }
}

/// Whether a statement of a list begins with a reference, and a parenthesis there might go on what is before it.
fn may_run_on(analyzed: &Analyzed<'_, '_>, id: NodeId) -> bool {
    let nodes = analyzed.semantic.nodes();
    let start = nodes.kind(id).span().start;
    let statement = nodes
        .ancestor_ids(id)
        .find(|id| matches!(nodes.kind(*id), AstKind::ExpressionStatement(_)));
    let Some(statement) = statement.filter(|id| nodes.kind(*id).span().start == start) else {
        return false;
    };
    // `if (a)⏎n()` has no list, and a semicolon would be its whole statement.
    let is_listed = matches!(
        nodes.parent_kind(statement),
        AstKind::Program(_)
            | AstKind::BlockStatement(_)
            | AstKind::FunctionBody(_)
            | AstKind::StaticBlock(_)
            | AstKind::SwitchCase(_)
            | AstKind::TSModuleBlock(_)
    );
    let before = analyzed.source.get(..start as usize).unwrap_or_default().trim_end();
    is_listed && !before.is_empty() && !before.ends_with([';', '{'])
}
