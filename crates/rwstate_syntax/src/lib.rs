//! What everyone must know who parses a module: which files are scripts, how they are read, how deep they may be nested,
//! and which of their imports are dropped.

mod depth;
mod elision;
mod source_type;

pub use depth::{DEEPEST, too_deep, with_room};
pub use elision::Elision;
pub use source_type::source_type;
