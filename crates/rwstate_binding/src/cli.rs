//! `rwstate_cli` for `npx rwstate`.

use std::time::Duration;

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use rwstate_cli::{Action, Outcome, Request, Response, Terminal, run};

/// A request that the command line needs; `timeout` is milliseconds.
#[napi(object, object_from_js = false)]
pub struct CliRequest {
    pub url: String,
    pub timeout: f64,
    #[napi(ts_type = "\"read\" | \"flush\" | \"hold\"")]
    pub action: &'static str,
    /// What to run while saves are held, and the URL that flushes then.
    pub command: Vec<String>,
    pub flush: String,
}

/// What the request came to.
#[napi(discriminant = "type")]
pub enum CliResponse {
    Http { status: u16, location: Option<String>, body: String },
    Failed { code: String, message: String },
}

/// Runs the command line in a folder, and returns the exit code, or a request, whose response the next run takes. `arguments` begin
/// with the command.
#[napi(catch_unwind)]
pub fn run_cli(
    arguments: Vec<String>,
    cwd: String,
    response: Option<CliResponse>,
) -> Either<u8, CliRequest> {
    let response = response.map(Response::from);
    // Node's streams are not used: what they buffer would come after what Rust has written.
    let mut terminal = Terminal::of_process(cwd.into());
    match run(arguments.into_iter().map(Into::into), response.as_ref(), &mut terminal) {
        Outcome::Exit(code) => Either::A(code),
        Outcome::Request(Request { url, timeout, action }) => {
            let (action, command, flush) = match action {
                Action::Read => ("read", vec![], String::new()),
                Action::Flush => ("flush", vec![], String::new()),
                Action::Hold { command, flush } => ("hold", command, flush),
            };
            Either::B(CliRequest { url, timeout: millis(timeout), action, command, flush })
        }
    }
}

impl From<CliResponse> for Response {
    fn from(response: CliResponse) -> Self {
        match response {
            CliResponse::Http { status, location, body } => Self::Http { status, location, body },
            CliResponse::Failed { code, message } => Self::Failed { code, message },
        }
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
