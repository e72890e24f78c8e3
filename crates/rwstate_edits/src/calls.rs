//! What calls are by what they call: Vite's own, and those that run a function that they are passed before they return, later, or never.
//!
//! ```js
//! (0,first_party.define)("user", () => db.query());   // now: nothing is known of it, and what is missed registers twice
//! app.get("/", () => db.query());                     // later, where `app` is a dependency's
//! (0,dependency.produce)(x, () => db.query());        // now, by its name
//! await (0,dependency.limit)(() => db.query());       // now: it is awaited
//! setTimeout(() => db.query());                       // later
//! ```

use oxc_ast::ast::{Argument, CallExpression, Expression, MemberExpression};

use crate::{reader::Reader, routine::Roots};

/// Functions and methods that call what they are passed before they return, by their names in JavaScript and in common libraries.
const IMMEDIATE: &[&str] = &[
    "Promise",
    "apply",
    "call",
    "each",
    "every",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "flatMap",
    "forEach",
    "from",
    "map",
    "produce",
    "reduce",
    "reduceRight",
    "replace",
    "replaceAll",
    "run",
    "runSync",
    "some",
    "sort",
    "tap",
    "toSorted",
];

/// Globals that call what they are passed later or never, and do not write to it, with all their methods.
const HARMLESS: &[&str] = &[
    "Boolean",
    "JSON",
    "Number",
    "String",
    "__vite_ssr_import_meta__",
    "addEventListener",
    "console",
    "process",
    "queueMicrotask",
    "setImmediate",
    "setInterval",
    "setTimeout",
];

/// Methods of the global `Object` that only read. Not `freeze`, which writes.
const READING: &[&str] = &["entries", "keys", "values"];

/// When a call runs the functions that it is passed.
pub(crate) enum Timing {
    /// Before it returns.
    Now,
    /// Later or never; what else it is passed it does not write to.
    Never,
    /// Later, where its callee comes from dependencies alone, and before it returns elsewhere.
    By(Roots),
}

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

    /// When a callee runs the functions that it is passed.
    pub(crate) fn timing(&mut self, callee: &Expression<'_>) -> Timing {
        if self.is_harmless(callee) || self.object_method(callee).is_some() {
            return Timing::Never;
        }
        if self.is_awaited || name(callee).is_some_and(|name| IMMEDIATE.contains(&name)) {
            return Timing::Now;
        }
        let roots = self.roots(callee);
        if roots.own.is_empty() { Timing::Now } else { Timing::By(roots) }
    }

    /// The name of a method of the global `Object` that only reads.
    pub(crate) fn object_method<'e>(&self, callee: &'e Expression<'_>) -> Option<&'e str> {
        let member = callee.as_member_expression()?;
        let Expression::Identifier(object) = member.object() else { return None };
        let name = member.static_property_name()?;
        (self.global(object) == Some("Object") && READING.contains(&name)).then_some(name)
    }

    /// Whether a callee is a harmless global, or a method of one.
    fn is_harmless(&self, callee: &Expression<'_>) -> bool {
        let mut root = callee;
        loop {
            root = match root {
                Expression::Identifier(it) => {
                    return self.global(it).is_some_and(|name| HARMLESS.contains(&name));
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

/// The last name of a callee: `produce` of `(0, immer.produce)`, `get` of `new Hono().get`.
fn name<'e>(callee: &'e Expression<'_>) -> Option<&'e str> {
    let mut callee = callee;
    loop {
        callee = match callee {
            Expression::Identifier(it) => return Some(it.name.as_str()),
            Expression::ParenthesizedExpression(it) => &it.expression,
            Expression::SequenceExpression(it) => it.expressions.last()?,
            Expression::ChainExpression(it) => {
                let member = it.expression.as_member_expression();
                return member.and_then(MemberExpression::static_property_name);
            }
            other => return other.as_member_expression()?.static_property_name(),
        };
    }
}
