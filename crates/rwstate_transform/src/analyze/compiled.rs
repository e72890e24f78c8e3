//! Calls that a compiler takes the place of: `$state(0)`, `component$(…)`.
//!
//! A compiler looks for them where they are declared, and a function around one hides it.

use oxc_ast::ast::{CallExpression, Expression};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Semantic;
use oxc_span::{GetSpan, Span};

/// Returns the first call of an initializer that is a compiler's: of a global or an import whose name begins or ends with `$`.
pub(crate) fn compile_time_call(init: &Expression<'_>, semantic: &Semantic<'_>) -> Option<Span> {
    let mut search = Search { semantic, found: None };
    search.visit_expression(init);
    search.found
}

struct Search<'s, 'a> {
    semantic: &'s Semantic<'a>,
    found: Option<Span>,
}

impl<'a> Visit<'a> for Search<'_, '_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        // `$state.raw(0)`
        let mut callee = call.callee.get_inner_expression();
        while let Expression::StaticMemberExpression(member) = callee {
            callee = member.object.get_inner_expression();
        }
        if let Expression::Identifier(name) = callee {
            let scoping = self.semantic.scoping();
            let symbol = scoping.get_reference(name.reference_id()).symbol_id();
            let is_marked =
                name.name.len() > 1 && (name.name.starts_with('$') || name.name.ends_with('$'));
            // jQuery's is `$`, and what the module declares itself no compiler replaces.
            let is_foreign = symbol.is_none_or(|it| scoping.symbol_flags(it).is_import());
            if is_marked && is_foreign {
                self.found.get_or_insert_with(|| call.callee.span());
            }
        }
        walk::walk_call_expression(self, call);
    }
}
