//! What a module imports, read from its source.
//!
//! ```text
//! import a from "a"; export * from "b"; import("c");   ->   a, b, c
//! import type { T } from "types"; import(name);        ->   nothing
//! ```
//!
//! [`imports`] parses one module, without resolving, reading or transforming anything. It does not see what a host's plugins
//! add (the JSX runtime, `import.meta.glob`), nor scripts inside of other files (`.vue`, `.svelte`, `.html`).

mod imports;

pub use imports::imports;
