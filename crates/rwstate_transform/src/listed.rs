//! What makes state, by the module it is imported from and its name there.
//!
//! A call is opaque: `z.object()` and `create()` say nothing of state. So only contexts are built in, and all else is named by the
//! options.

use crate::Kind;

/// A function or a class that makes state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The module that it is imported from, as in an import statement. A leading `node:` does not count.
    pub module: String,
    /// Its name in that module; `default` is the default export.
    pub name: String,
}

/// The one context that is built in, as a global and as an export of Node's own module:
/// <https://nodejs.org/api/async_context.html#class-asynclocalstorage>.
pub(crate) const CONTEXT: &str = "AsyncLocalStorage";
const CONTEXT_MODULE: &str = "async_hooks";

/// Returns what an imported function or class makes.
pub(crate) fn kind_of(module: &str, name: &str, listed: &[Listed]) -> Option<Kind> {
    let module = bare(module);
    if (module, name) == (CONTEXT_MODULE, CONTEXT) {
        return Some(Kind::Context);
    }
    let is_listed = listed.iter().any(|it| bare(&it.module) == module && it.name == name);
    is_listed.then_some(Kind::Listed)
}

pub(crate) fn bare(module: &str) -> &str {
    module.strip_prefix("node:").unwrap_or(module)
}
