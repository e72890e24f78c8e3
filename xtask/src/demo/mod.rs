//! `cargo xtask demo`: the same edits in a real dev server, three times, and what was kept of the state.
//!
//! The driver in Node starts the servers, edits and reports; what its reports mean is decided here.

mod line;
mod progress;
mod table;
mod verdict;

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use self::{
    line::{Line, Step},
    progress::Progress,
    verdict::{Column, Row},
};
use crate::{
    build::Profile,
    flags::{self, Runtime},
    setup,
    step::command,
};

pub(crate) fn run(flags: &flags::Demo) -> Result<()> {
    let flags::Demo { runtime, vite, serve } = *flags;
    setup::playgrounds(&[vite], Profile::Release)?;
    let mut driver = command("node", &["playground/harness/demo.mjs"]);
    driver.args([vite.to_string(), runtime.to_string()]);
    if runtime == Runtime::Browser {
        driver.env("CHROMIUM", setup::chromium()?);
    }
    if serve {
        driver.arg("serve");
    } else {
        println!("\nThe same edits in three dev servers: Vite {vite}, {runtime}.\n");
    }
    let (steps, columns) = observe(driver)?;
    if serve {
        return Ok(());
    }
    anstream::println!("\n{}", table::render(&steps, &columns));
    for column in &columns {
        for (step, row) in steps.iter().zip(&column.rows) {
            if !matches!(row, Row::Answered(_)) {
                println!("{}, {}: {}", column.variant, step.name, table::words(row));
            }
        }
    }
    conclude(&steps, &columns)
}

/// Runs the driver to its end, and judges what it sees as it comes.
fn observe(mut driver: Command) -> Result<(Vec<Step>, Vec<Column>)> {
    // The driver's input stays open as long as this lives: it closes its server when its input ends.
    let mut child =
        driver.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run node")?;
    let output = BufReader::new(child.stdout.take().context("the driver has no output")?);
    let mut plan: Vec<Step> = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut progress = None;
    for line in output.lines() {
        let line = line?;
        let line =
            serde_json::from_str(&line).with_context(|| format!("the driver printed: {line}"))?;
        match line {
            Line::Plan { variants, steps } => {
                progress = Some(Progress::new(variants.len() * steps.len()));
                plan = steps;
            }
            Line::Opening { variant } => {
                if let Some(progress) = &progress {
                    progress.show(&format!("{variant}: starting the server"));
                }
                columns.push(Column::new(variant));
            }
            Line::Observed(seen) => {
                let column = columns.last_mut().context("a step without a server")?;
                // Every server takes the steps in the order of the plan.
                let step = plan.get(column.rows.len()).context("a step that was not planned")?;
                let (variant, seconds) = (column.variant.clone(), seen.seconds);
                let words = table::words(column.add(step, *seen));
                if let Some(progress) = &progress {
                    progress.step(&format!("{variant}: {}: {words} ({seconds:.1} s)", step.name));
                }
            }
            Line::Serving { url, root } => invite(&url, &root),
        }
    }
    // The bar is gone before anything else is written.
    drop(progress);
    let status = child.wait()?;
    if !status.success() {
        bail!("the demo's driver ended with {status}");
    }
    Ok((plan, columns))
}

/// Prints what to do with a server that is left running.
fn invite(url: &str, root: &str) {
    println!(
        "\n  A dev server with rwstate runs at {url}\n\n  \
         edit   {root}/src/app.ts: any change reloads the app\n  \
         edit   {root}/src/late.ts: add these lines, and late dependencies are appended\n\n             \
         import * as late1 from \"fw/late\"; late[\"fw/late\"] = late1;\n             \
         import * as valtio from \"valtio\"; late[\"valtio\"] = valtio;\n\n  \
         look   at the answer: `instance` grows with each new evaluation; each of `contexts` is still the `id`;\n         \
         the numbers in `state`, and those in `store`, stay what they were: one number is one object\n\n  \
         Ctrl-C ends the server and removes this copy of the app.\n"
    );
}

/// Prints the verdict in one line; fails unless rwstate's column is clean.
fn conclude(steps: &[Step], columns: &[Column]) -> Result<()> {
    let Some(column) = columns.iter().find(|column| column.variant == "rwstate") else {
        bail!("rwstate's server was not observed");
    };
    if column.is_clean(steps.len()) {
        println!("rwstate is clean: nothing lost, nothing split, in {} steps.", steps.len());
        if column.has_new_pages() {
            println!(
                "A page that is reloaded starts fresh, by design: in a browser, state outlives accepted updates."
            );
        }
        return Ok(());
    }
    let lost = steps.iter().zip(&column.rows).filter(|(_, row)| !row.is_clean());
    let names: Vec<_> = lost.map(|(step, _)| step.name.as_str()).collect();
    bail!(
        "rwstate is not clean: {}",
        if names.is_empty() { "a step is missing".into() } else { names.join(", ") }
    )
}
