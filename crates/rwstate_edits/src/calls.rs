//! What calls are by what they call: Vite's own, those that run later what they are passed, and those that run it on the spot.

use oxc_ast::ast::{Argument, CallExpression, Expression, MemberExpression};

use crate::reader::Reader;

/// Methods of arrays that call what they are passed before they return.
const CALLING: &[&str] = &[
    "every",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "flatMap",
    "forEach",
    "map",
    "reduce",
    "reduceRight",
    "some",
    "sort",
];

/// Global functions that call what they are passed later.
const DEFERRING: &[&str] = &["queueMicrotask", "setImmediate", "setInterval", "setTimeout"];

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

impl Reader<'_> {
    /// What a call is that Vite's transform may have written.
    pub(crate) fn vite_call(&self, call: &CallExpression<'_>) -> Option<ViteCall> {
        if let Expression::Identifier(callee) = &call.callee {
            return match self.global(callee)? {
                "__vite_ssr_import__" => Some(ViteCall::Import),
                "__vite_ssr_dynamic_import__" => Some(ViteCall::DynamicImport),
                "__vite_ssr_exportName__" | "__vite_ssr_exportAll__" => Some(ViteCall::Export),
                _ => None,
            };
        }
        let Some(Argument::Identifier(target)) = call.arguments.first() else { return None };
        (self.global(target) == Some("__vite_ssr_exports__")).then_some(ViteCall::Export)
    }

    /// Whether a callee calls later, or never, what it is passed: timers, and `import.meta.hot`.
    pub(crate) fn defers(&self, callee: &Expression<'_>) -> bool {
        let mut root = callee;
        loop {
            root = match root {
                Expression::Identifier(it) => {
                    let name = self.global(it);
                    return name.is_some_and(|name| {
                        name == "__vite_ssr_import_meta__" || DEFERRING.contains(&name)
                    });
                }
                Expression::ParenthesizedExpression(it) => &it.expression,
                Expression::ChainExpression(it) => match it.expression.as_member_expression() {
                    Some(member) => member.object(),
                    None => return false,
                },
                other => match other.as_member_expression() {
                    Some(member) => member.object(),
                    None => return false,
                },
            };
        }
    }
}

/// The function that a callee is, and not only has somewhere: `f`, `(0, f)`, `f.call`, `f.apply`.
pub(crate) fn called<'e, 'a>(callee: &'e Expression<'a>) -> &'e Expression<'a> {
    let mut callee = callee;
    loop {
        callee = match callee {
            Expression::ParenthesizedExpression(it) => &it.expression,
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

/// Whether a callee is a method that calls what it is passed before it returns.
pub(crate) fn calls_on_the_spot(callee: &Expression<'_>) -> bool {
    let member = match callee {
        Expression::ChainExpression(it) => it.expression.as_member_expression(),
        other => other.as_member_expression(),
    };
    member
        .and_then(MemberExpression::static_property_name)
        .is_some_and(|name| CALLING.contains(&name))
}
