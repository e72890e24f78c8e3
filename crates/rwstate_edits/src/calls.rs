//! Reads calls, by what they call: Vite's own, and those that run a function that they are passed before they return, later, or never.
//!
//! ```js
//! (0,first_party.define)("user", () => db.query());   // now: nothing is known of it, and what is missed registers twice
//! app.get("/", () => db.query());                     // later, where `app` is a dependency's
//! (0,dependency.produce)(x, () => db.query());        // now, by its name
//! await (0,dependency.limit)(() => db.query());       // now: it is awaited
//! setTimeout(() => db.query());                       // later
//! ```

use oxc_ast::ast::{Argument, CallExpression, Expression, MemberExpression};
use oxc_ast_visit::Visit;

use crate::{
    reader::Reader,
    routine::{Callback, Roots, Step},
    vite_call::{ViteCall, called, is_function},
};

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

/// Methods of the global `Object` that return what they are passed, or what it has.
const RETURNING: &[&str] = &["assign", "entries", "freeze", "keys", "values"];

/// When a call runs the functions that it is passed.
enum Timing {
    /// Before it returns.
    Now,
    /// Later or never; what else it is passed it does not write to.
    Never,
    /// Later, where its callee comes from dependencies alone, and before it returns elsewhere.
    By(Roots),
}

impl Reader<'_> {
    /// Reads a call or `new`.
    pub(crate) fn call(&mut self, callee: &Expression<'_>, arguments: &[Argument<'_>]) {
        let timing = self.timing(callee);
        let function = called(callee);
        // `(() => { (0,a.define)(); })()`: its steps are steps of this routine.
        self.run_here(function);
        self.visit_expression(callee);
        let mut passed = Roots::default();
        let mut callbacks = Vec::new();
        for argument in arguments {
            let value = match argument {
                Argument::SpreadElement(it) => &it.argument,
                other => other.to_expression(),
            };
            if !matches!(timing, Timing::Never) {
                passed.extend(self.roots(value));
                callbacks.extend(self.callback(value));
            }
            // When it runs, `Step::Callback` says, so it is none of the functions `inner`.
            self.is_passed = is_function(value.without_parentheses());
            self.visit_argument(argument);
        }
        // `registry.list.push(1)` and `(0,a.define)()` write to what the callee comes from. After
        // the arguments, as in JavaScript: what they call is written to first.
        let roots = self.roots(callee);
        self.write(roots);
        let callee = if let Timing::By(roots) = timing { roots } else { Roots::default() };
        if !passed.is_empty() {
            self.step(Step::Pass { values: passed, callee: callee.clone() });
        }
        for function in callbacks {
            self.step(Step::Callback { function, callee: callee.clone() });
        }
        // `setup()`, where the module has `setup`, or a binding that may be it.
        if let Expression::Identifier(it) = function
            && let Some(binding) = self.symbol(it)
        {
            self.step(Step::Call(binding));
        }
        self.method(function);
    }

    /// Calls a method of what this module has.
    fn method(&mut self, callee: &Expression<'_>) {
        let member = match callee {
            Expression::ChainExpression(it) => it.expression.as_member_expression(),
            other => other.as_member_expression(),
        };
        let Some(member) = member else { return };
        let name = member.static_property_name().map(ToOwned::to_owned);
        match member.object().without_parentheses() {
            Expression::Identifier(it) => {
                if let Some(binding) = self.symbol(it) {
                    self.step(Step::Method { binding, name });
                }
            }
            // `new C().add()`.
            Expression::NewExpression(it) => {
                if let Expression::Identifier(class) = &it.callee
                    && let Some(binding) = self.symbol(class)
                {
                    self.step(Step::Method { binding, name });
                }
            }
            // `this` is the instance or the class: the methods of both are functions `inner` of its
            // routine.
            Expression::ThisExpression(_) | Expression::Super(_) => {
                if let Some(class) = self.class {
                    self.step(Step::OwnMethod { class, name });
                }
            }
            _ => {}
        }
    }

    /// The function that an argument is, which is read next.
    fn callback(&self, argument: &Expression<'_>) -> Option<Callback> {
        match argument.without_parentheses() {
            Expression::Identifier(it) => self.symbol(it).map(Callback::Binding),
            // Its routine is the next one.
            it if is_function(it) => Some(Callback::Routine(self.module.routines.len())),
            _ => None,
        }
    }

    /// What a call is that Vite's transform may have written.
    pub(crate) fn vite_call(&self, call: &CallExpression<'_>) -> Option<ViteCall> {
        // Only a name that no scope binds is Vite's: `((__vite_ssr_import__) => …)(load)` has its
        // own.
        if let Expression::Identifier(callee) = &call.callee {
            return match self.global(callee)? {
                "__vite_ssr_import__" => Some(ViteCall::Import),
                "__vite_ssr_dynamic_import__" => Some(ViteCall::DynamicImport),
                "__vite_ssr_exportName__" | "__vite_ssr_exportAll__" => Some(ViteCall::Export),
                _ => None,
            };
        }
        // Vite 6 alone, and to be deleted with its support:
        // Object.defineProperty(__vite_ssr_exports__, "x", { get(){ try { return x } catch {} } });
        let Some(Argument::Identifier(target)) = call.arguments.first() else { return None };
        (self.global(target) == Some("__vite_ssr_exports__")).then_some(ViteCall::Export)
    }

    /// When a callee runs the functions that it is passed.
    fn timing(&mut self, callee: &Expression<'_>) -> Timing {
        let is_reading = self.object_method(callee).is_some_and(|name| READING.contains(&name));
        if is_reading || self.is_harmless(callee) {
            return Timing::Never;
        }
        // `await limit(() => db.query())`: the evaluation goes on when the callback has run, and
        // what runs it does not matter.
        if self.is_awaited || name(callee).is_some_and(|name| IMMEDIATE.contains(&name)) {
            return Timing::Now;
        }
        // A global, as `describe(f)`, comes from no module. `f` counts as run by it, since a write
        // that is missed registers twice, and one too many only evaluates more.
        let roots = self.roots(callee);
        if roots.own.is_empty() { Timing::Now } else { Timing::By(roots) }
    }

    /// The name of a method of the global `Object` that returns what it is passed, or what that has.
    pub(crate) fn object_method<'e>(&self, callee: &'e Expression<'_>) -> Option<&'e str> {
        let member = callee.as_member_expression()?;
        let Expression::Identifier(object) = member.object() else { return None };
        let name = member.static_property_name()?;
        (self.global(object) == Some("Object") && RETURNING.contains(&name)).then_some(name)
    }

    /// Whether a callee is a harmless global, or a method of one.
    fn is_harmless(&self, callee: &Expression<'_>) -> bool {
        // The global at the beginning decides: `console.log`, `process.stdout.write`,
        // `__vite_ssr_import_meta__.hot.accept`.
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
