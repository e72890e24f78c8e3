//! What all crates that parse modules share: which files are scripts, how they are read, how deep they may be nested,
//! what they import, and which of their imports are dropped.

mod depth;
mod elision;
mod imports;
mod source_type;

pub use depth::{DEEPEST, too_deep, with_stack};
pub use elision::Elision;
pub use imports::imports;
pub use source_type::source_type;
