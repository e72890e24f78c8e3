//! What an app depends on, read from its sources.
//!
//! ```text
//! import a from "a"; export * from "b"; import("c");   ->   a, b, c
//! import type { T } from "types"; import(name);        ->   nothing
//! ```

mod extract;
mod literal;
mod pieces;
mod types;

pub use extract::{Directive, Extracted, Form, Import, extract, imports};
