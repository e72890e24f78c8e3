//! A server's address -> its answer, or why there is none.

use std::{io::ErrorKind, time::Duration};

use anyhow::{Context as _, Result, anyhow, bail};
use ureq::{
    Agent, Body, Error,
    http::{Response, StatusCode, header},
};

use super::{address, columns::cut, plain};

/// A server at this machine is there at once, or not at all.
const CONNECT: Duration = Duration::from_secs(2);
/// More than thousands of entries with their previews.
const LONGEST: u64 = 64 << 20;
/// How many columns of an answer's text are worth a line of error.
const SAYING: usize = 300;

/// Asks for a document. `timeout` is for all of it.
pub(super) fn get(url: &str, timeout: Duration) -> Result<Vec<u8>> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // What is at this machine, no proxy reaches.
        .proxy(None)
        .timeout_connect(Some(CONNECT.min(timeout)))
        .timeout_global(Some(timeout))
        .build()
        .into();
    let failed = |error| explained(url, &error, timeout);
    let mut response =
        agent.get(url).header(header::ACCEPT, "application/json").call().map_err(failed)?;
    if response.status() != StatusCode::OK {
        bail!(refusal(url, &mut response));
    }
    response.body_mut().with_config().limit(LONGEST).read_to_vec().map_err(failed)
}

fn explained(url: &str, error: &Error, timeout: Duration) -> anyhow::Error {
    let shown = address::shown(url);
    let unreachable = |why: &str| {
        anyhow!(
            "{shown} cannot be reached ({}): start the dev server, or name its address with --url",
            plain(why)
        )
    };
    match error {
        Error::Timeout(_) => anyhow!(
            "{shown} has not answered within {} s: give it longer with --timeout, or start the server again",
            timeout.as_secs_f64()
        ),
        Error::Io(error) if has_hung_up(error.kind()) => anyhow!(
            "{shown} has no whole answer ({}): a server with https cannot be asked, another one can be started again",
            plain(&error.to_string())
        ),
        Error::Io(error) => unreachable(&error.to_string()),
        Error::HostNotFound | Error::ConnectionFailed => unreachable(&error.to_string()),
        Error::BadUri(_) | Error::Http(_) => {
            anyhow!("{shown} is no address: write one such as http://localhost:5173")
        }
        Error::BodyExceedsLimit(_) => {
            anyhow!("{shown} answers with more than {} MB", LONGEST >> 20)
        }
        _ => anyhow!(
            "{shown} answers with something other than HTTP ({}): name a dev server's address with --url",
            plain(&error.to_string())
        ),
    }
}

/// Whether the server has taken the request and gone, as one does that expects TLS.
const fn has_hung_up(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted
    )
}

/// What is wrong where the status is not 200.
fn refusal(url: &str, response: &mut Response<Body>) -> String {
    let status = response.status();
    let number = status.as_u16();
    let shown = address::shown(url);
    if status == StatusCode::NOT_FOUND {
        return format!(
            "{shown} is not there (404): the server is without the plugin of rwstate, or has another `base`, \
             which --url has to name, as in http://localhost:5173/base/"
        );
    }
    let location = response.headers().get(header::LOCATION);
    if let Some(location) = location.filter(|_| status.is_redirection()) {
        let location = plain(&String::from_utf8_lossy(location.as_bytes()));
        return format!("{shown} leads to {location} ({number}): name that address with --url");
    }
    let what = if status == StatusCode::FORBIDDEN { "is refused" } else { "cannot be answered" };
    let said = saying(response).map_or_else(|_| String::new(), |said| format!(": {said}"));
    format!("{shown} {what} ({number}){said}")
}

/// What the answer says, on one line.
fn saying(response: &mut Response<Body>) -> Result<String> {
    let text =
        response.body_mut().with_config().limit(LONGEST).lossy_utf8(true).read_to_string()?;
    let words: Vec<_> = text.split_whitespace().collect();
    let line = Some(words.join(" ")).filter(|line| !line.is_empty()).context("it says nothing")?;
    Ok(cut(&plain(&line), SAYING))
}
