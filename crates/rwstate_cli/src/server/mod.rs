//! What is asked of a running dev server, and what it responds.

mod response;
mod url;

use std::time::Duration;

pub use response::Response;
pub(crate) use {
    response::body,
    url::{shown, url_of},
};

/// A request to a dev server, for JSON. Redirects are not followed, proxies not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The URL, with the user's name and password if `--url` has them.
    pub url: String,
    /// How long to wait for the whole response; for a hold only for its first line.
    pub timeout: Duration,
    /// What to do.
    pub action: Action,
}

/// What a request does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It reads: GET.
    Read,
    /// It ends all holds: POST with the header `x-rwstate: 1`.
    Flush,
    /// It holds saves until its response ends: POST with that header. The first line of the response says that it does, the last one is that of a flush.
    Hold {
        /// Run this command once saves are held, and then make a request of the kind [`Action::Flush`]. Its response is the outcome. Empty: wait.
        command: Vec<String>,
        /// The URL of that request.
        flush: String,
    },
}
