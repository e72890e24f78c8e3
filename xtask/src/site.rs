//! `cargo xtask site`: the repository's Markdown as a site. Tests build it, which fails on a link that leads nowhere.

use std::process::Command;

use anyhow::Result;

use crate::{
    lock::lock,
    npm,
    root::at,
    stamp::{Part, Stamp},
    step::{command, live, quiet},
};

/// Builds the site, and serves it to this machine until that is interrupted.
pub(crate) fn serve() -> Result<()> {
    build()?;
    // Vite's server: that of VitePress can be reached from everywhere.
    live("site", tool("vite/bin/vite.js", &["preview", "--outDir", "../target/site", "site"]))
}

/// Builds the site into `target/site`.
pub(crate) fn build() -> Result<()> {
    install()?;
    let trees = ["docs", "site/.vitepress"].map(|folder| Part::Tree(at(folder)));
    let files = ["README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG"]
        .map(|name| Part::File(at(&format!("{name}.md"))));
    let lock = Part::File(at("site/package-lock.json"));
    let inputs = trees.into_iter().chain(files).chain([lock]).collect();
    Stamp::new("site", inputs, vec![Part::Tree(at("target/site"))]).unless_done(|| {
        quiet("build the site", tool("vitepress/bin/vitepress.js", &["build", "site"]))
    })
}

fn install() -> Result<()> {
    npm::check_node()?;
    let _lock = lock()?;
    npm::install_files("site", &at("site"))
}

/// Returns a program of the site's packages, in the repository's folder.
fn tool(file: &str, arguments: &[&str]) -> Command {
    let mut node = command("node", &[]);
    node.arg(at("site/node_modules").join(file)).args(arguments);
    node
}
