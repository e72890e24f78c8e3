//! One module's imports.

use oxc_allocator::Allocator;
use oxc_parser::{Parser, ParserReturn};
use oxc_semantic::{Reference, SemanticBuilder};
use oxc_span::SourceType;

/// Returns the specifiers that a module imports at run time, in the order of their first appearance; `None` where the path's
/// extension is none of JavaScript's or TypeScript's.
///
/// Static imports and re-exports count, and dynamic imports of a string. Of TypeScript, what its compiler would drop does
/// not: imports of types, and imported names that are used as types only. A module that does not parse imports what the
/// parser had understood up to the fault.
pub fn imports(path: &str, source: &str) -> Option<Vec<String>> {
    let source_type = SourceType::from_path(path).ok()?;
    // JavaScript is parsed as JSX too: Vite's hosts accept it there.
    let source_type =
        if source_type.is_javascript() { source_type.with_jsx(true) } else { source_type };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, source_type).parse();
    let dropped = if source_type.is_typescript() { dropped_by_typescript(&parsed) } else { vec![] };

    let mut found: Vec<(u32, String)> = vec![];
    for (specifier, requests) in &parsed.module_record.requested_modules {
        let kept = requests
            .iter()
            .filter(|request| !request.is_type && !dropped.contains(&request.statement_span.start));
        if let Some(position) = kept.map(|request| request.statement_span.start).min() {
            found.push((position, specifier.to_string()));
        }
    }
    for import in &parsed.module_record.dynamic_imports {
        if let Some(specifier) = string(import.module_request.source_text(source)) {
            found.push((import.span.start, specifier));
        }
    }
    found.sort();
    let mut specifiers: Vec<String> = vec![];
    for (_, specifier) in found {
        if !specifiers.contains(&specifier) {
            specifiers.push(specifier);
        }
    }
    Some(specifiers)
}

/// Where the import statements begin that have names, all of which are used as types only or not at all.
fn dropped_by_typescript(parsed: &ParserReturn<'_>) -> Vec<u32> {
    let semantic = SemanticBuilder::new().build(&parsed.program).semantic;
    let scoping = semantic.scoping();
    let is_used = |name: &str| {
        scoping
            .get_root_binding(name.into())
            .is_none_or(|symbol| scoping.get_resolved_references(symbol).any(Reference::is_value))
    };
    let entries = &parsed.module_record.import_entries;
    let used: Vec<u32> = entries
        .iter()
        .filter(|entry| !entry.is_type && is_used(entry.local_name.name.as_str()))
        .map(|entry| entry.statement_span.start)
        .collect();
    entries
        .iter()
        .map(|entry| entry.statement_span.start)
        .filter(|start| !used.contains(start))
        .collect()
}

/// Returns what a string literal without escapes says.
fn string(literal: &str) -> Option<String> {
    let quote = literal.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let inner = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains([quote, '\\']) && !inner.contains("${")).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[track_caller]
    fn check(path: &str, source: &str, expect: &[&str]) {
        assert_eq!(imports(path, source).unwrap(), expect);
    }

    #[test]
    fn static_and_dynamic_imports_and_re_exports_in_their_order() {
        check(
            "a.js",
            r#"
            import z from "z"; import * as y from 'y'; import "x";
            export * from "w"; export { v } from "v";
            const u = () => import("u"), t = () => import(`t`);
            import again from "z";
            "#,
            &["z", "y", "x", "w", "v", "u", "t"],
        );
    }

    #[test]
    fn what_only_run_time_knows_is_left_out() {
        check("a.js", r#"import("./" + name); import(name); import(`./${name}.js`);"#, &[]);
    }

    #[test]
    fn comments_and_strings_import_nothing() {
        check("a.js", r#"// import "a"; const text = 'import "b"'; /* import("c") */"#, &[]);
    }

    #[test]
    fn of_typescript_what_the_compiler_drops_is_left_out() {
        check(
            "a.ts",
            r#"
            import type { A } from "a";
            import { type B } from "b";
            import { C } from "c";
            import { D, d } from "d";
            import "e";
            import { F } from "f";
            export type { G } from "g";
            export { h } from "h";
            let c: C = d; export { F };
            "#,
            &["d", "e", "f", "h"],
        );
    }

    #[test]
    fn a_name_that_jsx_uses_is_used() {
        check("a.tsx", r#"import { App } from "app"; export default <App />;"#, &["app"]);
        check("a.js", r#"import { App } from "app"; export default <App />;"#, &["app"]);
    }

    #[test]
    fn a_module_that_does_not_parse_imports_what_was_understood() {
        assert!(imports("a.ts", "import a from 'a'; const = ; a()").is_some());
    }

    #[test]
    fn other_files_are_not_read() {
        for path in ["a.vue", "a.css", "a", "a.json"] {
            assert_eq!(imports(path, "import 'a'"), None, "{path}");
        }
    }
}
