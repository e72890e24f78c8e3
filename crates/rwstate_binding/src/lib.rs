//! The Node addon: shells and conversions around the crates. It decides nothing.
//!
//! Every function catches a panic and throws it: one that reached Node's C code would end the process (a test of xtask holds it).

#![expect(
    clippy::needless_pass_by_value,
    reason = "Node-API hands values over: strings and arrays arrive owned"
)]

mod append;
mod cli;
mod diagnostics;
mod edits;
mod gate;
mod imports;
mod inspect;
mod options;
mod plan;
mod preserve;
mod recovery;
