//! A module of a dependency registers its one instance while it is evaluated.
//!
//! ```js
//! // ES, before -> after
//! export const a = 1;
//!
//! export const a = 1;
//! import * as __rwstate_self__ from "/…/a.js";import { provide as __rwstate_provide__ } from "rwstate/dependencies";__rwstate_provide__("rwstate:es:/…/a.js", __rwstate_self__);
//!
//! // CommonJS, before -> after
//! "use strict"; exports.a = 1;
//!
//! "use strict";if (require("rwstate/dependencies").adopt("rwstate:cjs:/…/a.js", module)) return; exports.a = 1;
//! ```
//!
//! An ES module that imports its own namespace keeps all of its exports through tree shaking, so a later unit finds each of them.
//! A CommonJS module that adopts an instance does not run; the one that runs first is everybody's. What mixes both formats, or
//! binds `require` or `module` itself, is left as it is.

use crate::{
    REGISTRY_SPECIFIER,
    format::{Format, PackageType, format_of, parse},
    key::key,
};

/// Returns the module with its registration; `None` where it is left as it is. `file` has forward slashes.
pub fn expose(file: &str, package: PackageType, source: &str) -> Option<String> {
    // Such a path would have to be escaped, and unescaped where it is found again.
    if file.contains(['"', '\'', '`', '\n', '\r', '\u{2028}', '\u{2029}', '\0']) {
        return None;
    }
    match format_of(file, package, source)? {
        Format::Es => Some(es(file, source)),
        Format::CommonJs => common_js(file, source),
    }
}

fn es(file: &str, source: &str) -> String {
    let key = literal(&key(Format::Es, file));
    let file = literal(file);
    format!(
        "{source}\nimport * as __rwstate_self__ from {file};\
         import {{ provide as __rwstate_provide__ }} from \"{REGISTRY_SPECIFIER}\";\
         __rwstate_provide__({key}, __rwstate_self__);\n"
    )
}

fn common_js(file: &str, source: &str) -> Option<String> {
    if binds_wrapper_name(source) {
        return None;
    }
    let at = prologue_end(file, source)?;
    let key = literal(&key(Format::CommonJs, file));
    let (prologue, body) = source.split_at(at);
    // A directive may end without a semicolon.
    let separator = if prologue.ends_with(['"', '\'']) { ";" } else { "" };
    Some(format!(
        "{prologue}{separator}if (require(\"{REGISTRY_SPECIFIER}\").adopt({key}, module)) return;{body}"
    ))
}

/// Returns where the directives end: what stands before them would make them mere strings. A hashbang is a line of its own.
fn prologue_end(file: &str, source: &str) -> Option<usize> {
    let start = if source.starts_with("#!") {
        source
            .find(['\n', '\r', '\u{2028}', '\u{2029}'])
            .map_or(source.len(), |at| at + source[at..].chars().next().map_or(0, char::len_utf8))
    } else {
        source.len() - source.trim_start_matches('\u{feff}').len()
    };
    if !source[start..].trim_start().starts_with(['"', '\'', '/']) {
        return Some(start);
    }
    parse(file, source, |parsed| {
        parsed.program.directives.last().map_or(start, |directive| directive.span.end as usize)
    })
}

/// Whether a source may bind a name that the wrapper of a CommonJS module binds. A word too many costs a registration alone.
fn binds_wrapper_name(source: &str) -> bool {
    ["require", "module"].iter().any(|name| {
        memchr::memmem::find_iter(source.as_bytes(), name).any(|at| {
            let before = source[..at].trim_end();
            // Not the end of a longer name, as in `var mymodule` or `var my_require`.
            before.len() < at
                && ["var", "let", "const", "function"].iter().any(|word| before.ends_with(word))
                && !source[at + name.len()..]
                    .starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '$')
        })
    })
}

fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::expose;
    use crate::format::PackageType;

    #[track_caller]
    fn check(source: &str, expect: &str) {
        let exposed = expose("/a.js", PackageType::Script, source);
        assert_eq!(exposed.as_deref(), Some(expect));
    }

    const ADOPT: &str =
        r#"if (require("rwstate/dependencies").adopt("rwstate:cjs:/a.js", module)) return;"#;

    #[test]
    fn an_es_module_registers_when_it_is_evaluated() {
        check(
            "export const a = 1; // end",
            "export const a = 1; // end\nimport * as __rwstate_self__ from \"/a.js\";\
             import { provide as __rwstate_provide__ } from \"rwstate/dependencies\";\
             __rwstate_provide__(\"rwstate:es:/a.js\", __rwstate_self__);\n",
        );
    }

    #[test]
    fn a_common_js_module_asks_before_it_runs() {
        check("exports.a = 1;", &format!("{ADOPT}exports.a = 1;"));
        check(
            "\"use strict\";\nexports.a = 1;",
            &format!("\"use strict\";{ADOPT}\nexports.a = 1;"),
        );
        check("'use strict'\nexports.a = 1;", &format!("'use strict';{ADOPT}\nexports.a = 1;"));
        check("/* x */ 'use strict'; a();", &format!("/* x */ 'use strict';{ADOPT} a();"));
        check("// 'x'\na();", &format!("{ADOPT}// 'x'\na();"));
        check("'a'\n.length;", &format!("{ADOPT}'a'\n.length;"));
        check("#!/usr/bin/env node\na();", &format!("#!/usr/bin/env node\n{ADOPT}a();"));
        check("\u{feff}a();", &format!("\u{feff}{ADOPT}a();"));
        check("", ADOPT);
    }

    #[test]
    fn what_binds_the_wrappers_names_is_left_as_it_is() {
        for source in ["var require = a;", "function module() {}", "const  module=1;"] {
            assert_eq!(expose("/a.js", PackageType::Script, source), None, "{source}");
        }
        for source in ["var requires = 1;", "var modules;", "let mymodule;", "module.a = 1;"] {
            assert!(expose("/a.js", PackageType::Script, source).is_some(), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_a_key_is_left_as_it_is() {
        assert_eq!(expose("/it's/a.js", PackageType::Script, "a()"), None);
        assert_eq!(expose("/a.css", PackageType::Script, "a {}"), None);
    }
}
