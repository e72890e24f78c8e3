//! Module-level state in JavaScript and TypeScript, and how to keep it without a change of the source: contexts, what the options
//! name, and what a comment asks to keep.
//!
//! ```js
//! /* rwstate: keep */                        // in
//! const cache = new Map();
//! /* rwstate: keep */
//! let hits = 0;
//! export function hit() { return hits++; }
//!
//! import { keep, write } from "rwstate/preserve"; function mirror(v) { return arguments.length ? hits = v : hits; }
//! const cache = keep("app@1.0.0/src/cache.ts#cache~9f86d081", () => new Map());          // out
//! let hits = keep("app@1.0.0/src/cache.ts#hits~60303ae2", () => 0, mirror);
//! export function hit() { return write(hits++, mirror); }
//! ```
//!
//! [`analyze`] finds the state and says of each piece whether it can be kept, and if not why. [`rewrite`] has it kept; the local
//! binding stays what it was, so exports, types and closures stay too. [`migrate`] writes the same as explicit calls, for a
//! person to read. [`declared`] finds the calls that are there already. With `rwstate_syntax` this crate is the only one that
//! knows oxc's AST, and it reads no file.

mod analyze;
mod declared;
mod diagnostics;
mod listed;
mod migrate;
mod module;
mod options;
mod package;
mod rewrite;
mod script;
mod search;
mod source_map;
mod state;

pub use analyze::{AnalyzeReturn, analyze, plain_state};
pub use declared::{Declared, declared};
pub use diagnostics::{lost_line, often_reset, reset_line};
pub use listed::Listed;
pub use migrate::{MigrateOptions, MigrateReturn, migrate};
pub use module::is_script;
pub use options::{AnalyzeOptions, RewriteOptions};
pub use package::{Module, Package};
pub use rewrite::{Entry, RewriteReturn, rewrite};
pub use script::{Script, script};
pub use search::{may_have_state, words};
pub use source_map::chain;
pub use state::{Kind, PlainState, Reason, Refusal, Span, State, Verdict};
