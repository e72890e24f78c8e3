//! `cargo xtask ready`: formats in place, then tests.

use anyhow::Result;

use crate::{
    flags, setup,
    step::{CARGO, command, quiet, tool},
    test,
};

pub(crate) fn run() -> Result<()> {
    setup::root_packages()?;
    quiet("cargo fmt", command(CARGO, &["fmt", "--all"]))?;
    quiet("prettier --write", tool(test::PRETTIER, &["--write", "--log-level", "warn", "."]))?;
    test::run(&flags::Test { only: None, vite: None, runtime: None })
}
