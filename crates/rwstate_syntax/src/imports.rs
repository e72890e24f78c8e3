//! What a module imports at run time by a specifier that is literal in its source.

use memchr::memmem;
use oxc_allocator::Allocator;
use oxc_parser::Parser;

use crate::{Elision, source_type, too_deep, with_stack};

/// Returns the specifiers of `import` and `export … from` declarations and of `import()`, in the order of their first appearance; `None`
/// where the path is not a script.
///
/// Of TypeScript, what its compiler would drop does not count. A module that does not parse imports what the parser had understood
/// up to the error.
pub fn imports(path: &str, source: &str) -> Option<Vec<String>> {
    let source_type = source_type(path)?;
    let has = |word: &str| memmem::find(source.as_bytes(), word.as_bytes()).is_some();
    // Without either word there is nothing to parse for, and what is nested too deep is not parsed.
    if !(has("import") || has("export")) || too_deep(source).is_some() {
        return Some(Vec::new());
    }
    let mut found: Vec<(u32, String)> = with_stack(source, || {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, source, source_type).parse();
        let elision = Elision::of(&parsed, source_type);
        let record = &parsed.module_record;
        let declared = record.requested_modules.iter().filter_map(|(specifier, requests)| {
            // The order is that of statements that are left: `import type { A } from "a"` has no
            // place in it.
            let kept =
                requests.iter().filter(|request| !request.is_type && !elision.drops(request));
            let first = kept.map(|request| request.statement_span.start).min()?;
            Some((first, specifier.to_string()))
        });
        let dynamic = record.dynamic_imports.iter().filter_map(|import| {
            let specifier = literal(import.module_request.source_text(source))?;
            Some((import.span.start, specifier.to_owned()))
        });
        declared.chain(dynamic).collect()
    });
    found.sort();
    let mut specifiers: Vec<String> = Vec::with_capacity(found.len());
    for (_, specifier) in found {
        if !specifiers.contains(&specifier) {
            specifiers.push(specifier);
        }
    }
    Some(specifiers)
}

/// The text of a string literal without escapes or expressions, which no specifier of a package has.
fn literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(['\\', quote]) && !inner.contains("${")).then_some(inner)
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
