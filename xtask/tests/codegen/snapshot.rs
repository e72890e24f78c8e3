//! The inspector's snapshot -> the types with which its page reads it.

use std::fmt::Write as _;

use rwstate_inspect::{
    Appended, Declaration, Dependency, Duplicate, Edit, Entry, Environment, Evaluated, Finding,
    Recovery, Reload, Snapshot, VERSION, Why,
};
use ts_rs::{Config, TS};

/// Returns the module.
pub(crate) fn generate() -> String {
    let mut text = format!(
        "\n/** The version of this shape that the page reads. */\nexport const VERSION = {VERSION};\n"
    );
    let config = Config::default();
    for declaration in [
        declaration::<Snapshot>(&config),
        declaration::<Environment>(&config),
        declaration::<Entry>(&config),
        declaration::<Declaration>(&config),
        declaration::<Duplicate>(&config),
        declaration::<Finding>(&config),
        declaration::<Recovery>(&config),
        declaration::<Appended>(&config),
        declaration::<Dependency>(&config),
        declaration::<Edit>(&config),
        declaration::<Evaluated>(&config),
        declaration::<Why>(&config),
        declaration::<Reload>(&config),
    ] {
        let _ = write!(text, "\n{declaration}");
    }
    text
}

/// ```ts
/// type Reload = { \n/**\n * Why.\n */\nreason: string, }      // as ts-rs writes it
///
/// export interface Reload {
///   /** Why. */
///   reason: string;
/// }
/// ```
fn declaration<T: TS>(config: &Config) -> String {
    let name = T::name(config);
    let definition = T::inline(config);
    let docs = in_line(&T::docs().unwrap_or_default());
    let Some(members) = definition.strip_prefix('{').and_then(|it| it.strip_suffix('}')) else {
        return format!("{docs}export type {name} = {definition};\n");
    };
    let mut text = format!("{docs}export interface {name} {{\n");
    for line in in_line(members).lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.strip_suffix(',').map_or_else(|| line.into(), |it| format!("{it};"));
        let _ = writeln!(text, "  {line}");
    }
    text + "}\n"
}

/// Puts comments into one line each.
fn in_line(text: &str) -> String {
    text.replace("/**\n * ", "/** ").replace("\n */", " */")
}
