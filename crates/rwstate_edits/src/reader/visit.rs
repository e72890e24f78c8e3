//! What each form of syntax is to a reader.

use std::mem;

use oxc_ast::ast::{
    AccessorProperty, ArrowFunctionExpression, AssignmentExpression,
    AssignmentTargetPropertyIdentifier, AwaitExpression, BindingPattern, CallExpression, Class,
    Decorator, Expression, ForOfStatement, ForStatementLeft, Function, MethodDefinition,
    NewExpression, ObjectProperty, PropertyDefinition, ReturnStatement, SimpleAssignmentTarget,
    TaggedTemplateExpression, UnaryExpression, UnaryOperator, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::{scope::ScopeFlags, symbol::SymbolId};

use super::Reader;
use crate::{
    exports::exported,
    routine::{Roots, Source, Step},
    vite_call::{ViteCall, called},
};

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        match self.vite_call(it) {
            Some(ViteCall::Import) => {
                if let Some(url) = self.imported(it) {
                    self.step(Step::Import(url));
                }
            }
            Some(ViteCall::Export) => {
                // The getter is not visited: it runs when an importer reads the export.
                if let Some((name, value)) = exported(it) {
                    let roots = self.roots(value);
                    self.module.exports.push((name.map(ToOwned::to_owned), roots));
                }
            }
            // Without `await` it is no import of the evaluation, which does not wait for it.
            Some(ViteCall::DynamicImport) => walk::walk_call_expression(self, it),
            None => self.call(&it.callee, &it.arguments),
        }
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        let roots = self.awaited(&it.argument);
        let is_import = matches!(it.argument.without_parentheses(), Expression::CallExpression(call) if self.vite_call(call).is_some());
        for root in roots.own.iter().chain(&roots.elements) {
            if let Source::Import(url) = root.source {
                self.step(Step::Import(url));
            }
        }
        // Also for calls inside: `await Promise.all([1].map(() => limit(() => db.query())))`.
        let outer = mem::replace(&mut self.is_awaited, true);
        walk::walk_await_expression(self, it);
        self.is_awaited = outer;
        // `await import("a")` itself writes to nothing. In `await import("a").then((m) => m.add())`
        // the callback has the module.
        if !is_import {
            let own = roots.own.into_iter().filter(|it| matches!(it.source, Source::Import(_)));
            self.write(Roots { own: own.collect(), ..Roots::default() });
        }
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.call(&it.callee, &it.arguments);
    }

    fn visit_tagged_template_expression(&mut self, it: &TaggedTemplateExpression<'a>) {
        // sql`create ${table}` calls `sql` with `table`, as a call with arguments does.
        self.run_here(called(&it.tag));
        walk::walk_tagged_template_expression(self, it);
        let mut passed = Roots::default();
        for expression in &it.quasi.expressions {
            passed.extend(self.roots(expression));
        }
        let roots = self.roots(&it.tag);
        self.write(roots);
        if !passed.is_empty() {
            self.step(Step::Pass { values: passed, callee: Roots::default() });
        }
        if let Expression::Identifier(tag) = called(&it.tag)
            && let Some(binding) = self.symbol(tag)
        {
            self.step(Step::Call(binding));
        }
    }

    fn visit_decorator(&mut self, it: &Decorator<'a>) {
        walk::walk_decorator(self, it);
        // `@registry.add class User {}` calls it with the class.
        let roots = self.roots(&it.expression);
        self.write(roots);
    }

    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        walk::walk_unary_expression(self, it);
        if it.operator == UnaryOperator::Delete {
            let roots = self.roots(&it.argument);
            self.write(roots);
        }
    }

    fn visit_simple_assignment_target(&mut self, it: &SimpleAssignmentTarget<'a>) {
        walk::walk_simple_assignment_target(self, it);
        // `r = a.registry` binds, `a.config.x = 1` writes to `a`.
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(it) = it {
            let binding = self.symbol(it);
            self.targets.extend(binding);
        } else if let Some(member) = it.as_member_expression() {
            let roots = self.roots(member.object());
            self.write(roots);
        }
    }

    fn visit_assignment_target_property_identifier(
        &mut self,
        it: &AssignmentTargetPropertyIdentifier<'a>,
    ) {
        walk::walk_assignment_target_property_identifier(self, it);
        let binding = self.symbol(&it.binding);
        self.targets.extend(binding);
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        // Only the targets from here on: `[x[y = 1]] = z` has an assignment in a target.
        let outer = self.targets.len();
        self.visit_assignment_target(&it.left);
        let bindings = self.targets.split_off(outer);
        let is_plain = it.left.as_simple_assignment_target().is_some();
        self.value(bindings.first().copied().filter(|_| is_plain), &it.right);
        let values = self.roots(&it.right);
        self.bind(&bindings, &values, !is_plain);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        self.visit_binding_pattern(&it.id);
        let Some(value) = &it.init else { return };
        let bindings = bindings(&it.id);
        let is_plain = matches!(it.id, BindingPattern::BindingIdentifier(_));
        self.value(bindings.first().copied().filter(|_| is_plain), value);
        let values = self.roots(value);
        self.bind(&bindings, &values, !is_plain);
    }

    fn visit_binding_pattern(&mut self, it: &BindingPattern<'a>) {
        walk::walk_binding_pattern(self, it);
        if let BindingPattern::AssignmentPattern(it) = it {
            // `const { x = a.list } = y;`: the value may be either.
            let values = self.roots(&it.right);
            self.bind(&bindings(&it.left), &values, false);
        }
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        // `for … in` needs none of this: it binds strings.
        self.visit_expression(&it.right);
        let outer = self.targets.len();
        self.visit_for_statement_left(&it.left);
        let mut bound = self.targets.split_off(outer);
        if let ForStatementLeft::VariableDeclaration(left) = &it.left {
            bound.extend(left.declarations.iter().flat_map(|it| bindings(&it.id)));
        }
        let values = self.roots(&it.right);
        self.bind(&bound, &values, true);
        self.visit_statement(&it.body);
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        if self.inline.remove(&it.span.start) {
            walk::walk_function(self, it, flags);
            return;
        }
        let routine = self.routine(it.span, false);
        self.bind_function(it.id.as_ref().and_then(|id| id.symbol_id.get()), routine);
        self.within(routine, |reader| walk::walk_function(reader, it, flags));
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        if self.inline.remove(&it.span.start) {
            walk::walk_arrow_function_expression(self, it);
            return;
        }
        let routine = self.routine(it.span, false);
        self.within(routine, |reader| {
            if let Some(value) = it.body.as_expression() {
                reader.returned(value);
            }
            walk::walk_arrow_function_expression(reader, it);
        });
    }

    fn visit_return_statement(&mut self, it: &ReturnStatement<'a>) {
        if let Some(value) = &it.argument {
            self.returned(value);
        }
        walk::walk_return_statement(self, it);
    }

    /// Its constructor and its instances' fields are a routine; the rest of it runs where it stands, but for methods.
    fn visit_class(&mut self, it: &Class<'a>) {
        // `new (class { constructor() { (0,a.define)(); } })()`
        let is_here = self.inline.remove(&it.span.start);
        let constructed = if is_here { self.current } else { self.routine(it.span, true) };
        self.bind_function(it.id.as_ref().and_then(|id| id.symbol_id.get()), constructed);
        if let Some(heritage) = &it.heritage {
            let base = self.roots(&heritage.expression);
            let base_class = match heritage.expression.without_parentheses() {
                Expression::Identifier(it) => self.symbol(it),
                _ => None,
            };
            // `class C extends (0,a.mixin)(Base) {} new C();` runs the constructor of what it
            // extends.
            if !is_here {
                self.module.routines[constructed].base = base.clone();
            }
            self.within(constructed, |reader| {
                reader.write(base);
                if let Some(base) = base_class {
                    reader.step(Step::Call(base));
                }
            });
        }
        let outer = self.class.replace(constructed);
        let around = self.inner();
        walk::walk_class(self, it);
        self.class = outer;
        // Its methods run when an instance or the class is used, not with the functions around it.
        let methods = self.module.routines[self.current].inner.split_off(around);
        self.module.routines[constructed].inner.extend(methods);
    }

    fn visit_object_property(&mut self, it: &ObjectProperty<'a>) {
        self.visit_property_key(&it.key);
        self.name(&it.key, &it.value);
        self.visit_expression(&it.value);
    }

    fn visit_method_definition(&mut self, it: &MethodDefinition<'a>) {
        self.visit_decorators(&it.decorators);
        self.visit_property_key(&it.key);
        if it.kind.is_constructor()
            && let Some(class) = self.class
        {
            // `new C()` is a call of the class, whose routine has the steps of the constructor.
            self.inline.insert(it.value.span.start);
            self.within(class, |reader| reader.visit_function(&it.value, ScopeFlags::Function));
        } else {
            self.property = it.key.static_name().map(Into::into);
            self.visit_function(&it.value, ScopeFlags::Function);
        }
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        self.visit_decorators(&it.decorators);
        self.visit_property_key(&it.key);
        self.field(&it.key, it.r#static, it.value.as_ref());
    }

    fn visit_accessor_property(&mut self, it: &AccessorProperty<'a>) {
        self.visit_decorators(&it.decorators);
        self.visit_property_key(&it.key);
        self.field(&it.key, it.r#static, it.value.as_ref());
    }
}

fn bindings(pattern: &BindingPattern<'_>) -> Vec<SymbolId> {
    pattern.get_binding_identifiers().iter().filter_map(|it| it.symbol_id.get()).collect()
}
