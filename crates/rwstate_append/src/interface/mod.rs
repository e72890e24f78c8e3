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

mod bindings;
mod evaluation;
mod registrations;

use oxc_ast::ast::Statement;
use oxc_ast_visit::Visit;
use rustc_hash::FxHashMap;

pub(crate) use bindings::Binding;
use bindings::Bindings;
pub(crate) use evaluation::Evaluation;
use evaluation::Evaluations;
use registrations::Registrations;

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

/// Reads what an output has of its modules, by their files. What is uncertain is left out.
pub(crate) fn interfaces_of(text: &str) -> FxHashMap<String, Interface> {
    parse("output.mjs", text, |parsed| {
        let bindings = Bindings::of(parsed);
        let evaluations = Evaluations::of(&parsed.program);
        let modules = evaluations.scopes();
        let mut registrations = Registrations::default();
        registrations.visit_program(&parsed.program);
        let Registrations { found, getters, stars, .. } = registrations;
        let interfaces = found.into_iter().filter_map(|registration| {
            // Without getters the exports are unknown. The module is left out, and what shares it
            // refused.
            let exports = getters.get(&registration.namespace)?.iter().map(|(name, local)| {
                let binding = local
                    .as_ref()
                    .map_or(Binding::Constant, |local| bindings.read(local, &modules));
                Export { name: name.clone(), binding }
            });
            let stars = stars.get(&registration.namespace).into_iter().flatten();
            let interface = Interface {
                exports: exports.collect(),
                stars: stars.filter_map(|name| bindings.namespace_import(name)).collect(),
                // At the top level, in the function of `__esm`, or in a function inside of that,
                // which may run at any time.
                evaluation: match registration.depth {
                    0 => Evaluation::Eager,
                    1 => evaluations.in_function(&registration.file),
                    _ => Evaluation::OnRequire,
                },
            };
            Some((registration.file, interface))
        });
        interfaces.collect()
    })
    .unwrap_or_default()
}

