//! Under which names an output holds an ES module, read from the output's text.
//!
//! ```js
//! // what bundlers make of a module that registers its own namespace
//! var a_exports = __exportAll({ b: () => b, c: () => import_c.c });
//! __reExport(a_exports, import_d);
//! provide("rwstate:es:/…/a.js", a_exports);
//! ```
//!
//! The text is parsed, since names may have been changed: by the key, the namespace's name, and by that its getters.

use oxc_ast::ast::{
    Argument, ArrowFunctionExpression, CallExpression, Expression, Function, ObjectExpression,
    ObjectPropertyKind, Program, Statement, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::ParserReturn;
use oxc_semantic::{Reference, Scoping, SemanticBuilder};
use oxc_syntax::{
    module_record::{ImportImportName, ModuleRecord},
    scope::ScopeFlags,
};

use crate::format::parse;

/// What an output has of one ES module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interface {
    pub(crate) exports: Vec<Export>,
    /// The other outputs, or packages, of which it exports all.
    pub(crate) stars: Vec<String>,
    pub(crate) evaluation: Evaluation,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Export {
    pub(crate) name: String,
    pub(crate) binding: Binding,
}

/// What an exported name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Binding {
    /// Once the output is evaluated it is the same for ever.
    Constant,
    /// A function of the output assigns to it.
    Reassigned,
    /// Another output's export.
    Imported { output: String, name: String },
}

/// When an output evaluates a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evaluation {
    /// With the output itself.
    Eager,
    /// When it is first required, which may not have happened yet.
    OnRequire,
}

/// Reads what an output has of the module with this key; `None` where that cannot be told.
pub(crate) fn interface_of(text: &str, key: &str) -> Option<Interface> {
    parse("output.mjs", text, |parsed| {
        let mut search = Registration { key, depth: 0, found: None };
        search.visit_program(&parsed.program);
        let (namespace, evaluation) = search.found?;
        let (getters, stars) = match namespace {
            Registered::Inline(getters) => (Some(getters), Vec::new()),
            Registered::Named(name) => {
                let mut collect = Namespace { name, getters: None, stars: Vec::new() };
                collect.visit_program(&parsed.program);
                (collect.getters, collect.stars)
            }
        };
        let reader = Bindings::of(parsed);
        let exports = getters?
            .into_iter()
            .map(|(name, local)| Export {
                name,
                binding: local.map_or(Binding::Constant, |it| reader.read(&it)),
            })
            .collect();
        let stars = stars.iter().filter_map(|name| reader.namespace_import(name)).collect();
        Some(Interface { exports, stars, evaluation })
    })?
}

/// Reads what an output exports under a name.
pub(crate) fn exported(text: &str, name: &str) -> Option<Binding> {
    parse("output.mjs", text, |parsed| {
        let bindings = Bindings::of(parsed);
        parsed.program.body.iter().find_map(|statement| match statement {
            Statement::ExportNamedDeclaration(export) => {
                let specifier = export.specifiers.iter().find(|it| it.exported.name() == name)?;
                Some(bindings.read(&specifier.local.name()))
            }
            Statement::ExportFromDeclaration(export) => {
                let specifier = export.specifiers.iter().find(|it| it.exported.name() == name)?;
                Some(Binding::Imported {
                    output: export.source.value.to_string(),
                    name: specifier.local.name().to_string(),
                })
            }
            Statement::ExportDefaultDeclaration(_) if name == "default" => Some(Binding::Constant),
            _ => None,
        })
    })?
}

/// Knows an output's own bindings.
struct Bindings<'p, 'a> {
    record: &'p ModuleRecord<'a>,
    scoping: Scoping,
}

impl<'p, 'a> Bindings<'p, 'a> {
    fn of(parsed: &'p ParserReturn<'a>) -> Self {
        let program: &Program<'_> = &parsed.program;
        let semantic = SemanticBuilder::new().with_build_nodes(false).build(program).semantic;
        Self { record: &parsed.module_record, scoping: semantic.into_scoping() }
    }

