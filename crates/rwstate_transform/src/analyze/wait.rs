//! Whether an expression waits: a function around it could not.

use oxc_ast::ast::{ArrowFunctionExpression, AwaitExpression, Expression, Function};
use oxc_ast_visit::Visit;
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

/// Returns the first `await` of an expression that is not in a function of its own.
pub(crate) fn awaited(expression: &Expression<'_>) -> Option<Span> {
    let mut search = Search { found: None };
    search.visit_expression(expression);
    search.found
}

struct Search {
    found: Option<Span>,
}

impl<'a> Visit<'a> for Search {
    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.found.get_or_insert(it.span);
    }

    // `async () => { await load(); }` waits when it is called.
    fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}
}
