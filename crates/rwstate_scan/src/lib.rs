//! What an app depends on, found by a walk through its import graph before any request needs it.
//!
//! ```text
//! Scan::new(files, options)   one environment: its entries, conditions, aliases
//! scan.start()                walks from the entries   -> Finds: dependencies, what only plugins know, what was left out
//! scan.save(&files)           walks saved files anew   -> what is new since
//! installed(&files, &options, &known)   the packages that nothing imports yet   -> those that can be bundled
//! ```
//!
//! It transforms nothing and runs no plugin: what those inject is learned elsewhere. It is the only library crate that reads files,
//! and only through [`Files`].

mod extract;
mod files;
mod finds;
mod glob;
mod installed;
mod lines;
mod listed;
mod literal;
mod options;
mod packages;
mod pieces;
mod resolve;
mod threads;
mod walk;

pub use extract::{Directive, Extracted, Form, Import, extract, imports};
pub use files::{Files, Kind, RealFiles};
pub use finds::{Cause, Finds, Found, LeftOut, Place};
pub use installed::installed;
pub use options::{Links, Platform, ScanOptions};
pub use walk::Scan;
