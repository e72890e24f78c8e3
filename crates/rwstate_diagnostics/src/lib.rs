//! Diagnostics: codes, their messages, and their rendering.
//!
//! A [`Diagnostic`] names what is wrong (`message`), where (`origin`) and what to do (`help`). Every [`Code`] has a
//! page in `docs/diagnostics/`; a test holds the two together. This crate knows no AST, no Vite and no Node.

mod code;
mod diagnostic;
mod excerpt;
mod frame;
mod render;

pub use code::{CODES, Code};
pub use diagnostic::{Diagnostic, Label, Severity};
pub use frame::render_with_source;
pub use render::{RenderOptions, render};
