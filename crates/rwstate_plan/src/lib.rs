//! Every decision of the Vite plugin, pure: options and questions in, answers out.
//!
//! `Plan::new(options, physical)` resolves the options once; its methods answer what Vite's hooks ask. The crate reads
//! no file, no environment variable and no clock, and knows no AST: what it needs is handed in.

mod dependents;
mod environment;
mod environments;
mod gate_bounds;
mod ids;
mod lifecycle;
mod log_level;
mod module;
mod options;
mod pattern;
mod plan;
mod preserve;
mod recovery;
mod request;
mod source;
mod specifier;
mod value;
mod vite;

pub use dependents::{Externals, ForeignImport};
pub use environment::{Consumer, EnvironmentAnswer};
pub use environments::Environments;
pub use gate_bounds::GateBounds;
pub use ids::{DIRECT_SPECIFIER, PACKAGE, PRESERVE_SPECIFIER, VIRTUAL_ID};
pub use lifecycle::{FailedCallback, StaleClass, TwoOwners};
pub use log_level::LogLevel;
pub use module::{Module, Package, Script};
pub use options::PlanOptions;
pub use pattern::Patterns;
pub use plan::{Mode, Physical, Plan, Vitest};
pub use preserve::{KnownState, Preserve, begun_anew, lost};
pub use recovery::{BoundHits, Discovery, Failure, Recovery, ungated};
pub use request::{Addressee, Request};
pub use value::OptionValue;
pub use vite::check_vite;
