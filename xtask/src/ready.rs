//! `cargo xtask ready`: formats in place, then tests.

use anyhow::Result;

use crate::{
    flags, npm,
    step::{CARGO, command, quiet, tool},
    test,
};

pub(crate) fn run() -> Result<()> {
    npm::install_root()?;
    quiet("cargo fmt", command(CARGO, &["fmt", "--all"]))?;
    quiet("oxfmt", tool(test::OXFMT, &[]))?;
    test::run(&flags::Test::default())
}
