//! What one file imports, read from its source.

use memchr::memmem;
use oxc_allocator::Allocator;
use oxc_parser::Parser;
use rwstate_syntax::{Elision, source_type, too_deep, with_room};

use crate::{
    literal::{calls, string},
    pieces::{Piece, pieces},
};

/// One import of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What it names.
    pub specifier: String,
    /// Where, in bytes.
    pub offset: u32,
    /// By which words.
    pub form: Form,
}

/// How something is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `import` and `export … from`.
    Static,
    /// `import()`.
    Dynamic,
    /// `require()`.
    Require,
    /// `new URL("…", import.meta.url)`, or a script that HTML names: a file, never a package.
    File,
    /// `import.meta.glob("…")`: files by a pattern.
    Glob,
}

/// What a file is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directive {
    /// `"use client"`.
    Client,
    /// `"use server"`.
    Server,
}

/// What a file's source says.
#[derive(Debug, Clone, Default)]
pub struct Extracted {
    /// What it imports at run time, in the order of the text.
    pub imports: Vec<Import>,
    /// What it is marked as.
    pub directive: Option<Directive>,
    /// What the parser objects to first: what comes after may be missing.
    pub fault: Option<String>,
}

/// The fault of a script that the parser is not asked for.
pub(crate) const TOO_DEEP: &str = "its brackets are nested too deep";

/// Reads a file's imports; `None` where its language is not known to have any.
///
/// Of TypeScript, what its compiler would drop does not count: imports of types, and imported names that are used as types only. A file
/// that does not parse imports what the parser had understood up to the fault.
pub fn extract(path: &str, text: &str) -> Option<Extracted> {
    let (scripts, named) = pieces(path, text)?;
    let mut extracted = Extracted::default();
    for script in named {
        extracted.imports.push(Import {
            specifier: script.specifier,
            offset: offset(script.offset, 0),
            form: Form::File,
        });
    }
    for piece in scripts {
        if too_deep(piece.text).is_some() {
            extracted.fault.get_or_insert_with(|| TOO_DEEP.into());
        } else {
            with_room(piece.text, || read(piece, &mut extracted));
        }
    }
    extracted.imports.sort_by_key(|import| import.offset);
    let mut seen = rustc_hash::FxHashSet::default();
    extracted.imports.retain(|import| seen.insert((import.specifier.clone(), import.form)));
    Some(extracted)
}

fn read(piece: Piece<'_>, extracted: &mut Extracted) {
    let Piece { text, offset: start, source_type } = piece;
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !(has("import") || has("export") || has("require")) {
        return;
    }
    let mut add = |specifier: &str, at: usize, form| {
        extracted.imports.push(Import {
            specifier: specifier.to_owned(),
            offset: offset(start, at),
            form,
        });
    };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, source_type).parse();
    let elision = Elision::of(&parsed, source_type);
    for (specifier, requests) in &parsed.module_record.requested_modules {
        let kept = requests.iter().filter(|request| !request.is_type && !elision.drops(request));
        if let Some(at) = kept.map(|request| request.statement_span.start).min() {
            add(specifier, at as usize, Form::Static);
        }
    }
    for import in &parsed.module_record.dynamic_imports {
        if let Some((specifier, "")) = string(import.module_request.source_text(text)) {
            add(&specifier, import.span.start as usize, Form::Dynamic);
        }
    }
    if has("import.meta") {
        for call in calls(text, "import.meta.glob") {
            for pattern in call.strings {
                add(&pattern, call.at, Form::Glob);
            }
        }
        for call in calls(text, "new URL").into_iter().filter(|call| is_beside(text, call.at)) {
            for file in call.strings {
                add(&file, call.at, Form::File);
            }
        }
    }
    if has("require(") && !has("createRequire") {
        for call in calls(text, "require") {
            for specifier in call.strings {
                add(&specifier, call.at, Form::Require);
            }
        }
    }
    let directive =
        parsed.program.directives.iter().find_map(|directive| match directive.directive.as_str() {
            "use client" => Some(Directive::Client),
            "use server" => Some(Directive::Server),
            _ => None,
        });
    extracted.directive = extracted.directive.or(directive);
    if extracted.fault.is_none() {
        extracted.fault = parsed.diagnostics.into_iter().next().map(|it| it.message.to_string());
    }
}

/// `new URL("…", import.meta.url)` names a file, `new URL("…", base)` does not.
fn is_beside(text: &str, at: usize) -> bool {
    let end = text.get(at..).and_then(|rest| rest.find(')')).map_or(text.len(), |end| at + end);
    text.get(at..end).is_some_and(|call| call.contains("import.meta.url"))
}

fn offset(start: usize, at: usize) -> u32 {
    u32::try_from(start + at).unwrap_or(u32::MAX)
}

/// Returns the specifiers that a module imports at run time by a name, in the order of their first appearance; `None` where the path is
/// no script.
pub fn imports(path: &str, source: &str) -> Option<Vec<String>> {
    source_type(path)?;
    let mut specifiers: Vec<String> = vec![];
    for import in extract(path, source)?.imports {
        let is_named = matches!(import.form, Form::Static | Form::Dynamic);
        if is_named && !specifiers.contains(&import.specifier) {
            specifiers.push(import.specifier);
        }
    }
    Some(specifiers)
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
