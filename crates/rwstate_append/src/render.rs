//! The texts of modules that stand in a unit for what other outputs hold.

use std::fmt::Write as _;

use serde_json::Value;

use crate::REGISTRY_SPECIFIER;

/// How a virtual module names another output; the bundler leaves the name after it as it is.
pub const OUTPUT_PREFIX: &str = "rwstate:output:";

/// The output that holds a module.
pub(crate) struct Holder<'a> {
    pub(crate) output: &'a str,
    /// The export of it that evaluates the module, where the output itself does not.
    pub(crate) evaluate: Option<&'a str>,
}

impl Holder<'_> {
    fn import(&self, specifier: &str) -> String {
        // import "./h.js";
        // import { t as evaluate } from "./h.js";
        let evaluate =
            self.evaluate.map(|name| format!("{{ {} as evaluate }} from ", export_name(name)));
        format!("import {}{specifier};\n", evaluate.unwrap_or_default())
    }

    const fn evaluation(&self) -> &'static str {
        if self.evaluate.is_some() { "evaluate();\n" } else { "" }
    }
}

/// `require("rwstate/dependencies")` in a CommonJS module of a unit.
///
/// ```js
/// import * as registry from "rwstate/dependencies";
/// module.exports = registry;
/// ```
pub fn registry_facade() -> String {
    format!("import * as registry from \"{REGISTRY_SPECIFIER}\";\nmodule.exports = registry;\n")
}

/// A CommonJS dependency that is an output of its own.
///
/// ```js
/// import dependency from "./react.js";
/// module.exports = dependency;
/// ```
pub(crate) fn common_js_facade(output: &str) -> String {
    format!("import dependency from {};\nmodule.exports = dependency;\n", output_literal(output))
}

/// An ES dependency that is an output of its own, where it is required: live bindings, and `__esModule` by the bundler.
///
/// ```js
/// export * from "./a.js";
/// export { default } from "./a.js";
/// ```
pub(crate) fn es_facade(output: &str, has_default: bool) -> String {
    let output = output_literal(output);
    let default =
        if has_default { format!("export {{ default }} from {output};\n") } else { String::new() };
    format!("export * from {output};\n{default}")
}

/// The instance of an ES module that another output holds, as a CommonJS module: bundlers read its properties at each use,
/// so bindings stay live.
///
/// ```js
/// import "./holder.js";
/// import { take } from "rwstate/dependencies";
/// module.exports = take("rwstate:es:/…/a.js");
/// ```
pub(crate) fn taken(holder: &Holder<'_>, key: &str) -> String {
    format!(
        "{}import {{ take }} from \"{REGISTRY_SPECIFIER}\";\n{}module.exports = take({});\n",
        holder.import(&output_literal(holder.output)),
        holder.evaluation(),
        Value::from(key)
    )
}

/// The same as an ES module, with static names.
///
/// ```js
/// export { a, default } from "rwstate:taken:…";
/// export * from "./react.js";
/// ```
pub(crate) fn shared(taken: &str, names: &[&str], stars: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| export_name(name)).collect();
    let mut text = format!("export {{ {} }} from {};\n", names.join(", "), Value::from(taken));
    for star in stars {
        let _ = writeln!(text, "export * from {};", output_literal(file_name(star)));
    }
    text
}

/// The output of a dependency whose entry another output holds.
///
/// ```js
/// import "./holder.js";
/// import { take } from "rwstate/dependencies";
/// const module = take("rwstate:es:/…/a.js");
/// const export0 = module["a"];
/// export { export0 as a };
/// export * from "./react.js";
/// ```
pub(crate) fn entry(holder: &Holder<'_>, key: &str, names: &[&str], stars: &[String]) -> String {
    // This text is an output and is not bundled: hence `./h.js` without the prefix, and a variable
    // that may be called `module`.
    let mut text = format!(
        "{}import {{ take }} from \"{REGISTRY_SPECIFIER}\";\n{}const module = take({});\n",
        holder.import(&Value::from(relative(holder.output)).to_string()),
        holder.evaluation(),
        Value::from(key)
    );
    // const export0 = module["default"];
    // Names are quoted and variables numbered: `const default = …` is a syntax error.
    for (index, name) in names.iter().enumerate() {
        let _ = writeln!(text, "const export{index} = module[{}];", Value::from(*name));
    }
    let exports: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(index, name)| format!("export{index} as {}", export_name(name)))
        .collect();
    let _ = writeln!(text, "export {{ {} }};", exports.join(", "));
    for star in stars {
        let _ = writeln!(text, "export * from {};", Value::from(star.as_str()));
    }
    text
}

/// How an output imports another one beside it.
pub(crate) fn relative(output: &str) -> String {
    format!("./{output}")
}

/// The file name in an output's import of another one, or the whole specifier of anything else.
fn file_name(specifier: &str) -> &str {
    specifier.strip_prefix("./").unwrap_or(specifier)
}

fn output_literal(output: &str) -> String {
    Value::from(format!("{OUTPUT_PREFIX}{}", relative(output))).to_string()
}

fn export_name(name: &str) -> String {
    // `export { x as "b-c" }` is legal since ES2022. A reserved word needs no quotes:
    // `x as default`.
    let is_identifier = name.chars().enumerate().all(|(index, char)| {
        char == '_' || char == '$' || char.is_alphabetic() || (index > 0 && char.is_alphanumeric())
    });
    if is_identifier && !name.is_empty() { name.into() } else { Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Holder, entry, shared, taken};

    #[test]
    fn what_its_output_evaluates_on_demand_is_evaluated_first() {
        assert_eq!(
            taken(&Holder { output: "h.js", evaluate: Some("t") }, "k"),
            "import { t as evaluate } from \"rwstate:output:./h.js\";\nimport { take } from \"rwstate/dependencies\";\n\
             evaluate();\nmodule.exports = take(\"k\");\n"
        );
    }

    #[test]
    fn names_that_are_no_identifiers_are_quoted() {
        assert_eq!(
            shared("rwstate:taken:1", &["a", "default", "b-c", "ü$"], &["./react.js".into()]),
            "export { a, default, \"b-c\", ü$ } from \"rwstate:taken:1\";\nexport * from \"rwstate:output:./react.js\";\n"
        );
        assert_eq!(
            entry(&Holder { output: "h.js", evaluate: None }, "k", &["a", "b-c"], &[]),
            "import \"./h.js\";\nimport { take } from \"rwstate/dependencies\";\nconst module = take(\"k\");\n\
             const export0 = module[\"a\"];\nconst export1 = module[\"b-c\"];\nexport { export0 as a, export1 as \"b-c\" };\n"
        );
    }
}
