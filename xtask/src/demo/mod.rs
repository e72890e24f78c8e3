//! `cargo xtask demo`: the same edits in a real dev server, three times, and what was kept of the state.

mod report;
mod table;
mod verdict;

use std::{
    io::{BufRead as _, BufReader, IsTerminal as _},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use self::{report::Line, verdict::Column};
use crate::{
    flags::{self, Major, Runtime},
    root::{at, root},
    setup,
};

pub(crate) fn run(flags: &flags::Demo) -> Result<()> {
    let runtime = flags.runtime.unwrap_or(Runtime::Workerd);
    let vite = flags.vite.unwrap_or(Major::NEWEST);
    setup::playgrounds(&[vite])?;
    let mut command = Command::new("node");
    command
        .arg(at("playground/harness/demo.mjs"))
        .args([vite.to_string(), runtime.to_string()])
        .current_dir(root());
    if runtime == Runtime::Browser {
        command.env("CHROMIUM", setup::chromium()?);
    }
    if flags.serve {
        command.arg("serve");
        command.status().context("cannot run node")?;
        return Ok(());
    }
    println!("\nThe same edits in a real Vite {vite} dev server ({runtime}), three times:\n");
    let columns = observe(command)?;
    println!("\n{}", table::render(&columns));
    match columns.last().filter(|column| column.name == "rwstate" && column.is_clean()) {
        Some(_) => Ok(()),
        None => bail!("rwstate's column is not clean"),
    }
}

/// Runs the driver and reads its observations as they come.
fn observe(mut command: Command) -> Result<Vec<Column>> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot run node")?;
    let lines = BufReader::new(child.stdout.take().context("the driver has no output")?).lines();
    let bar = std::io::stdout().is_terminal().then(|| {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")
            .unwrap_or(ProgressStyle::default_bar());
        ProgressBar::new(1).with_style(style)
    });
    let mut columns: Vec<Column> = Vec::new();
    for line in lines {
        match serde_json::from_str::<Line>(&line?).context("the driver said something else")? {
            Line::Variant { name, steps } => {
                match &bar {
                    Some(bar) => bar.set_length(3 * steps),
                    None => println!("{name}: starting the server"),
                }
                columns.push(Column::new(name));
            }
            Line::Step { step, path, report, error } => {
                let column = columns.last_mut().context("a step without a server")?;
                let name = column.name.clone();
                let row = column.add(step, path, report.as_ref(), error);
                match &bar {
                    Some(bar) => {
                        bar.set_message(format!("{name}: {row}"));
                        bar.inc(1);
                    }
                    None => println!("{name}: {row}"),
                }
            }
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    if !child.wait()?.success() {
        bail!("the demo's servers did not come to their end");
    }
    Ok(columns)
}
