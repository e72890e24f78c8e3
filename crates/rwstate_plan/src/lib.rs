//! The plugin's configuration and the state module, pure: options -> plan; specifier, id, environment, mode -> answer.
//!
//! `Plan::new(options, physical)` resolves the options once; its methods answer what Vite's hooks ask. The crate reads
//! no file, no environment variable and no clock, and knows no AST: what it needs is handed in.

mod dependents;
mod diagnostics;
mod environment;
mod environments;
mod gate_bounds;
mod ids;
mod log_level;
mod options;
mod pattern;
mod plan;
mod preserve;
mod source;
mod specifier;
mod value;
mod vite;

pub use dependents::{Externals, ForeignImport};
pub use diagnostics::two_instances;
pub use environment::{Consumer, EnvironmentAnswer};
pub use environments::Environments;
pub use gate_bounds::GateBounds;
pub use ids::{DIRECT_SPECIFIER, PACKAGE, PRESERVE_SPECIFIER, VIRTUAL_ID};
pub use log_level::LogLevel;
pub use options::PlanOptions;
pub use pattern::Patterns;
pub use plan::{Mode, Physical, Plan, Vitest};
pub use preserve::{KnownState, Preserve};
pub use value::OptionValue;
pub use vite::check_vite;
