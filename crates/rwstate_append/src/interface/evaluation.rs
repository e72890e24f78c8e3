//! When an output evaluates a module.
//!
//! ```js
//! // what bundlers make of a module that some CommonJS module requires, or that is imported dynamically
//! var init_a = __esm({ "a.js"() { init_b(); a = 1; provide("rwstate:es:/…/a.js", a_exports); } });
//! var require_c = __commonJS({ "c.js"(exports, module) { init_a(); } });
//! export default require_c();
//! ```
//!
//! Calls of such functions are followed from the output's own statements, through what is certain to run.

use oxc_ast::ast::{
    Argument, ArrowFunctionBody, ArrowFunctionExpression, CallExpression, Class,
    ConditionalExpression, Expression, ForInStatement, ForOfStatement, ForStatement, Function,
    IfStatement, LogicalExpression, ObjectPropertyKind, Program, Statement, SwitchStatement,
    TryStatement, VariableDeclaration, WhileStatement,
};
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::{ScopeFlags, ScopeId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::registrations::text_of;
use crate::key::parse_key;

/// When an output evaluates a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Evaluation {
    /// With the output itself.
    Eager,
    /// When a function is called that the output exports under this name; calls after the first do nothing.
    OnCall(String),
    /// When it is first required, which may not have happened yet.
    OnRequire,
}

/// The functions of an output that evaluate its modules.
#[derive(Debug, Default)]
pub(super) struct Evaluations {
    modules: Vec<Module>,
    /// The functions that the output calls by itself.
    eager: FxHashSet<String>,
    exported: FxHashMap<String, String>,
}

#[derive(Debug)]
struct Module {
    name: String,
    is_async: bool,
    scope: ScopeId,
    /// The file of the module.
    file: String,
}

impl Evaluations {
    /// Reads a program whose scopes are known.
    pub(super) fn of(program: &Program<'_>) -> Self {
        let mut evaluations = Self::default();
        let mut calls = FxHashMap::default();
        let mut certain = Certain::default();
        for statement in &program.body {
            match statement {
                Statement::VariableDeclaration(declaration) => {
                    evaluations.declare(declaration, &mut calls);
                }
                Statement::ExportNamedDeclaration(export) => {
                    for specifier in &export.specifiers {
                        let local = specifier.local.name().to_string();
                        // `export { init_a as t }`: a chunk exports the function for the others,
                        // and a unit calls it.
                        evaluations.exported.insert(local, specifier.exported.name().to_string());
                    }
                }
                _ => {}
            }
            // In `var init_a = __esm(…)` the function itself is not visited: nothing calls it here.
            certain.visit_statement(statement);
        }
        let mut left = certain.calls;
        // Each function is taken out when it is followed, so cycles end: `init_a` calls `init_b`,
        // and that calls `init_a`.
        while let Some(name) = left.pop() {
            if let Some(calls) = calls.remove(&name) {
                left.extend(calls);
                evaluations.eager.insert(name);
            }
        }
        evaluations
    }

    /// Returns when the module of a file is evaluated that registers itself inside of a function.
    pub(super) fn in_function(&self, file: &str) -> Evaluation {
        let Some(module) = self.modules.iter().find(|module| module.file == file) else {
            return Evaluation::OnRequire;
        };
        if self.eager.contains(&module.name) {
            return Evaluation::Eager;
        }
        match self.exported.get(&module.name) {
            Some(name) if !module.is_async => Evaluation::OnCall(name.clone()),
            // An async function cannot be called by a stand-in (`render::taken`): that is a
            // CommonJS module, which cannot await.
            _ => Evaluation::OnRequire,
        }
    }

    /// The scopes of functions that evaluate a module.
    pub(super) fn scopes(&self) -> Vec<ScopeId> {
        self.modules.iter().map(|module| module.scope).collect()
    }

    /// Takes in `var init_a = __esm(…)` and the like.
    fn declare(
        &mut self,
        declaration: &VariableDeclaration<'_>,
        calls: &mut FxHashMap<String, Vec<String>>,
    ) {
        for declarator in &declaration.declarations {
            let Some(name) = declarator.id.get_identifier_name() else { continue };
            let Some(Expression::CallExpression(call)) =
                declarator.init.as_ref().map(Expression::get_inner_expression)
            else {
                continue;
            };
            // `__esm({ "a.js"() {…} })`, `__esmMin(() => {…})`,
            // `__commonJS({ "c.js"(exports) {…} })`: the helpers' names may be minified. What
            // counts is a function as the first argument.
            let Some(body) = call.arguments.first().and_then(Body::of) else { continue };
            let mut certain = Certain::default();
            certain.visit_body(body.statements);
            if let Some(file) = certain.file {
                self.modules.push(Module {
                    name: name.to_string(),
                    is_async: body.is_async,
                    scope: body.scope,
                    file,
                });
            }
            calls.insert(name.to_string(), certain.calls);
        }
    }
}

