//! What there is to show of a dev server, as JSON.

use serde::{Deserialize, Serialize};

/// The version of this shape. A reader refuses another one.
pub const VERSION: u32 = 4;

/// All that the inspector knows at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Snapshot {
    /// [`VERSION`].
    pub version: u32,
    /// The version of rwstate.
    pub rwstate: String,
    /// The version of Vite.
    pub vite: String,
    /// Vite's root: files are shown from here.
    pub root: String,
    /// When this was taken, in milliseconds since 1970.
    pub at: f64,
    /// The environments, in Vite's order.
    pub environments: Vec<Environment>,
    /// Re-optimizations, the latest first; older ones than a bound are gone.
    pub recoveries: Vec<Recovery>,
    /// Appended dependencies, the latest first; older ones than a bound are gone.
    pub appended: Vec<Appended>,
    /// Edits, the latest first; older ones than a bound are gone.
    pub edits: Vec<Edit>,
}

/// One environment of the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Environment {
    /// Its name in Vite's configuration.
    pub name: String,
    /// `server` or `client`.
    #[cfg_attr(feature = "typescript", ts(type = "\"server\" | \"client\""))]
    pub consumer: String,
    /// Whether its requests wait out a re-optimization.
    pub gated: bool,
    /// Whether a runner has asked for a module of it. Some environments never have one.
    pub runs: bool,
    /// Whether its runner has answered: without, nothing is known of its entries.
    pub answers: bool,
    /// Its entries, in the order in which they began.
    pub entries: Vec<Entry>,
    /// Modules that it has more than once.
    pub duplicates: Vec<Duplicate>,
    /// What the analysis of its modules found.
    pub findings: Vec<Finding>,
}

/// A kept value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// What it is: `AsyncLocalStorage`, `Map`, `number`, a class's name.
    pub kind: String,
    /// Its version, as JavaScript writes it, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Whether something is to be done when it ends.
    pub disposable: bool,
    /// When it began, in milliseconds since 1970.
    pub born: f64,
    /// How many evaluations of its module it has survived: edits that evaluated that again, and reloads of every module.
    pub survived: u32,
    /// Where it is declared; several places are a conflict. Empty where it is not known.
    pub declared: Vec<Declaration>,
    /// Its value in short; `None` where the key looks secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
}

/// A place where an entry is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Declaration {
    /// The absolute path.
    pub file: String,
    /// The line, from 1; 0 where it is not known.
    pub line: u32,
}

/// A file that a runner has as more than one module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Duplicate {
    /// The file, or the package of which there are two copies.
    pub name: String,
    /// Its modules.
    pub ids: Vec<String>,
}

/// What the analysis of a module found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Finding {
    /// The code of the diagnostic, `RWS010`.
    pub code: String,
    /// `error` or `warning`.
    #[cfg_attr(feature = "typescript", ts(type = "\"error\" | \"warning\""))]
    pub severity: String,
    /// The diagnostic as the terminal shows it.
    pub text: String,
}

/// A re-optimization that the gate has seen through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Recovery {
    /// A number that grows by one with each [`Recovery`], [`Appended`] and [`Edit`].
    pub id: u32,
    /// When it began, in milliseconds since 1970.
    pub at: f64,
    /// The environment.
    pub environment: String,
    /// The dependencies that were discovered.
    pub dependencies: Vec<Dependency>,
    /// How many requests were held.
    pub held: u32,
    /// How long the longest of them was, in milliseconds.
    pub longest: f64,
    /// How many requests were sent again.
    pub replayed: u32,
    /// Whether modules were evaluated again. Otherwise no entry was at stake, and none counts as kept.
    pub reloaded: bool,
    /// How many entries were kept, which without rwstate would have been reset; `None` where no runner answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<u32>,
    /// The keys of those, as far as a bound.
    pub keys: Vec<String>,
}

/// Dependencies that were appended together. Nothing was reloaded for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Appended {
    /// A number that grows by one with each [`Recovery`], [`Appended`] and [`Edit`].
    pub id: u32,
    /// When the first of them was discovered, in milliseconds since 1970.
    pub at: f64,
    /// The environment.
    pub environment: String,
    /// The dependencies.
    pub dependencies: Vec<Dependency>,
    /// How long the longest of them took from its discovery until it was served.
    pub milliseconds: f64,
}

/// A discovered dependency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// The file that imports it, from the root, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importer: Option<String>,
}

/// What one or more saved files had a runner evaluate again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Edit {
    /// A number that grows by one with each [`Recovery`], [`Appended`] and [`Edit`].
    pub id: u32,
    /// When the first file was saved, in milliseconds since 1970; where none was, when the runner was sent the update.
    pub at: f64,
    /// The environment.
    pub environment: String,
    /// The modules that were evaluated again, as far as a bound; empty where all were.
    pub evaluated: Vec<Evaluated>,
    /// How many they are.
    pub count: u32,
    /// How many other modules the runner has kept as they were.
    pub kept: u32,
    /// How long it took from the save until they were evaluated; `None` where the runner has not said that they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<f64>,
    /// Why every module was evaluated again; `None` where only some were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reload: Option<Reload>,
}

/// A module that was evaluated again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Evaluated {
    /// The module, from the root.
    pub module: String,
    /// The reason.
    pub why: Why,
    /// Of an importer, what it imports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imports: Option<String>,
}

/// Why a module was evaluated again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Why {
    /// It changed.
    Changed,
    /// It imports what was evaluated again.
    Importer,
    /// What changed, or an importer of that, registers with it while it is evaluated.
    Registry,
    /// A plugin has invalidated it.
    Invalidated,
}

/// A reload of every module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct Reload {
    /// Why it evaluated every module.
    pub reason: String,
    /// The file that triggered it, from the root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}
