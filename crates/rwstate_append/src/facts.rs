//! What an entry of a dependency says of itself before it is bundled.

use oxc_ast::ast::Statement;
use oxc_span::SourceType;
use oxc_syntax::module_record::ExportExportName;

use crate::format::{parse, parse_as};

/// What decides how importers of a dependency are written, before its unit is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFacts {
    /// Whether it has import or export declarations, or `import.meta`.
    pub has_module_syntax: bool,
    /// The names that it exports by itself.
    pub exports: Vec<String>,
    /// Whether it exports all of another module: those names are known when it is bundled.
    pub has_star: bool,
    /// Whether it has to be parsed as JSX.
    pub is_jsx: bool,
}

impl EntryFacts {
    /// Returns whether importers need Vite's interop; `None` where only the bundled output shows it.
    ///
    /// Vite's rule (`needsInterop` in its optimizer): what has no module syntax does, and what was bundled to a single default
    /// export but is not written so.
    pub fn needs_interop(&self) -> Option<bool> {
        if !self.has_module_syntax {
            return Some(true);
        }
        // `export * from "./a"` says nothing of the names in the bundle. One name of its own, other
        // than `default`, is enough to know that `default` is not alone.
        if self.has_star && self.exports.iter().all(|name| name == "default") {
            return None;
        }
        Some(false)
    }
}

/// Reads an entry's source; `None` where it is no script, or does not parse.
pub fn entry_facts(path: &str, source: &str) -> Option<EntryFacts> {
    // Vite's `extractExportsData` parses an entry as JavaScript, and as JSX only where that fails.
    let is_plain = parse_as(SourceType::mjs().with_jsx(false), source, |_| ()).is_some();
    parse(path, source, |parsed| {
        let record = &parsed.module_record;
        let entries = record.local_export_entries.iter().chain(&record.indirect_export_entries);
        let mut exports: Vec<String> = entries
            .filter_map(|entry| match &entry.export_name {
                ExportExportName::Name(name) => Some(name.name.to_string()),
                ExportExportName::Default(_) => Some("default".into()),
                ExportExportName::Null => None,
            })
            .collect();
        let mut has_star = false;
        for statement in &parsed.program.body {
            if let Statement::ExportAllDeclaration(star) = statement {
                match &star.exported {
                    Some(name) => exports.push(name.name().to_string()),
                    None => has_star = true,
                }
            }
        }
        exports.sort();
        exports.dedup();
        EntryFacts {
            has_module_syntax: record.has_module_syntax,
            exports,
            has_star,
            is_jsx: path.ends_with("js") && !is_plain,
        }
    })
}

/// Returns whether importers of a bundled entry need Vite's interop: [`EntryFacts::needs_interop`] with the output known.
pub fn needs_interop(facts: &EntryFacts, output: &[String]) -> bool {
    // As Vite has it: where some dependency requires an ES module, the bundler may make that a
    // single default export, with all names in it.
    let is_default_alone = |names: &[String]| names.len() == 1 && names[0] == "default";
    !facts.has_module_syntax || (is_default_alone(output) && !is_default_alone(&facts.exports))
}

#[cfg(test)]
mod tests {
    use super::{entry_facts, needs_interop};

    #[track_caller]
    fn check(source: &str, early: Option<bool>, output: &[&str], late: bool) {
        let facts = entry_facts("/a.js", source).unwrap();
        assert_eq!(facts.needs_interop(), early, "{source}");
        let output: Vec<String> = output.iter().map(ToString::to_string).collect();
        assert_eq!(needs_interop(&facts, &output), late, "{source}");
    }

    #[test]
    fn jsx_differs_from_javascript() {
        assert!(entry_facts("/a.js", "export const a = <b>c</b>;").unwrap().is_jsx);
        assert!(!entry_facts("/a.js", "export const a = 1 < 2;").unwrap().is_jsx);
        assert_eq!(entry_facts("/a.js", "export const = ;"), None);
        assert_eq!(entry_facts("/a.svelte", "<p>a</p>"), None);
    }

    #[test]
    fn interop_is_what_vite_says() {
        check("module.exports = 1;", Some(true), &["default"], true);
        check("export default 1;", Some(false), &["default"], false);
        check("export const a = 1, b = 2;", Some(false), &["a", "b"], false);
        check("export * from './a';", None, &["default"], true);
        check("export * from './a';", None, &["a"], false);
        check("export * as a from './a';", Some(false), &["a"], false);
        check("export * from './a'; export { default } from './a';", None, &["default"], false);
        check(
            "export { a as default, b } from './a'; export * from 'c';",
            Some(false),
            &["b", "default"],
            false,
        );
    }
}
