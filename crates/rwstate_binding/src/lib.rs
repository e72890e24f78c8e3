//! The Node addon: shells and conversions around the crates. It decides nothing.
//!
//! Every function catches a panic and throws it: one that reached Node's C code would end the process (a test of xtask holds it).
//! `packages/rwstate/src/addon.ts` is generated from what is exported here.

#![expect(
    clippy::needless_pass_by_value,
    reason = "Node-API passes strings and arrays as owned values"
)]
#![expect(unreachable_pub, reason = "what is public is exported to JavaScript, not to Rust")]

mod access;
mod append;
mod cli;
mod diagnostics;
mod edits;
mod gate;
mod inspector;
mod options;
mod plan;
mod reoptimization;
mod rewriter;

/// The folder of a file named after this crate: what napi-derive has written of its exports, a JSON object a line.
pub const TYPES: &str = env!("NAPI_TYPE_DEF_TMP_FOLDER");
