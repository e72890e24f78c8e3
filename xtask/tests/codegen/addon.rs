//! What napi-derive writes of the addon's exports -> a TypeScript module.
//!
//! ```json
//! {"kind": "struct", "name": "Recovery", "js_doc": "/** A re-optimization. */\n", "def": ""}
//! {"kind": "impl", "name": "Recovery", "js_doc": "", "def": "constructor(facts: RecoveryFacts)\nget line(): string"}
//! ```
//! ```ts
//! /** A re-optimization. */
//! export declare class Recovery {
//!   constructor(facts: RecoveryFacts);
//!   get line(): string;
//! }
//! ```

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use serde::Deserialize;

/// One export, or the methods of a class.
#[derive(Deserialize)]
struct Definition {
    kind: String,
    name: String,
    js_doc: String,
    def: String,
}

/// Returns the module, each kind of export in the order of the crate's modules.
pub(crate) fn generate() -> String {
    let lines = fs::read_to_string(Path::new(rwstate_binding::TYPES).join("rwstate_binding"))
        .expect("the addon's types are written as it is compiled");
    let all = lines.lines().map(|line| serde_json::from_str::<Definition>(line).unwrap());
    let (methods, exports): (Vec<_>, Vec<_>) = all.partition(|it| it.kind == "impl");
    let methods: BTreeMap<_, _> = methods.into_iter().map(|it| (it.name, it.def)).collect();
    let mut text = String::from("/* oxlint-disable */\n");
    for Definition { kind, name, js_doc, def } in exports {
        let _ = write!(text, "\n{js_doc}");
        let _ = match &*kind {
            "fn" => writeln!(text, "export declare {def};"),
            "type" => writeln!(text, "export type {name} = {def};"),
            "string_enum" => writeln!(text, "export type {name} = {};", union(&def)),
            "enum" => writeln!(text, "export declare enum {name} {{\n{}}}", body(&def, "")),
            "interface" => writeln!(text, "export interface {name} {{\n{}}}", body(&def, ";")),
            "struct" => {
                let members = methods.get(&name).map_or("", |def| def);
                let is_made_by_rust = !members.contains("constructor(");
                let own = if is_made_by_rust { "private constructor()\n" } else { "" };
                let members = body(&format!("{own}{members}"), ";");
                writeln!(text, "export declare class {name} {{\n{members}}}")
            }
            other => panic!("{name} is of the kind {other}, which is not written yet"),
        };
    }
    text
}

/// Indents members, and ends each that is no comment. What may be absent may be `undefined` too, as the addon reads it.
fn body(members: &str, end: &str) -> String {
    let mut body = String::new();
    for line in members.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_optional = line.split_once("?: ").is_some_and(|(name, _)| !name.contains('('));
        let _ = match line.as_bytes() {
            [b'/', ..] => writeln!(body, "  {line}"),
            [b'*', ..] => writeln!(body, "   {line}"),
            _ if is_optional => writeln!(body, "  {line} | undefined{end}"),
            _ => writeln!(body, "  {line}{end}"),
        };
    }
    body
}

/// `Dev = 'dev',\nBuild = 'build'` -> `"dev" | "build"`
fn union(members: &str) -> String {
    let values = members.lines().filter_map(|line| line.split_once(" = "));
    let values: Vec<_> = values.map(|(_, value)| value.trim_end_matches(',')).collect();
    values.join(" | ").replace('\'', "\"")
}
