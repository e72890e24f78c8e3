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
//! ;require("rwstate/dependencies").settle(module);
//! ```
//!
//! An ES module that imports its own namespace keeps all of its exports through tree shaking, so a later unit finds each of them.
//! A CommonJS module that adopts an instance does not run; the one that runs first is the one for all, unless it throws before it has
//! settled. What mixes both formats, or binds `require` or `module` itself, is left as it is.

use crate::{
    REGISTRY_SPECIFIER,
    common_js::{CommonJs, common_js as read_common_js},
    format::{Format, PackageType, format_of},
    key::key,
};

/// Returns the module with its registration; `None` where it is left as it is. `file` has forward slashes.
pub fn expose(file: &str, package: PackageType, source: &str) -> Option<String> {
    // Such a path would have to be escaped, and unescaped where it is found again.
    if file.contains(['"', '\'', '`', '\n', '\r', '\u{2028}', '\u{2029}', '\0']) {
        return None;
    }
    let format = format_of(file, package, source)?;
    // Two plugins of this package are in one server, as a framework's and its user's.
    if memchr::memmem::find(source.as_bytes(), literal(&key(format, file)).as_bytes()).is_some() {
        return None;
    }
    match format {
        Format::Es => Some(es(file, source)),
        Format::CommonJs => common_js(file, source),
    }
}

fn es(file: &str, source: &str) -> String {
    let key = literal(&key(Format::Es, file));
    let file = literal(file);
    // import * as __rwstate_self__ from "/…/a.js";import { provide as __rwstate_provide__ } …;
    // __rwstate_provide__("rwstate:es:/…/a.js", __rwstate_self__);
    // At the end, since imports are hoisted and no line of the source moves; on a line of its own,
    // as the source may end in a comment. A module may import itself: it is evaluated once.
    format!(
        "{source}\nimport * as __rwstate_self__ from {file};\
         import {{ provide as __rwstate_provide__ }} from \"{REGISTRY_SPECIFIER}\";\
         __rwstate_provide__({key}, __rwstate_self__);\n"
    )
}

fn common_js(file: &str, source: &str) -> Option<String> {
    let CommonJs { prologue_end, returns } = read_common_js(file, source)?;
    let key = literal(&key(Format::CommonJs, file));
    let (prologue, body) = source.split_at(prologue_end);
    // A directive may end without a semicolon.
    let separator = if prologue.ends_with(['"', '\'']) { ";" } else { "" };
    let registry = format!("require(\"{REGISTRY_SPECIFIER}\")");
    let settle = format!("{registry}.settle(module);");
    // `if (a) return; b();` may never reach its end, so it settles at once. If it throws after
    // that, the other copies adopt what it had exported by then.
    let (begin, end) = if returns { (settle.as_str(), "") } else { ("", settle.as_str()) };
    // With `;` and a line break before it: the source may end as `a = b` or `// a`.
    let end = if end.is_empty() { String::new() } else { format!("\n;{end}\n") };
    // "use strict";if (require("rwstate/dependencies").adopt("rwstate:cjs:/…", module)) return;
    // On the source's own line, so that the lines of errors stay as they are.
    Some(format!(
        "{prologue}{separator}if ({registry}.adopt({key}, module)) return;{begin}{body}{end}"
    ))
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

    const SETTLE: &str = "\n;require(\"rwstate/dependencies\").settle(module);\n";

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
        check("exports.a = 1;", &format!("{ADOPT}exports.a = 1;{SETTLE}"));
        check(
            "\"use strict\";\nexports.a = 1;",
            &format!("\"use strict\";{ADOPT}\nexports.a = 1;{SETTLE}"),
        );
        check(
            "'use strict'\nexports.a = 1;",
            &format!("'use strict';{ADOPT}\nexports.a = 1;{SETTLE}"),
        );
        check("/* x */ 'use strict'; a();", &format!("/* x */ 'use strict';{ADOPT} a();{SETTLE}"));
        check("// 'x'\na();", &format!("{ADOPT}// 'x'\na();{SETTLE}"));
        check("'a'\n.length;", &format!("{ADOPT}'a'\n.length;{SETTLE}"));
        for end in ["\n", "\r\n", "\r", "\u{2028}"] {
            check(
                &format!("#!/bin/node{end}a();"),
                &format!("#!/bin/node{end}{ADOPT}a();{SETTLE}"),
            );
        }
        check("\u{feff}a();", &format!("\u{feff}{ADOPT}a();{SETTLE}"));
        check("", &format!("{ADOPT}{SETTLE}"));
    }

    #[test]
    fn a_module_that_may_return_has_settled_before_it_runs() {
        let begin = format!("{ADOPT}{}", SETTLE.trim_start_matches("\n;").trim_end());
        for source in ["if (a) return; b();", "{ return }", "try { return } finally {}"] {
            check(source, &format!("{begin}{source}"));
        }
        check(
            "a(function () { return 1; }, () => { return 2; });",
            &format!("{ADOPT}a(function () {{ return 1; }}, () => {{ return 2; }});{SETTLE}"),
        );
    }

    #[test]
    fn what_binds_the_wrappers_names_is_left_as_it_is() {
        for source in [
            "var require = a;",
            "function module() {}",
            "const  module=1;",
            "const { module } = a;",
            "let a, [require] = b;",
            "if (a) { for (var module in b); }",
            "class module {}",
        ] {
            assert_eq!(expose("/a.js", PackageType::Script, source), None, "{source}");
        }
        for source in [
            "var requires = 1;",
            "var modules;",
            "let mymodule;",
            "module.a = 1;",
            "(function (module, require) { var module; })();",
            "{ let module; } try {} catch (require) {}",
            "a(class module { static { var require; } });",
        ] {
            assert!(expose("/a.js", PackageType::Script, source).is_some(), "{source}");
        }
    }

    #[test]
    fn what_registers_itself_already_is_left_as_it_is() {
        for source in ["export const a = 1;", "exports.a = 1;"] {
            let exposed = expose("/a.js", PackageType::Script, source).unwrap();
            assert_eq!(expose("/a.js", PackageType::Script, &exposed), None, "{source}");
        }
    }

    #[test]
    fn what_cannot_be_a_key_is_left_as_it_is() {
        assert_eq!(expose("/it's/a.js", PackageType::Script, "a()"), None);
        assert_eq!(expose("/a.css", PackageType::Script, "a {}"), None);
    }
}
