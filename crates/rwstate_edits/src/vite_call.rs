//! Calls, by the expression that they call: those that Vite's SSR transform writes, and what is called in all others.
//!
//! ```js
//! const __vite_ssr_import_0__ = await __vite_ssr_import__("/src/registry.ts", {"importedNames":["define"]});
//! (0,__vite_ssr_import_0__.define)("user");
//! ```

use oxc_ast::ast::{Argument, Expression};

/// What Vite's SSR transform makes of imports and exports, by the name that it calls.
/// Source: `ssrTransformScript` of Vite 6 to 8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViteCall {
    /// `__vite_ssr_import__(url)`.
    Import,
    /// `__vite_ssr_dynamic_import__(url)`.
    DynamicImport,
    /// `__vite_ssr_exportName__(name, getter)`, `__vite_ssr_exportAll__(namespace)`, or
    /// `Object.defineProperty(__vite_ssr_exports__, name, { get })`.
    Export,
}

/// The function that a callee is, and not only has somewhere: `f`, `(0, f)`, `f.call`, `f.apply`.
pub(crate) fn called<'e, 'a>(callee: &'e Expression<'a>) -> &'e Expression<'a> {
    let mut callee = callee;
    loop {
        callee = match callee {
            Expression::ParenthesizedExpression(it) => &it.expression,
            // `(0,a.define)()`: Vite writes so, lest the function get the namespace as its `this`.
            Expression::SequenceExpression(it) if !it.expressions.is_empty() => {
                &it.expressions[it.expressions.len() - 1]
            }
            Expression::StaticMemberExpression(it)
                if matches!(it.property.name.as_str(), "call" | "apply") =>
            {
                &it.object
            }
            other => return other,
        };
    }
}

/// The URL in `await __vite_ssr_import__("/src/a.ts")`.
pub(crate) fn imported<'e>(init: &'e Expression<'_>) -> Option<&'e str> {
    let Expression::AwaitExpression(awaited) = init else { return None };
    let Expression::CallExpression(call) = &awaited.argument else { return None };
    if call.callee_name()? != "__vite_ssr_import__" {
        return None;
    }
    match call.arguments.first()? {
        Argument::StringLiteral(url) => Some(&url.value),
        _ => None,
    }
}

/// Whether an expression is a function.
pub(crate) const fn is_function(value: &Expression<'_>) -> bool {
    matches!(value, Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_))
}
