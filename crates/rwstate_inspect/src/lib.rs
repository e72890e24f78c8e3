//! What the inspector shows, and to whom: the core of `/__rwstate/` and `rwstate inspect`.
//!
//! ```text
//! Inspector     gathers what happens: entries, declarations, edits, appended dependencies, re-optimizations
//! Snapshot      what there is to show, as the JSON that the page, the command line and a bug report read
//! Policy        who may see it: (request, allowed hosts) -> a verdict
//! ```
//!
//! The crate is pure: it opens no socket and reads no clock.

mod access;
mod declarations;
mod diagnostics;
mod duplicates;
mod edits;
mod inspector;
mod snapshot;
mod variables;

pub use access::{
    AllowedHosts, Policy, REFUSAL_HEADERS, Request, Route, Verdict, headers, is_forwarded,
};
pub use diagnostics::{FailedCallback, StaleClass, StaleEntries, TwoOwners, stale_variables};
pub use edits::Outdated;
pub use inspector::{About, Configured, Inspector};
pub use snapshot::{
    Appended, Declaration, Dependency, Duplicate, Edit, Entry, Environment, Evaluated, Finding,
    Recovery, Reload, Snapshot, VERSION, Why,
};
pub use variables::{changed_variables, reads_variable};
