//! Names that other programs see. The runtime module and the adapters repeat none of them but what they must.

/// The npm package that carries the plugin and the state module.
pub const PACKAGE: &str = "rwstate";

/// The specifier that always names the state module, whatever `specifier` says.
pub const DIRECT_SPECIFIER: &str = "rwstate/state";

/// The specifier of what rewritten modules call.
pub const PRESERVE_SPECIFIER: &str = "rwstate/preserve";

/// The specifier of what only the inspector needs of a runner; it is loaded when the inspector asks.
pub(crate) const INSPECT_SPECIFIER: &str = "rwstate/inspect";

/// The default of the option `specifier`: the name in the design note (`docs/design/state.md`).
pub(crate) const DEFAULT_SPECIFIER: &str = "rwsdk/__state";

/// The module that is served in dev. The leading NUL keeps other plugins away (a Rollup convention that Vite follows).
pub const VIRTUAL_ID: &str = "\0virtual:rwsdk:__state";
