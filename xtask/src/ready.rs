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
    quiet("prettier --write", tool(test::PRETTIER, &["--write", "--log-level", "warn", "."]))?;
    test::run(&flags::Test::default())
}
