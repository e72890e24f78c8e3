//! Finds, in an output, which modules register their namespaces, and what is in those.

use oxc_ast::ast::{
    Argument, ArrowFunctionExpression, CallExpression, Expression, Function, ObjectExpression,
    ObjectPropertyKind, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::ScopeFlags;
use rustc_hash::FxHashMap;

use crate::{format::Format, key::parse_key};

/// `provide(key, namespace)`.
#[derive(Debug)]
pub(super) struct Registration {
    /// The module's file.
    pub(super) file: String,
    pub(super) namespace: String,
    /// How many functions are around it.
    pub(super) depth: usize,
}

/// A namespace object's properties, each with the identifier that its getter returns.
type Getters = Vec<(String, Option<String>)>;

/// What an output registers, and the namespaces in it, by their names.
#[derive(Debug, Default)]
pub(super) struct Registrations {
    pub(super) found: Vec<Registration>,
    pub(super) getters: FxHashMap<String, Getters>,
    /// What a namespace has all of.
    pub(super) stars: FxHashMap<String, Vec<String>>,
    depth: usize,
}

impl<'a> Visit<'a> for Registrations {
    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        // Rolldown: var a_exports = __exportAll({ b: () => b });
        if let Some(name) = declarator.id.get_identifier_name()
            && let Some(Expression::CallExpression(call)) =
                declarator.init.as_ref().map(Expression::get_inner_expression)
            && let Some(Argument::ObjectExpression(object)) = call.arguments.first()
        {
            self.getters.insert(name.to_string(), getters(object));
        }
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        // The names of helpers may be minified, so calls are known by their arguments. A call of a
        // package that looks alike does no harm: no registration names its first argument.
        match call.arguments.as_slice() {
            // esbuild: __export(a_exports, { b: () => b });
            [Argument::Identifier(namespace), Argument::ObjectExpression(object)] => {
                self.getters.insert(namespace.name.to_string(), getters(object));
            }
            // __reExport(a_exports, import_d);
            [Argument::Identifier(namespace), Argument::Identifier(star), ..] => {
                let stars = self.stars.entry(namespace.name.to_string()).or_default();
                stars.push(star.name.to_string());
            }
            // provide("rwstate:es:/…/a.js", a_exports); the key of `adopt(key, module)` has `cjs`.
            [key, namespace] => {
                if let Some(key) = text_of(key)
                    && let Some((Format::Es, file)) = parse_key(&key)
                    && let Some(namespace) = self.namespace(&key, namespace)
                {
                    self.found.push(Registration {
                        file: file.into(),
                        namespace,
                        depth: self.depth,
                    });
                }
            }
            _ => {}
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.depth += 1;
        walk::walk_function(self, function, flags);
        self.depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.depth += 1;
        walk::walk_arrow_function_expression(self, function);
        self.depth -= 1;
    }
}

impl Registrations {
    /// The name of a registered namespace; its key, where it is `__exportAll({ … })`, as nothing else uses it.
    fn namespace(&mut self, key: &str, argument: &Argument<'_>) -> Option<String> {
        match argument {
            Argument::Identifier(name) => Some(name.name.to_string()),
            Argument::CallExpression(call) => {
                let Argument::ObjectExpression(object) = call.arguments.first()? else {
                    return None;
                };
                self.getters.insert(key.into(), getters(object));
                Some(key.into())
            }
            _ => None,
        }
    }
}

/// The text of a string or a template without expressions.
pub(super) fn text_of(argument: &Argument<'_>) -> Option<String> {
    match argument {
        Argument::StringLiteral(literal) => Some(literal.value.to_string()),
        Argument::TemplateLiteral(literal) => Some(literal.single_quasi()?.to_string()),
        _ => None,
    }
}

fn getters(object: &ObjectExpression<'_>) -> Getters {
    let properties = object.properties.iter().filter_map(|property| {
        let ObjectPropertyKind::ObjectProperty(property) = property else { return None };
        // `() => import_c.c` reads a property of a CommonJS module, and `() => true` is a literal:
        // neither is a variable that the output assigns to.
        let local = match &property.value {
            Expression::ArrowFunctionExpression(getter) => returned(getter),
            _ => None,
        };
        Some((property.key.static_name()?.into_owned(), local))
    });
    properties.collect()
}

fn returned(getter: &ArrowFunctionExpression<'_>) -> Option<String> {
    match getter.get_expression()?.get_inner_expression() {
        Expression::Identifier(local) => Some(local.name.to_string()),
        _ => None,
    }
}