    fn read(&self, local: &str) -> Binding {
        for entry in &self.record.import_entries {
            if entry.local_name.name == local
                && let ImportImportName::Name(imported) = &entry.import_name
            {
                return Binding::Imported {
                    output: entry.module_request.name.to_string(),
                    name: imported.name.to_string(),
                };
            }
        }
        let is_reassigned = self.scoping.get_root_binding(local.into()).is_some_and(|symbol| {
            self.scoping
                .get_resolved_references(symbol)
                .any(|reference| reference.is_write() && self.is_in_function(reference))
        });
        if is_reassigned { Binding::Reassigned } else { Binding::Constant }
    }

    /// What is assigned while the output is evaluated, as `(A) => {…}(A || (A = {}))` does, is constant afterwards.
    fn is_in_function(&self, reference: &Reference) -> bool {
        self.scoping
            .scope_ancestors(reference.scope_id())
            .any(|scope| self.scoping.scope_flags(scope).contains(ScopeFlags::Function))
    }

    fn namespace_import(&self, local: &str) -> Option<String> {
        let entry = self.record.import_entries.iter().find(|entry| {
            entry.local_name.name == local
                && matches!(entry.import_name, ImportImportName::NamespaceObject)
        })?;
        Some(entry.module_request.name.to_string())
    }
}

/// Finds `provide(key, namespace)`.
struct Registration<'k> {
    key: &'k str,
    depth: usize,
    found: Option<(Registered, Evaluation)>,
}

/// What a module registers.
enum Registered {
    /// `provide(key, a_exports)`
    Named(String),
    /// `provide(key, __exportAll({ … }))`, where nothing else uses the namespace.
    Inline(Vec<Getter>),
}

/// A name, and the identifier that its getter returns.
type Getter = (String, Option<String>);

impl<'a> Visit<'a> for Registration<'_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let [key, namespace] = call.arguments.as_slice()
            && text_of(key).as_deref() == Some(self.key)
            && let Some(registered) = registered(namespace)
        {
            let evaluation =
                if self.depth == 0 { Evaluation::Eager } else { Evaluation::OnRequire };
            self.found = Some((registered, evaluation));
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

fn registered(namespace: &Argument<'_>) -> Option<Registered> {
    match namespace {
        Argument::Identifier(name) => Some(Registered::Named(name.name.to_string())),
        Argument::CallExpression(call) => match call.arguments.first()? {
            Argument::ObjectExpression(object) => Some(Registered::Inline(getters(object))),
            _ => None,
        },
        _ => None,
    }
}

fn text_of(argument: &Argument<'_>) -> Option<String> {
    match argument {
        Argument::StringLiteral(literal) => Some(literal.value.to_string()),
        Argument::TemplateLiteral(literal) => Some(literal.single_quasi()?.to_string()),
        _ => None,
    }
}

/// Finds the getters of a namespace, and what is exported through it.
struct Namespace {
    name: String,
    getters: Option<Vec<Getter>>,
    stars: Vec<String>,
}

impl<'a> Visit<'a> for Namespace {
    /// `var a_exports = __exportAll({ … })`
    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        let is_it =
            declarator.id.get_identifier_name().is_some_and(|name| name.as_str() == self.name);
        if is_it
            && let Some(Expression::CallExpression(call)) =
                declarator.init.as_ref().map(Expression::get_inner_expression)
            && let Some(Argument::ObjectExpression(object)) = call.arguments.first()
        {
            self.getters = Some(getters(object));
        }
        walk::walk_variable_declarator(self, declarator);
    }

    /// `__export(a_exports, { … })` and `__reExport(a_exports, b)`
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let [Argument::Identifier(first), second, ..] = call.arguments.as_slice()
            && first.name == self.name.as_str()
        {
            match second {
                Argument::ObjectExpression(object) => self.getters = Some(getters(object)),
                Argument::Identifier(star) => self.stars.push(star.name.to_string()),
                _ => {}
            }
        }
        walk::walk_call_expression(self, call);
    }
}

