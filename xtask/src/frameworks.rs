//! `cargo xtask frameworks [NAME]`: the apps of `playground/frameworks` and `RedwoodSDK`'s, edited under load, or built.

use anyhow::{Result, bail};

use crate::{
    build::Profile,
    flags,
    setup::{self, App},
    step::{command, live},
};

pub(crate) fn run(flags: &flags::Frameworks) -> Result<()> {
    let is_wanted = |app: &&App| flags.name.as_deref().is_none_or(|name| name == app.name());
    let apps: Vec<&App> = setup::APPS.iter().filter(is_wanted).collect();
    if apps.is_empty() {
        let names: Vec<_> = setup::APPS.iter().map(|app| app.name()).collect();
        bail!("there is no such app; there are: {}", names.join(", "));
    }
    for app in &apps {
        app.install(Profile::Release)?;
    }
    let script = if flags.build { "build" } else { "index" };
    let mut command = command("node", &[&format!("bench/frameworks/{script}.mjs")]);
    command.args(apps.iter().map(|app| app.name()));
    command.args(flags.rounds.map(|rounds| format!("--rounds={rounds}")));
    command.args(flags.record.then_some("--record"));
    live("frameworks", command)
}
