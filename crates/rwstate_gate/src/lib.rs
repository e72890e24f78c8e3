//! The core of the gate: what a dev server does with requests while its modules change, as a pure state machine.
//!
//! `Gate::new(options)`, then `gate.handle(event, now, &mut actions)` for everything that happens; what is to be done is
//! appended to `actions`, in the order in which it must be done. The crate reads no clock, no file and no environment
//! variable, starts no timer and knows nothing of Vite: an adapter turns hooks into events and carries actions out.
//!
//! ```text
//! file saved      EditBegin  -> new requests are held; once those in flight have ended: EditReady
//! Vite is done    Send, EditEnd -> Forward (one reload instead of many messages), Ping
//! runner answers  Pong -> Admit what was held, Replay what had failed, Report
//! ```
//!
//! The gate is open while no edit is in progress, no optimizer is busy, no send is withheld and no reload, neither of
//! a graph nor of an entry module, is to be acknowledged. A request that enters before an update is acknowledged may fail for it, as
//! evaluating modules may, and is replayed then. A server has one gate: which environment a request will reach is unknown when it
//! comes.
//!
//! Every wait has a bound ([`GateOptions`]), and while anything waits there is a [`Action::Wake`] for the next bound. An
//! adapter that only ever answers those with [`Event::Tick`] sees everything end.

mod action;
mod advance;
mod diagnostics;
mod edits;
mod event;
mod gate;
mod ids;
mod optimizers;
mod options;
mod pings;
mod report;
mod requests;
mod sends;
mod time;
mod vite;

pub use action::{Action, Reach};
pub use diagnostics::{Dependency, Failure, Recovery, ungated};
pub use event::{Acknowledgement, EditScope, Event, Outcome, Replay, SendKind};
pub use gate::Gate;
pub use ids::{EditId, EnvironmentId, PingId, RequestId, SendId};
pub use options::GateOptions;
pub use report::{BoundHits, Report};
pub use time::Time;
pub use vite::is_for_vite;