fn getters(object: &ObjectExpression<'_>) -> Vec<Getter> {
    let properties = object.properties.iter().filter_map(|property| {
        let ObjectPropertyKind::ObjectProperty(property) = property else { return None };
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

#[cfg(test)]
mod tests {
    use super::{Binding, Evaluation, Export, exported, interface_of};

    #[track_caller]
    fn check(text: &str, expect: &[(&str, Binding)], stars: &[&str], evaluation: Evaluation) {
        let interface = interface_of(text, "rwstate:es:/a.js").expect(text);
        let exports = expect
            .iter()
            .map(|(name, binding)| Export { name: (*name).into(), binding: binding.clone() });
        assert_eq!(interface.exports, exports.collect::<Vec<_>>(), "{text}");
        assert_eq!(interface.stars, stars, "{text}");
        assert_eq!(interface.evaluation, evaluation, "{text}");
    }

    #[test]
    fn what_rolldown_writes_is_read() {
        check(
            r#"import { n } from "./chunk.js"; import * as star from "./react.js"; import { provide } from "rwstate/dependencies";
            var e = /* @__PURE__ */ __exportAll({ default: () => d, count: () => count, n: () => n, c: () => import_c.c, "a-b": () => E });
            __reExport(e, star);
            const d = 1; let count = 0; function inc() { count++; }
            var E = /* @__PURE__ */ ((E) => { E[0] = "x"; return E; })(E || (E = {}));
            provide("rwstate:es:/a.js", e);"#,
            &[
                ("default", Binding::Constant),
                ("count", Binding::Reassigned),
                ("n", Binding::Imported { output: "./chunk.js".into(), name: "n".into() }),
                ("c", Binding::Constant),
                ("a-b", Binding::Constant),
            ],
            &["./react.js"],
            Evaluation::Eager,
        );
    }

    #[test]
    fn what_esbuild_writes_is_read_with_other_names_and_quotes() {
        check(
            "var e={};__export(e,{a:()=>t});p2(`rwstate:es:/a.js`,e);var t=1;export{t as a}",
            &[("a", Binding::Constant)],
            &[],
            Evaluation::Eager,
        );
    }

    #[test]
    fn a_namespace_that_only_its_registration_uses_is_read_there() {
        check(
            r#"import { n } from "./chunk.js";
            provide("rwstate:es:/a.js", /* @__PURE__ */ __exportAll({ default: () => true, n: () => n }));"#,
            &[
                ("default", Binding::Constant),
                ("n", Binding::Imported { output: "./chunk.js".into(), name: "n".into() }),
            ],
            &[],
            Evaluation::Eager,
        );
    }

    #[test]
    fn what_is_evaluated_when_it_is_required_is_known() {
        check(
            r#"var e = {}; __export(e, { a: () => a }); var a; var init_a = __esm({ "a.js"() { a = 1; provide("rwstate:es:/a.js", e); } });"#,
            &[("a", Binding::Reassigned)],
            &[],
            Evaluation::OnRequire,
        );
    }

    #[test]
    fn another_module_is_not_taken_for_it() {
        let text = r#"var e = {}; __export(e, { a: () => a }); provide("rwstate:es:/a.jsx", e);"#;
        assert_eq!(interface_of(text, "rwstate:es:/a.js"), None);
        assert_eq!(interface_of("var = ;", "rwstate:es:/a.js"), None);
    }

    #[test]
    fn an_outputs_own_exports_are_read() {
        let text = "import { x } from './b.js'; let a = 1; const s = () => { a = 2 }; const b = 1; export { a as A, b, x };";
        assert_eq!(exported(text, "A"), Some(Binding::Reassigned));
        assert_eq!(exported(text, "b"), Some(Binding::Constant));
        assert_eq!(
            exported(text, "x"),
            Some(Binding::Imported { output: "./b.js".into(), name: "x".into() })
        );
        assert_eq!(exported(text, "a"), None);
        assert_eq!(exported("export default f();", "default"), Some(Binding::Constant));
        assert_eq!(
            exported("export { y as z } from './c.js';", "z"),
            Some(Binding::Imported { output: "./c.js".into(), name: "y".into() })
        );
    }
}
