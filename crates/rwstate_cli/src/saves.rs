//! `rwstate hold` and `rwstate flush`: a running dev server's response -> what was saved, and what of it does not compile.

use std::{fmt::Write as _, time::Duration};

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::{
    arguments::{Hold, Server},
    exit::{CLEAN, FINDINGS},
    plain::plain,
    server::{Action, Request, Response, body, shown, url_of},
    terminal::Terminal,
};

/// How long a server has to respond: it transforms what was saved before it does.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What a server responds to a flush.
#[derive(Debug, Deserialize)]
struct Flushed {
    files: Vec<String>,
    failures: Vec<Failure>,
}

/// A module that does not compile.
#[derive(Debug, Deserialize)]
struct Failure {
    file: String,
    environment: String,
    message: String,
    /// From 1.
    line: Option<u32>,
    /// From 0.
    column: Option<u32>,
}

/// Returns the request that holds saves.
pub(crate) fn hold(Hold { server, command }: &Hold) -> Result<Request> {
    let command = command.clone();
    let action = Action::Hold { command, flush: url_of(&server.url, "flush")? };
    Ok(Request { url: url_of(&server.url, "hold")?, timeout: TIMEOUT, action })
}

/// Returns the request that ends all holds.
pub(crate) fn flush(server: &Server) -> Result<Request> {
    Ok(Request { url: url_of(&server.url, "flush")?, timeout: TIMEOUT, action: Action::Flush })
}

/// Prints what was saved. What does not compile is a finding.
pub(crate) fn report(
    server: &Server,
    response: &Response,
    terminal: &mut Terminal<'_>,
) -> Result<u8> {
    let url = url_of(&server.url, "flush")?;
    let body = body(&url, TIMEOUT.as_secs_f64(), response)?;
    // The response of a hold has a line before that.
    let last = body.lines().last().unwrap_or_default();
    let Ok(flushed) = serde_json::from_str::<Flushed>(last) else {
        bail!("{} responds with something other than rwstate does", shown(&url));
    };
    terminal.stdout.print(&text(&flushed))?;
    Ok(if flushed.failures.is_empty() { CLEAN } else { FINDINGS })
}

fn text(Flushed { files, failures }: &Flushed) -> String {
    let mut text = match files.len() {
        0 => String::from("nothing was saved\n"),
        1 => String::from("1 file was saved:\n"),
        many => format!("{many} files were saved:\n"),
    };
    for file in files {
        let _ = writeln!(text, "  {}", plain(file));
    }
    for Failure { file, environment, message, line, column } in failures {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        let column = column.map(|column| format!(":{}", column + 1)).unwrap_or_default();
        let (file, environment) = (plain(file), plain(environment));
        let _ = writeln!(text, "error: {file}{line}{column} ({environment})");
        // A message of a bundler has a code frame below its first line.
        for line in message.lines() {
            let _ = writeln!(text, "  {}", plain(line));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Flushed, text};

    #[test]
    fn what_was_saved_and_what_does_not_compile() {
        let flushed: Flushed = serde_json::from_str(
            r#"{"files":["src/a.ts","src/b\u001b.ts"],"failures":[{"file":"src/a.ts","environment":"ssr","message":"Unexpected\n1 | (","line":1,"column":0},{"file":"src/c.ts","environment":"client","message":"gone"}]}"#,
        )
        .unwrap();
        assert_eq!(
            text(&flushed),
            "2 files were saved:\n  src/a.ts\n  src/b\\x1b.ts\nerror: src/a.ts:1:1 (ssr)\n  Unexpected\n  1 | (\n\
             error: src/c.ts (client)\n  gone\n"
        );
        let nothing = Flushed { files: vec![], failures: vec![] };
        assert_eq!(text(&nothing), "nothing was saved\n");
    }
}