/// The function that bundlers put a module into.
struct Body<'p, 'a> {
    statements: &'p [Statement<'a>],
    scope: ScopeId,
    is_async: bool,
}

impl<'p, 'a> Body<'p, 'a> {
    fn of(argument: &'p Argument<'a>) -> Option<Self> {
        Self::of_expression(argument.as_expression()?.get_inner_expression())
    }

    fn of_expression(expression: &'p Expression<'a>) -> Option<Self> {
        match expression {
            Expression::ArrowFunctionExpression(function) => Some(Self {
                statements: match &function.body {
                    ArrowFunctionBody::FunctionBody(body) => &body.statements,
                    _ => return None,
                },
                scope: function.scope_id.get()?,
                is_async: function.r#async,
            }),
            Expression::FunctionExpression(function) => Some(Self {
                statements: &function.body.as_ref()?.statements,
                scope: function.scope_id.get()?,
                is_async: function.r#async,
            }),
            // `{ "a.js"() {…} }`, by its path: bundlers write so unless names are minified.
            Expression::ObjectExpression(object) => match object.properties.as_slice() {
                [ObjectPropertyKind::ObjectProperty(method)] => Self::of_expression(&method.value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The functions that statements are certain to call, and the module that they are.
#[derive(Default)]
struct Certain {
    calls: Vec<String>,
    file: Option<String>,
}

impl Certain {
    fn visit_body(&mut self, statements: &[Statement<'_>]) {
        for statement in statements {
            self.visit_statement(statement);
            // `if (b) return; init_a();` may never call `init_a`. The `return` of a registration is
            // harmless: it returns only where the module has run before.
            if may_return(statement) && !is_registration(statement) {
                return;
            }
        }
    }
}

impl<'a> Visit<'a> for Certain {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let Expression::Identifier(callee) = &call.callee {
            self.calls.push(callee.name.to_string());
        }
        if let Some(key) = call.arguments.first().and_then(text_of)
            && let Some((_, file)) = parse_key(&key)
        {
            self.file = Some(file.into());
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_if_statement(&mut self, statement: &IfStatement<'a>) {
        // Of `if (b()) init_a();`, only `b()` is certain. To miss a call is the safe side: at
        // worst the dependency is refused, and Vite bundles all again.
        self.visit_expression(&statement.test);
    }

    fn visit_conditional_expression(&mut self, expression: &ConditionalExpression<'a>) {
        self.visit_expression(&expression.test);
    }

    fn visit_logical_expression(&mut self, expression: &LogicalExpression<'a>) {
        self.visit_expression(&expression.left);
    }

    fn visit_switch_statement(&mut self, statement: &SwitchStatement<'a>) {
        self.visit_expression(&statement.discriminant);
    }

    // `try { f(); init_a(); } catch {}`: `f` may throw.
    fn visit_try_statement(&mut self, _: &TryStatement<'a>) {}

    // A loop may run no round. The code of a `do` loop runs at least once, and is visited.
    fn visit_for_statement(&mut self, _: &ForStatement<'a>) {}

    fn visit_for_in_statement(&mut self, _: &ForInStatement<'a>) {}

    fn visit_for_of_statement(&mut self, _: &ForOfStatement<'a>) {}

    fn visit_while_statement(&mut self, _: &WhileStatement<'a>) {}

    // `function f() { init_a(); } f();`: to be declared is not to be called, and only functions in
    // `calls` are followed.
    fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}

    fn visit_class(&mut self, _: &Class<'a>) {}
}

fn may_return(statement: &Statement<'_>) -> bool {
    struct Returns(bool);
    impl<'a> Visit<'a> for Returns {
        fn visit_return_statement(&mut self, _: &oxc_ast::ast::ReturnStatement<'a>) {
            self.0 = true;
        }

        fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}

        fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}

        fn visit_class(&mut self, _: &Class<'a>) {}
    }
    let mut returns = Returns(false);
    returns.visit_statement(statement);
    returns.0
}

fn is_registration(statement: &Statement<'_>) -> bool {
    // if (require_registry().adopt("rwstate:cjs:/…/c.js", module)) return;
    let Statement::IfStatement(statement) = statement else { return false };
    let Expression::CallExpression(call) = &statement.test else { return false };
    call.arguments.first().and_then(text_of).is_some_and(|key| parse_key(&key).is_some())
}
