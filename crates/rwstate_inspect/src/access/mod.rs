//! Who may see the inspector: what came to the server -> whether it is served.
//!
//! The server's values are for the person at this machine. A page of another origin must not read them, whether it asks
//! directly, in a frame, or under a name that it has made resolve to this machine; and where Vite is exposed with `--host`,
//! neighbours see them only under a name that the user has allowed.

mod headers;
mod host;
mod path;

pub use headers::{REFUSAL_HEADERS, headers};
pub use host::AllowedHosts;

use host::{Host, Standing};
use path::Place;

/// What came to the server, as far as it decides. A header that came twice is as Node joins it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The method.
    pub method: &'a str,
    /// The path with its query, as it came.
    pub url: &'a str,
    /// The host that it names first: HTTP/2's `:authority`, or the header `host`.
    pub host: Option<&'a str>,
    /// Another host that it names: HTTP/2 may have a `host` beside `:authority`, and HTTP/1 a second one. Which of them a proxy goes by is
    /// not known.
    pub other_host: Option<&'a str>,
    /// The header `origin`.
    pub origin: Option<&'a str>,
    /// The header `sec-fetch-site`.
    pub fetch_site: Option<&'a str>,
    /// The header `x-rwstate`.
    pub marker: Option<&'a str>,
    /// The address at the socket's other end; `None` where it has none, such as a pipe's.
    pub remote: Option<&'a str>,
    /// Whether it came over TLS.
    pub encrypted: bool,
    /// Whether a proxy has passed it on, by [`is_forwarded`].
    pub forwarded: bool,
}

/// Returns whether a request's version or the names of its headers, in lower case, say that a proxy has passed it on.
///
/// Browsers have long spoken nothing older than HTTP/1.1; nginx asks with 1.0 by default, and may add no header.
pub fn is_forwarded<'a>(version: &str, headers: impl IntoIterator<Item = &'a str>) -> bool {
    version == "1.0" || headers.into_iter().any(headers::is_of_proxy)
}

/// What a server allows.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Vite's `base`, as in URLs: `/` or `/base/`.
    pub base: String,
    /// Vite's `server.allowedHosts`.
    pub allowed_hosts: AllowedHosts,
    /// Hosts that the user has configured otherwise: `server.host`, the host of `server.origin`.
    pub host_names: Vec<String>,
}

/// What is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The page itself.
    Page,
    /// A file of the page, by its name in the list.
    Asset(String),
    /// The stream of events.
    Events,
    /// The snapshot as JSON.
    Snapshot,
    /// Resets an entry.
    Reset,
    /// Holds saves until the response ends.
    Hold,
    /// Ends all holds.
    Flush,
}

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is not for the inspector.
    NotOurs,
    /// It goes to this path.
    Redirect(String),
    /// It is answered with this status, and this text for a person.
    Refused {
        /// 400, 403, 404 or 405.
        status: u16,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// It is served.
    Serve(Route),
}

impl Policy {
    /// Decides about a request. `assets` are the names of the page's files, such as `page.js`.
    ///
    /// One whose URL has neither `__rwstate` nor a `%` is [`Verdict::NotOurs`]: most requests need not be asked about.
    ///
    /// The caller is judged before what it asks for: one that is refused does not learn what is there.
    pub fn judge(&self, request: &Request<'_>, assets: &[impl AsRef<str>]) -> Verdict {
        let place = Place::of(request.url, &self.base);
        if matches!(place, Place::Elsewhere) {
            return Verdict::NotOurs;
        }
        let judged = self.admit(request).and_then(|()| match place {
            Place::Below(name) => {
                let route = Route::of(name, assets)?;
                route.accept(request)?;
                Ok(Verdict::Serve(route))
            }
            Place::Root => {
                read(request.method)?;
                Ok(Verdict::Redirect(path::home(&self.base)))
            }
            Place::Odd | Place::Elsewhere => Err(refused(
                400,
                "The inspector's paths have no `..`, no `//`, no backslash and nothing encoded.",
            )),
        });
        judged.unwrap_or_else(|refused| refused)
    }

