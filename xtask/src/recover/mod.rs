//! `cargo xtask bench recover`: requests under load while dependencies re-optimize.
//!
//! The driver in Node starts the servers and measures; what it measured is rendered here, as a table, as JSON and as charts.

mod chart;
mod measured;
mod table;

use std::{fs, process::Stdio};

use anyhow::{Context as _, Result, bail};

use self::{chart::Theme, measured::Measured};
use crate::{
    build::Profile,
    flags::{App, Bench, Major, Runtime},
    root::at,
    setup,
    step::command,
};

pub(crate) fn run(flags: &Bench) -> Result<()> {
    match flags.app {
        Some(App::Rwsdk) => setup::rwsdk_app(Profile::Release)?,
        Some(App::Playground) | None => match flags.vite {
            Some(major) => setup::playgrounds(&[major], Profile::Release)?,
            None => setup::playgrounds(&Major::ALL, Profile::Release)?,
        },
    }
    if flags.runtime == Some(Runtime::Browser) {
        bail!("requests are held for servers only: --runtime node or workerd");
    }
    let mut driver = command("node", &["bench/recover.mjs"]);
    driver.args(&flags.arguments);
    let given = [
        ("--app", flags.app.map(|app| app.to_string())),
        ("--vite", flags.vite.map(|vite| vite.to_string())),
        ("--runtime", flags.runtime.map(|runtime| runtime.to_string())),
    ];
    for (name, value) in given {
        driver.args(value.map(|value| format!("{name}={value}")));
    }
    let output = driver.stderr(Stdio::inherit()).output().context("cannot run node")?;
    if !output.status.success() {
        bail!("bench/recover.mjs ended with {}", output.status);
    }
    let measured: Measured = serde_json::from_slice(&output.stdout)?;
    for cell in &measured.cells {
        println!("\n{}", table::render(&cell.name(&measured.app), cell));
    }
    keep(&measured, &output.stdout)
}

/// Writes what was measured, and a chart of each cell in each theme.
fn keep(measured: &Measured, json: &[u8]) -> Result<()> {
    let folder = at("target/bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("recover.json"), json)?;
    println!("\ntarget/bench/recover.json");
    let app = &measured.app;
    for cell in &measured.cells {
        for theme in [Theme::Light, Theme::Dark] {
            let name = format!("recover-{app}-{}-vite-{}-{theme}.svg", cell.runtime, cell.vite);
            fs::write(folder.join(&name), chart::render(&cell.name(app), cell, theme))?;
            println!("target/bench/{name}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::measured::{Cell, Measured};

    /// A cell as the driver prints it.
    pub(super) fn cell() -> Cell {
        let column = |name: &str, end: u32, failure: &str| {
            let round = |late: u32| {
                format!(
                    r#"{{ "edits": [{{ "name": "mitt", "begin": 10, "end": {}, "reloaded": true }}],
                    "requests": [{{ "begin": 0, "end": 20 }}, {{ "begin": 5, "end": {end} {failure} }}],
                    "posts": {{ "sent": 3, "twice": 0, "never": 1 }}, "memory": {{ "server": {end}, "workerd": 0 }} }}"#,
                    end + late
                )
            };
            let rounds = [round(0), round(0), round(100)];
            format!(r#"{{ "name": "{name}", "rounds": [{}] }}"#, rounds.join(","))
        };
        let columns = [
            column("plain Vite", 210, r#", "failure": "duplicate React""#),
            column("gate: false", 110, ""),
            column("rwstate", 60, ""),
        ];
        let text = format!(
            r#"{{ "app": "playground", "edits": 1, "cells": [{{ "vite": "8", "runtime": "node",
            "columns": [{}], "idle": {{ "requests": 2000, "ratios": [0.99, 1.01, 1.02], "noise": [1.01, 0.98] }} }}] }}"#,
            columns.join(",")
        );
        let measured: Measured = serde_json::from_str(&text).unwrap();
        measured.cells.into_iter().next().unwrap()
    }
}
