//! The Node addon: shells and conversions around the crates. It decides nothing.

#![expect(
    clippy::needless_pass_by_value,
    reason = "Node-API hands values over: strings and arrays arrive owned"
)]

mod diagnostics;
mod gate;
mod options;
mod plan;
mod recovery;
mod scan;
