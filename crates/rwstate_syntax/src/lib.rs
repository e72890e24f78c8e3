//! What everyone must know who parses a module: which files are scripts, how they are read, and how deep they may be nested.

mod depth;
mod source_type;

pub use depth::{DEEPEST, too_deep, with_room};
pub use source_type::source_type;
