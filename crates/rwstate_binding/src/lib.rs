//! The Node addon: shells and conversions around the crates. It decides nothing.

mod diagnostics;
mod options;
mod plan;
