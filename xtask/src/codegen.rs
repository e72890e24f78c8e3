//! `cargo xtask codegen`: writes what is generated from Rust, which a test compares otherwise.

use anyhow::Result;

use crate::step::{CARGO, command, live};

/// The test that knows what is generated. Of the whole workspace, so that cargo compiles nothing with other features.
const TEST: [&str; 5] = ["test", "--quiet", "--workspace", "--test", "codegen"];

pub(crate) fn run() -> Result<()> {
    let mut test = command(CARGO, &TEST);
    test.env("UPDATE_GENERATED", "1");
    live("write what is generated", test)
}
