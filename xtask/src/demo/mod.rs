//! `cargo xtask demo`: the same edits in a real dev server, three times, and what was kept of the state.
//!
//! The driver in Node starts the servers, edits and reports; what its reports mean is decided here.

mod line;
mod picture;
mod progress;
mod table;
mod verdict;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, Result, bail};

use self::{
    line::{Line, Step},
    picture::Frame,
    progress::Progress,
    verdict::{Column, Row},
};
use crate::{
    build::Profile,
    flags::{self, Runtime},
    root::at,
    setup,
    step::command,
};

pub(crate) fn run(flags: &flags::Demo) -> Result<()> {
    let flags::Demo { runtime, vite, serve, record } = *flags;
    setup::playgrounds(&[vite], Profile::Release)?;
    let mut driver = command("node", &["playground/harness/demo.mjs"]);
    driver.args([vite.to_string(), runtime.to_string()]);
    if runtime == Runtime::Browser {
        driver.env("CHROMIUM", setup::chromium()?);
    }
    let heading = format!("The same edits in three dev servers: Vite {vite}, {runtime}.");
    if serve {
        driver.arg("serve");
    } else {
        println!("\n{heading}\n");
    }
    let Observed { steps, columns, mut screens } = observe(driver)?;
    if serve {
        return Ok(());
    }
    let table = table::render(&steps, &columns);
    anstream::println!("\n{table}");
    for column in &columns {
        for (step, row) in steps.iter().zip(&column.rows) {
            if !matches!(row, Row::Answered(_)) {
                println!("{}, {}: {}", column.variant, step.name, table::words(row));
            }
        }
    }
    let verdict = conclude(&steps, &columns)?;
    println!("{verdict}");
    if record {
        let at = screens.last().map_or(0.0, |last| last.at);
        screens.push(Frame { at, text: format!("{table}\n{verdict}") });
        write(&screens, &heading)?;
    }
    Ok(())
}

/// What was seen of all servers.
#[derive(Default)]
struct Observed {
    steps: Vec<Step>,
    columns: Vec<Column>,
    /// What a terminal has shown meanwhile, below the heading.
    screens: Vec<Frame>,
}

/// Runs the driver to its end, and judges what it sees as it comes.
fn observe(mut driver: Command) -> Result<Observed> {
    // The driver's input stays open as long as this lives: it closes its server when its input ends.
    let mut child =
        driver.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run node")?;
    let output = BufReader::new(child.stdout.take().context("the driver has no output")?);
    let mut seen = Observed::default();
    let progress = Progress::new();
    let begun = Instant::now();
    for line in output.lines() {
        let line = line?;
        let line =
            serde_json::from_str(&line).with_context(|| format!("the driver printed: {line}"))?;
        let done = match line {
            Line::Plan { variants, steps } => {
                seen.columns = variants.into_iter().map(Column::new).collect();
                seen.steps = steps;
                continue;
            }
            Line::Opening { variant } => format!("{}: starting the server", table::title(&variant)),
            Line::Observed { variant, observation } => {
                let column = seen.columns.iter_mut().find(|column| column.variant == variant);
                let column = column.context("a step of no server")?;
                // Every server takes the steps in the order of the plan.
                let step =
                    seen.steps.get(column.rows.len()).context("a step that was not planned")?;
                let seconds = observation.seconds;
                let words = table::words(column.add(step, *observation));
                let title = table::title(&variant);
                format!("{title}: {}: {words} ({seconds:.1} s)", step.name)
            }
            Line::Serving { url, root } => {
                invite(&url, &root);
                continue;
            }
        };
        let text = format!("{}\n{done}", table::render(&seen.steps, &seen.columns));
        progress.show(&text, &done);
        seen.screens.push(Frame { at: begun.elapsed().as_secs_f64(), text });
    }
    // What it shows is gone before anything else is written.
    drop(progress);
    let status = child.wait()?;
    if !status.success() {
        bail!("the demo's driver ended with {status}");
    }
    Ok(seen)
}

/// Writes the session as README's pictures.
fn write(screens: &[Frame], heading: &str) -> Result<()> {
    let frame = |screen: &Frame| Frame {
        at: screen.at,
        text: format!("$ cargo xtask demo\n\n{heading}\n\n{}", screen.text),
    };
    let frames: Vec<_> = screens.iter().map(frame).collect();
    for theme in &picture::THEMES {
        let file = at(&format!("docs/images/demo-{}.svg", theme.name));
        fs::write(&file, picture::draw(&frames, heading, theme))?;
        println!("{}", file.display());
    }
    Ok(())
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

/// Returns the verdict; fails unless rwstate's column is clean.
fn conclude(steps: &[Step], columns: &[Column]) -> Result<String> {
    let Some(column) = columns.iter().find(|column| column.variant == "rwstate") else {
        bail!("rwstate's server was not observed");
    };
    if column.is_clean(steps.len()) {
        let mut verdict =
            format!("rwstate is clean: nothing lost, nothing split, in {} steps.", steps.len());
        if column.has_new_pages() {
            verdict += "\nA page that is reloaded starts fresh, by design: in a browser, state outlives accepted updates.";
        }
        return Ok(verdict);
    }
    let lost = steps.iter().zip(&column.rows).filter(|(_, row)| !row.is_clean());
    let names: Vec<_> = lost.map(|(step, _)| step.name.as_str()).collect();
    bail!(
        "rwstate is not clean: {}",
        if names.is_empty() { "a step is missing".into() } else { names.join(", ") }
    )
}
