//! A dependency that is discovered late is bundled by itself and appended to what Vite's optimizer has.
//!
//! ```text
//! expose     a module of a dependency  ->  the same module, which also registers its one instance
//! Outputs    the optimizer's outputs   ->  which modules they hold, and under which names
//! place      a module that a unit imports  ->  part of the unit, another output, or the instance that an output holds
//! ```
//!
//! A *unit* is what one run of the bundler makes of late dependencies. It never evaluates a module that an earlier output has
//! evaluated: an ES module is taken from the output that holds it, and a CommonJS module asks the registry before it runs,
//! wherever it was bundled. The registry is `rwstate/dependencies`, one module of each environment's graph, so it lives as long
//! as the instances that it knows.
//!
//! The crate is pure: outputs and sources are handed in.

mod asset_urls;
mod common_js;
mod diagnostics;
mod expose;
mod facts;
mod flat_id;
mod format;
mod interface;
mod key;
mod outputs;
mod placement;
mod refusal;
mod render;

pub use asset_urls::asset_urls;
pub use diagnostics::{appended_line, failed_dependency, not_appended};
pub use expose::expose;
pub use facts::{EntryFacts, entry_facts, needs_interop};
pub use flat_id::flat_id;
pub use format::PackageType;
pub use outputs::{Outputs, ReadOutput};
pub use placement::{ImportKind, Placement, VirtualModule};
pub use refusal::Refusal;
pub use render::{OUTPUT_PREFIX, registry_facade};

/// The specifier of the registry, in what bundlers write.
pub const REGISTRY_SPECIFIER: &str = "rwstate/dependencies";
