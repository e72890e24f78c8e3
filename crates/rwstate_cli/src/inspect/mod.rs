//! `rwstate inspect`: a running dev server's snapshot -> what the server keeps.

mod columns;
mod moments;
mod plain;
mod response;
mod table;
mod url;

use std::time::Duration;

use anyhow::{Result, bail};
use rwstate_inspect::Snapshot;

use crate::{
    arguments::{Inspect, InspectFormat},
    exit::CLEAN,
    terminal::Terminal,
};
use plain::plain;
pub use response::Response;
use table::Layout;

/// A GET request to a dev server, for JSON. Redirects are not followed, proxies not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The URL, with the user's name and password if `--url` has them.
    pub url: String,
    /// How long to wait for the whole response.
    pub timeout: Duration,
}

/// Returns what to request.
pub(crate) fn request(arguments: &Inspect) -> Result<Request> {
    Ok(Request { url: url::snapshot(&arguments.url)?, timeout: arguments.timeout })
}

/// Prints what a server has responded.
pub(crate) fn report(
    arguments: &Inspect,
    response: &Response,
    terminal: &mut Terminal<'_>,
) -> Result<u8> {
    let Request { url, timeout } = request(arguments)?;
    let snapshot = response::snapshot(&url, timeout.as_secs_f64(), response)?;
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
        _ if plain::is_shown(char) => String::from(char),
        _ => format!("\\u{:04x}", u32::from(char)),
    };
    Ok(text.chars().map(escaped).collect())
}
