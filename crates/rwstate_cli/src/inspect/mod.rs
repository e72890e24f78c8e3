//! `rwstate inspect`: a running dev server's snapshot -> what the server keeps.

mod moments;
mod parse;
mod table;

use anyhow::{Result, bail};
use rwstate_inspect::Snapshot;

use crate::{
    arguments::{Inspect, InspectFormat},
    exit::CLEAN,
    plain::{is_shown, plain},
    server::{Action, Request, Response, body, url_of},
    terminal::Terminal,
};
use table::Layout;

/// Returns what to request.
pub(crate) fn request(arguments: &Inspect) -> Result<Request> {
    let url = url_of(&arguments.server.url, "snapshot.json")?;
    Ok(Request { url, timeout: arguments.timeout, action: Action::Read })
}

/// Prints what a server has responded.
pub(crate) fn report(
    arguments: &Inspect,
    response: &Response,
    terminal: &mut Terminal<'_>,
) -> Result<u8> {
    let Request { url, timeout, .. } = request(arguments)?;
    let snapshot = parse::snapshot(&url, body(&url, timeout.as_secs_f64(), response)?)?;
    let snapshot = narrowed(snapshot, &arguments.environments)?;
    arguments.color.apply(terminal);
    let stdout = &mut terminal.stdout;
    stdout.print(&match arguments.format {
        InspectFormat::Default => {
            table::text(&snapshot, Layout { color: stdout.color, columns: stdout.columns })
        }
        InspectFormat::Json => json(&snapshot)?,
    })?;
    Ok(CLEAN)
}

/// Keeps the named environments only.
fn narrowed(mut snapshot: Snapshot, names: &[String]) -> Result<Snapshot> {
    if names.is_empty() {
        return Ok(snapshot);
    }
    // A name that is not there is a mistake: an empty table would look like a server without state.
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

/// The document, with JSON's escapes for all that a terminal would interpret.
fn json(snapshot: &Snapshot) -> Result<String> {
    let text = serde_json::to_string_pretty(snapshot)? + "\n";
    let escaped = |char: char| match char {
        '\n' => String::from(char),
        _ if is_shown(char) => String::from(char),
        _ => format!("\\u{:04x}", u32::from(char)),
    };
    Ok(text.chars().map(escaped).collect())
}
