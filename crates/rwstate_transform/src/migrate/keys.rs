//! The keys that a module's entries are given.

use rustc_hash::FxHashSet;

use super::options::MigrateOptions;
use crate::{declared, rewrite::quoted};

/// The keys of a module's entries: each is given once, and none that the module declares already.
pub(super) struct Keys<'o> {
    module: &'o str,
    taken: FxHashSet<String>,
}

impl<'o> Keys<'o> {
    pub(super) fn of(path: &str, source: &str, options: &MigrateOptions<'o>) -> Self {
        // A second migration of a file must not give a new declaration the key of an earlier one.
        let declared = declared(path, source, &[options.specifier, "rwstate/state"]);
        Self { module: options.key, taken: declared.into_iter().map(|it| it.key).collect() }
    }

    /// Returns the key of a name, as JavaScript writes it.
    pub(super) fn take(&mut self, name: &str) -> String {
        let plain = format!("{}#{name}", self.module);
        let mut key = plain.clone();
        let mut number = 1;
        while !self.taken.insert(key.clone()) {
            number += 1;
            key = format!("{plain}:{number}");
        }
        quoted(&key)
    }
}
