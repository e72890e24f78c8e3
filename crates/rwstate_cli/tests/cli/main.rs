//! Real runs on real folders, of the library and of the binary.

#![expect(clippy::disallowed_methods, reason = "a test of files reads and writes files")]

mod check;
mod formats;
mod input;
mod inspect;
mod migrate;
mod project;
mod saves;
mod scan;
