//! Whether a module of a dependency is an ES module, as bundlers see it.

use memchr::memmem;
use oxc_allocator::Allocator;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::SourceType;
use rwstate_syntax::{source_type, too_deep, with_stack};

/// What a package says of its `.js` files (`type` in `package.json`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageType {
    /// `"module"`.
    Module,
    /// `"commonjs"`, or nothing: a file is what it is written as.
    Script,
}

/// The two kinds of modules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// It has import or export declarations, or is declared to be one.
    Es,
    /// Anything else.
    CommonJs,
}

/// Returns a module's format; `None` where it is no script, does not parse, or mixes both.
pub(crate) fn format_of(path: &str, package: PackageType, source: &str) -> Option<Format> {
    source_type(path)?;
    // Node's rule, which bundlers follow: a declared module is an ES module even without import and
    // export, as `globalThis.a = 1;` in `a.mjs`.
    let is_declared = [".mjs", ".mts"].iter().any(|extension| path.ends_with(extension))
        || (package == PackageType::Module && !is_common_js_file(path));
    if is_declared {
        return Some(Format::Es);
    }
    // Without either word there is no module syntax. With one there may be none, too, and a parse
    // decides: `import("a")`, `exports.a = 1`, `"export default"`.
    let has_word = ["import", "export"].iter().any(|word| has(source, word));
    if is_common_js_file(path) || !has_word {
        return Some(Format::CommonJs);
    }
    let has_module_syntax = parse(path, source, |parsed| parsed.module_record.has_module_syntax)?;
    match (has_module_syntax, has(source, "module.exports")) {
        (false, _) => Some(Format::CommonJs),
        (true, false) => Some(Format::Es),
        // `import "a"; module.exports = 1;`: each bundler has a rule of its own for it.
        (true, true) => None,
    }
}

/// Parses a module and reads something of it; `None` where it does not parse.
pub(crate) fn parse<T>(
    path: &str,
    source: &str,
    read: impl FnOnce(&ParserReturn<'_>) -> T,
) -> Option<T> {
    parse_as(source_type(path)?, source, read)
}

/// The same where the file's name does not say it.
pub(crate) fn parse_as<T>(
    source_type: SourceType,
    source: &str,
    read: impl FnOnce(&ParserReturn<'_>) -> T,
) -> Option<T> {
    // The parser recurses, and a stack that overflows ends the process.
    if too_deep(source).is_some() {
        return None;
    }
    with_stack(source, || {
        let allocator = Allocator::default();
        // Node runs a CommonJS module in a function: `if (a) return;` is legal in it.
        let options =
            ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
        let parsed = Parser::new(&allocator, source, source_type).with_options(options).parse();
        (!parsed.panicked).then(|| read(&parsed))
    })
}

fn is_common_js_file(path: &str) -> bool {
    [".cjs", ".cts"].iter().any(|extension| path.ends_with(extension))
}

fn has(source: &str, word: &str) -> bool {
    memmem::find(source.as_bytes(), word.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Format, PackageType, format_of};

    #[track_caller]
    fn check(path: &str, package: PackageType, source: &str, expect: Option<Format>) {
        assert_eq!(format_of(path, package, source), expect, "{path}: {source}");
    }

    #[test]
    fn a_module_is_what_it_is_written_as() {
        use Format::{CommonJs, Es};
        use PackageType::Script;
        for (source, expect) in [
            ("export const a = 1;", Some(Es)),
            ("import 'a';", Some(Es)),
            ("console.log(import.meta.url)", Some(Es)),
            ("export * from 'a'", Some(Es)),
            ("exports.a = 1;", Some(CommonJs)),
            ("const a = 'x\\nexport default 1';", Some(CommonJs)),
            ("/* import a from 'a' */ module.exports = 1;", Some(CommonJs)),
            ("`\nexport default`;", Some(CommonJs)),
            ("import('a')", Some(CommonJs)),
            ("", Some(CommonJs)),
            ("import 'a'; module.exports = 1;", None),
            ("export const = ;", None),
        ] {
            check("a.js", Script, source, expect);
        }
        check("a.ts", Script, "export const a: number = 1;", Some(Es));
    }

    #[test]
    fn what_is_declared_counts() {
        check("a.mjs", PackageType::Script, "globalThis.a = 1;", Some(Format::Es));
        check("a.js", PackageType::Module, "globalThis.a = 1;", Some(Format::Es));
        check("a.cjs", PackageType::Module, "'export'; exports.a = 1;", Some(Format::CommonJs));
        check("a.css", PackageType::Module, "a {}", None);
        check("a.json", PackageType::Script, "{}", None);
    }
}