    /// Refuses a caller that may not ask at all.
    fn admit(&self, request: &Request<'_>) -> Result<(), Verdict> {
        let header = request.host.ok_or_else(|| forbidden("The request has no `Host`."))?;
        // A proxy may have checked the one and passed on the other.
        if request.other_host.is_some_and(|other| other != header) {
            return Err(forbidden("The request names two hosts."));
        }
        let host = Host::parse(header)
            .ok_or_else(|| forbidden(&format!("The request's `Host` ({header:?}) is no host.")))?;
        match host.standing(&self.allowed_hosts, &self.host_names) {
            Standing::Named => {}
            // A tunnel may write this machine's name over the one that was asked for.
            Standing::Loopback if request.forwarded => {
                return Err(forbidden(&format!(
                    "A proxy has passed the request on to this machine ({host}). \
                     To allow it, add {:?} to `server.allowedHosts` in Vite's configuration.",
                    host.name
                )));
            }
            // Any caller can say `localhost` in a header. Where its socket ends it cannot choose.
            Standing::Loopback if request.remote.is_some_and(host::is_loopback) => {}
            Standing::Loopback => {
                return Err(forbidden(&format!(
                    "The request names this machine ({host}) and comes from another. \
                     To allow it, add {:?} to `server.allowedHosts` in Vite's configuration.",
                    host.name
                )));
            }
            Standing::Foreign => {
                return Err(forbidden(&format!(
                    "The inspector is not shown under this host ({host}). \
                     Open it at localhost, or add {:?} to `server.allowedHosts` in Vite's configuration.",
                    host.name
                )));
            }
        }
        // Behind a proxy that ends TLS the scheme is another one; then the browser itself says that it is its own page.
        let is_own = |origin| {
            host.is_origin(origin, request.encrypted)
                || request.fetch_site == Some("same-origin")
                    && host.is_origin(origin, !request.encrypted)
        };
        if request.origin.is_some_and(|origin| !is_own(origin)) {
            return Err(forbidden("The inspector answers no page of another origin."));
        }
        match request.fetch_site {
            // Browsers send it to `localhost` and over HTTPS, other clients send none.
            None | Some("same-origin") => Ok(()),
            // A person's own doing: an address typed, a bookmark. It never changes anything.
            Some("none") if is_read(request.method) => Ok(()),
            Some(_) => Err(forbidden(
                "The inspector answers no other site: type its address, in place of following a link to it.",
            )),
        }
    }
}

impl Route {
    fn of(name: &str, assets: &[impl AsRef<str>]) -> Result<Self, Verdict> {
        match name {
            "" | "index.html" => Ok(Self::Page),
            "events" => Ok(Self::Events),
            "snapshot.json" => Ok(Self::Snapshot),
            "reset" => Ok(Self::Reset),
            "hold" => Ok(Self::Hold),
            "flush" => Ok(Self::Flush),
            _ if assets.iter().any(|asset| asset.as_ref() == name) => Ok(Self::Asset(name.into())),
            _ => Err(refused(404, "The inspector has no such file.")),
        }
    }

    /// Refuses a method that is not this route's, and a change without the header that no form and no link can send.
    fn accept(&self, request: &Request<'_>) -> Result<(), Verdict> {
        if !matches!(self, Self::Reset | Self::Hold | Self::Flush) {
            return read(request.method);
        }
        if request.method != "POST" {
            return Err(refused(405, "Only POST changes anything."));
        }
        // No form and no link can send it, and a script of another origin has to ask first.
        if request.marker != Some("1") {
            return Err(forbidden("A change needs the header `x-rwstate: 1`."));
        }
        Ok(())
    }
}

fn is_read(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

fn read(method: &str) -> Result<(), Verdict> {
    if is_read(method) { Ok(()) } else { Err(refused(405, "Only GET and HEAD read.")) }
}

fn forbidden(reason: &str) -> Verdict {
    refused(403, reason)
}

fn refused(status: u16, reason: &str) -> Verdict {
    Verdict::Refused { status, reason: reason.into() }
}
