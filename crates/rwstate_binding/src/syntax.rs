//! What a saved module imports, for the gate's crawl.

use napi_derive::napi;

/// The specifiers that a module imports; `null` where the path is not JavaScript's or TypeScript's.
#[napi(catch_unwind)]
pub fn imports(path: String, source: String) -> Option<Vec<String>> {
    rwstate_syntax::imports(&path, &source)
}
