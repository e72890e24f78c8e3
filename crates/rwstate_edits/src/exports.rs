//! Exports, as Vite's SSR transform writes them.
//!
//! ```js
//! __vite_ssr_exportName__("x", () => { try { return x } catch {} });                                  // Vite 7 and 8
//! Object.defineProperty(__vite_ssr_exports__, "x", { get(){ try { return x } catch {} } });           // Vite 6
//! __vite_ssr_exportAll__(__vite_ssr_import_0__);                                                      // all of them
//! ```

use oxc_ast::ast::{Argument, CallExpression, Expression, ObjectPropertyKind, Statement};

/// The name of an export, which `export *` has not, and its value.
pub(crate) fn exported<'e, 'a>(
    call: &'e CallExpression<'a>,
) -> Option<(Option<&'e str>, &'e Expression<'a>)> {
    let (name, getter) = match &call.arguments[..] {
        // __vite_ssr_exportAll__(__vite_ssr_import_0__);
        [namespace] => return Some((None, namespace.as_expression()?)),
        // __vite_ssr_exportName__("x", () => { try { return x } catch {} });
        [Argument::StringLiteral(name), getter] => (name, getter.as_expression()?),
        // Object.defineProperty(__vite_ssr_exports__, "x", { get(){ try { return x } catch {} } });
        [_, Argument::StringLiteral(name), Argument::ObjectExpression(descriptor)] => {
            let getter = descriptor.properties.iter().find_map(|property| match property {
                ObjectPropertyKind::ObjectProperty(it) if it.key.is_specific_static_name("get") => {
                    Some(&it.value)
                }
                _ => None,
            });
            (name, getter?)
        }
        _ => return None,
    };
    let body = match getter {
        Expression::ArrowFunctionExpression(it) => it.body.as_function_body()?,
        Expression::FunctionExpression(it) => it.body.as_ref()?,
        _ => return None,
    };
    Some((Some(name.value.as_str()), returned(body.statements.first()?)?))
}

fn returned<'e, 'a>(statement: &'e Statement<'a>) -> Option<&'e Expression<'a>> {
    match statement {
        Statement::ReturnStatement(it) => it.argument.as_ref(),
        // In a cycle of imports a binding may be read before its declaration has run, which throws.
        Statement::TryStatement(it) => returned(it.block.body.first()?),
        _ => None,
    }
}