/// Reads what an output exports, by its names. What it exports all of is left out.
pub(crate) fn exports_of(text: &str) -> FxHashMap<String, Binding> {
    parse("output.mjs", text, |parsed| {
        let bindings = Bindings::of(parsed);
        let modules = Evaluations::of(&parsed.program).scopes();
        let mut exports = FxHashMap::default();
        for statement in &parsed.program.body {
            match statement {
                Statement::ExportNamedDeclaration(export) => {
                    for specifier in &export.specifiers {
                        let binding = bindings.read(&specifier.local.name(), &modules);
                        exports.insert(specifier.exported.name().to_string(), binding);
                    }
                }
                Statement::ExportFromDeclaration(export) => {
                    for specifier in &export.specifiers {
                        let output = export.source.value.to_string();
                        let name = specifier.local.name().to_string();
                        let binding = Binding::Imported { output, name };
                        exports.insert(specifier.exported.name().to_string(), binding);
                    }
                }
                // `export default require_a();` is the value at that moment. A function, whose name
                // may be assigned to, bundlers export by `export { f as default }`.
                Statement::ExportDefaultDeclaration(_) => {
                    exports.insert("default".into(), Binding::Constant);
                }
                _ => {}
            }
        }
        exports
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Binding, Evaluation, Export, exports_of, interfaces_of};

    #[track_caller]
    fn check(text: &str, expect: &[(&str, Binding)], stars: &[&str], evaluation: &Evaluation) {
        let interfaces = interfaces_of(text);
        let interface = interfaces.get("/a.js").expect(text);
        let exports = expect
            .iter()
            .map(|(name, binding)| Export { name: (*name).into(), binding: binding.clone() });
        assert_eq!(interface.exports, exports.collect::<Vec<_>>(), "{text}");
        assert_eq!(interface.stars, stars, "{text}");
        assert_eq!(&interface.evaluation, evaluation, "{text}");
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
            &Evaluation::Eager,
        );
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
            &Evaluation::Eager,
        );
    }

    #[test]
    fn what_esbuild_writes_is_read_with_other_names_and_quotes() {
        check(
            "var e={};__export(e,{a:()=>t});p2(`rwstate:es:/a.js`,e);var t=1;export{t as a}",
            &[("a", Binding::Constant)],
            &[],
            &Evaluation::Eager,
        );
    }

    #[test]
    fn what_is_evaluated_when_it_is_required_is_known() {
        check(
            r#"var e = {}; __export(e, { a: () => a }); var a; var init_a = __esm({ "a.js"() { a = 1; provide("rwstate:es:/a.js", e); } });"#,
            &[("a", Binding::Constant)],
            &[],
            &Evaluation::OnRequire,
        );
    }

    #[track_caller]
    fn check_evaluation(calls: &str, expect: &Evaluation) {
        let text = format!(
            r#"var e = {{}}; __export(e, {{ a: () => a }}); var a, b;
            var init_a = __esmMin((() => {{ init_b(); a = 1; provide("rwstate:es:/a.js", e); }}));
            var require_c = __commonJS({{ "c.js"(exports, module) {{ if (r().adopt("rwstate:cjs:/c.js", module)) return; init_a(); }} }});
            var require_d = __commonJSMin((exports, module) => {{ exports.load = () => init_a(); }});
            {calls}"#
        );
        let interfaces = interfaces_of(&text);
        assert_eq!(&interfaces["/a.js"].evaluation, expect, "{calls}");
    }

    #[test]
    fn what_an_output_is_certain_to_call_is_evaluated_with_it() {
        use Evaluation::{Eager, OnCall, OnRequire};
        for calls in [
            "init_a();",
            "await init_a();",
            "export default require_c();",
            "export const x = __toESM(require_c());",
        ] {
            check_evaluation(calls, &Eager);
        }
        for calls in [
            "",
            "export default require_d();",
            "if (b) init_a();",
            "b && init_a();",
            "try { init_a(); } catch {}",
            "function f() { init_a(); } f();",
            "var require_e = __commonJS({ 'e.js'() { if (b) return; init_a(); } }); require_e();",
        ] {
            check_evaluation(calls, &OnRequire);
        }
        check_evaluation("export { init_a as t };", &OnCall("t".into()));
    }

    #[test]
    fn what_a_module_assigns_later_is_not_constant() {
        let text = r#"var e = {}; __export(e, { a: () => a }); var a, set;
            var init_a = __esm({ "a.js"() { a = 1; set = (v) => { a = v; }; provide("rwstate:es:/a.js", e); } });"#;
        assert_eq!(interfaces_of(text)["/a.js"].exports[0].binding, Binding::Reassigned);
    }

    #[test]
    fn another_module_is_not_taken_for_it() {
        let text = r#"var e = {}; __export(e, { a: () => a }); provide("rwstate:es:/a.jsx", e);"#;
        assert_eq!(interfaces_of(text).get("/a.js"), None);
        assert!(interfaces_of("var = ;").is_empty());
    }

    #[test]
    fn an_outputs_own_exports_are_read() {
        let text = "import { x } from './b.js'; let a = 1; const s = () => { a = 2 }; const b = 1; export { a as A, b, x };";
        assert_eq!(exports_of(text).remove("A"), Some(Binding::Reassigned));
        assert_eq!(exports_of(text).remove("b"), Some(Binding::Constant));
        assert_eq!(
            exports_of(text).remove("x"),
            Some(Binding::Imported { output: "./b.js".into(), name: "x".into() })
        );
        assert_eq!(exports_of(text).remove("a"), None);
        assert_eq!(exports_of("export default f();").remove("default"), Some(Binding::Constant));
        assert_eq!(
            exports_of("export { y as z } from './c.js';").remove("z"),
            Some(Binding::Imported { output: "./c.js".into(), name: "y".into() })
        );
    }
}
