//! `rwstate inspect`: a running dev server -> what it keeps, as its inspector tells it.

mod address;
mod answer;
mod columns;
mod moments;
mod plain;
mod request;
mod table;

use anyhow::{Result, bail};
use rwstate_inspect::Snapshot;

use crate::{
    arguments::{Inspect, InspectFormat},
    exit::CLEAN,
    terminal::Terminal,
};
use plain::plain;
use table::Look;

pub(crate) fn run(arguments: &Inspect, terminal: &mut Terminal<'_>) -> Result<u8> {
    let Inspect { url, environments, format, timeout, color } = arguments;
    color.apply(terminal);
    let url = address::snapshot(url)?;
    let body = request::get(&url, *timeout)?;
    let snapshot = narrowed(answer::read(&url, &body)?, environments)?;
    let stdout = &mut terminal.stdout;
    stdout.print(&match format {
        InspectFormat::Default => {
            table::text(&snapshot, Look { color: stdout.color, columns: stdout.columns })
        }
        InspectFormat::Json => json(&snapshot)?,
    })?;
    Ok(CLEAN)
}

/// Leaves the named environments alone.
fn narrowed(mut snapshot: Snapshot, names: &[String]) -> Result<Snapshot> {
    if names.is_empty() {
        return Ok(snapshot);
    }
    let all: Vec<_> = snapshot.environments.iter().map(|it| it.name.clone()).collect();
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        let (unknown, all) = (plain(unknown), plain(&all.join(", ")));
        bail!("the server has no environment {unknown}; it has: {all}");
    }
    snapshot.environments.retain(|it| names.contains(&it.name));
    snapshot.recoveries.retain(|it| names.contains(&it.environment));
    snapshot.appended.retain(|it| names.contains(&it.environment));
    snapshot.edits.retain(|it| names.contains(&it.environment));
    Ok(snapshot)
}

/// The document, in which JSON's own escapes stand for all that a terminal would carry out.
fn json(snapshot: &Snapshot) -> Result<String> {
    let text = serde_json::to_string_pretty(snapshot)? + "\n";
    let escaped = |char: char| match char {
        '\n' => String::from(char),
        _ if plain::is_shown(char) => String::from(char),
        _ => format!("\\u{:04x}", u32::from(char)),
    };
    Ok(text.chars().map(escaped).collect())
}
