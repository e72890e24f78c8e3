//! A dev server's response -> its body, or what is wrong and what to do.

use anyhow::{Result, anyhow};

use super::url::shown;
use crate::{columns::cut, plain::plain};

/// The result of a [`crate::Request`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// The server responded.
    Http {
        /// The status code.
        status: u16,
        /// The header `location`.
        location: Option<String>,
        /// The body.
        body: String,
    },
    /// There is no response.
    Failed {
        /// The code of Node's error, such as `ECONNREFUSED`, or the error's name where it has no code.
        code: String,
        /// The error's message.
        message: String,
    },
}

/// How many columns of a body an error message quotes.
const QUOTED: usize = 300;

/// Returns the body of a successful response. `seconds` is how long the response was awaited.
pub(crate) fn body<'a>(url: &str, seconds: f64, response: &'a Response) -> Result<&'a str> {
    match response {
        Response::Http { status: 200, body, .. } => Ok(body),
        Response::Http { status, location, body } => {
            Err(refused(url, *status, location.as_deref(), body))
        }
        Response::Failed { code, message } => Err(failed(url, seconds, code, message)),
    }
}

#[cold]
fn refused(url: &str, status: u16, location: Option<&str>, body: &str) -> anyhow::Error {
    let shown = shown(url);
    if status == 404 {
        return anyhow!(
            "{shown} is not found (404): the server is without the plugin of rwstate, or has another `base`, \
             which --url has to name, as in http://localhost:5173/base/"
        );
    }
    if let Some(location) = location.filter(|_| (300..400).contains(&status)) {
        let location = plain(location);
        return anyhow!("{shown} redirects to {location} ({status}): name that URL with --url");
    }
    let what = if status == 403 { "is refused" } else { "fails" };
    // A body may be a whole page of HTML.
    let words = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = cut(&plain(&words), QUOTED);
    let separator = if quoted.is_empty() { "" } else { ": " };
    anyhow!("{shown} {what} ({status}){separator}{quoted}")
}

#[cold]
fn failed(url: &str, seconds: f64, code: &str, message: &str) -> anyhow::Error {
    let shown = shown(url);
    let why = plain(if message.is_empty() { code } else { message });
    let is_untrusted =
        ["CERT", "SELF_SIGNED", "UNABLE_TO_VERIFY"].iter().any(|word| code.contains(word));
    match code {
        "TimeoutError" => anyhow!(
            "{shown} has not responded within {seconds} s: allow more time with --timeout, or restart the server"
        ),
        "ERR_INVALID_URL" => {
            anyhow!("{shown} is an invalid URL: write one such as http://localhost:5173")
        }
        "ECONNRESET" | "UND_ERR_SOCKET" => anyhow!(
            "{shown} closed the connection before its response was complete ({why}): \
             a server with `server.https` needs a URL with https, another one can be restarted"
        ),
        _ if is_untrusted => anyhow!(
            "{shown} has a certificate that Node does not trust ({why}): \
             name the file of its authority in the environment variable NODE_EXTRA_CA_CERTS"
        ),
        // Node reports a response without TLS by what OpenSSL could not read.
        _ if code == "EPROTO" || code.starts_with("ERR_SSL") => {
            anyhow!("{shown} does not speak TLS ({why}): write the URL with http")
        }
        // The codes of Node's parser of HTTP.
        _ if code.starts_with("HPE_") => anyhow!(
            "{shown} responds with something other than HTTP ({why}): name a dev server's URL with --url"
        ),
        _ => anyhow!(
            "{shown} cannot be reached ({why}): start the dev server, or name its URL with --url"
        ),
    }
}
