//! What is known to make state, by the module it is imported from and its name there.
//!
//! A call is opaque: `z.object()` and `create()` say nothing of state, and one `node_modules` has twenty thousand of them. What is
//! listed here is named in its own documentation as something to make once per process.

use crate::Kind;

/// A function or a class that makes state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The module that it is imported from, as in an import statement. A leading `node:` does not count.
    pub module: String,
    /// Its name in that module; `default` is the default export.
    pub name: String,
    /// What it makes.
    pub kind: Kind,
}

/// A listed constructor as it is written in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constructor<'a> {
    /// The module.
    pub module: &'a str,
    /// The name.
    pub name: &'a str,
}

/// Contexts: each runs a callback with a value and forgets it afterwards.
const CONTEXTS: &[(&str, &[&str])] = &[
    // https://nodejs.org/api/async_context.html#class-asynclocalstorage
    ("async_hooks", &["AsyncLocalStorage"]),
];

/// Values that compare equal to themselves only, and hold nothing.
const IDENTITIES: &[(&str, &[&str])] = &[
    // https://react.dev/reference/react/createContext: an object that components look up by identity.
    ("react", &["createContext"]),
    ("preact", &["createContext"]),
    ("solid-js", &["createContext"]),
    // https://github.com/unjs/unctx: a place for the current instance of a composable.
    ("unctx", &["createContext", "getContext", "createNamespace"]),
];

/// Emitters, caches and clients that their documentation says to make once.
const INSTANCES: &[(&str, &[&str])] = &[
    ("events", &["EventEmitter", "default"]),
    ("mitt", &["default"]),
    ("nanoevents", &["createNanoEvents"]),
    ("eventemitter3", &["EventEmitter", "default"]),
    ("lru-cache", &["LRUCache"]),
    ("quick-lru", &["default"]),
    ("@prisma/client", &["PrismaClient"]),
    ("pg", &["Pool", "Client"]),
    ("postgres", &["default"]),
    ("mysql2", &["createPool", "createConnection"]),
    ("mysql2/promise", &["createPool"]),
    ("mongodb", &["MongoClient"]),
    ("redis", &["createClient"]),
    ("ioredis", &["Redis", "default"]),
    ("@libsql/client", &["createClient"]),
    ("better-sqlite3", &["default"]),
    ("@electric-sql/pglite", &["PGlite"]),
    ("kysely", &["Kysely"]),
];

/// Globals that make state by themselves, where nothing in the module has their name.
const GLOBALS: &[(&str, Kind)] = &[
    ("AsyncLocalStorage", Kind::Context),
    ("EventTarget", Kind::Instance),
    ("BroadcastChannel", Kind::Instance),
];

/// Returns what a listed constructor makes.
pub(crate) fn kind_of(constructor: Constructor<'_>, more: &[Listed]) -> Option<Kind> {
    let module = bare(constructor.module);
    let is_in = |list: &[(&str, &[&str])]| {
        list.iter().any(|(name, names)| *name == module && names.contains(&constructor.name))
    };
    let given = more
        .iter()
        .find(|listed| bare(&listed.module) == module && listed.name == constructor.name);
    if let Some(listed) = given {
        return Some(listed.kind);
    }
    [(CONTEXTS, Kind::Context), (IDENTITIES, Kind::Identity), (INSTANCES, Kind::Instance)]
        .into_iter()
        .find_map(|(list, kind)| is_in(list).then_some(kind))
}

/// Returns what a global constructor makes.
pub(crate) fn kind_of_global(name: &str) -> Option<Kind> {
    GLOBALS.iter().find(|(global, _)| *global == name).map(|(_, kind)| *kind)
}

fn bare(module: &str) -> &str {
    module.strip_prefix("node:").unwrap_or(module)
}
