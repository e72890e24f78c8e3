//! What an edit affects, beyond the changed modules and what imports them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    graph::{Change, Graph, ModuleId},
    lost::lost,
};

/// Returns the modules that must be invalidated besides the changed ones, each once, in the order in which they are reached.
///
/// A changed module and all that import it are affected; what an affected module writes to is affected with its importers, and so on.
/// A module that only changed modules imported, and that they no longer import, counts as changed. Importers are not returned: Vite
/// invalidates them as it does for any changed module.
pub fn affected(changes: &[Change], graph: &dyn Graph) -> Vec<ModuleId> {
    let by_module: FxHashMap<_, _> = changes.iter().map(|change| (change.module, change)).collect();
    let mut affected = Affected { graph, seen: FxHashSet::default(), queue: Vec::new() };
    for change in changes {
        affected.add(change.module);
    }
    let mut extra = lost(changes, graph);
    for module in &extra {
        affected.add(*module);
    }
    extra.retain(|module| !by_module.contains_key(module));
    let mut next = 0;
    while let Some(&module) = affected.queue.get(next) {
        next += 1;
        let writes = by_module
            .get(&module)
            .map_or_else(|| graph.writes(module), |change| change.both(|sides| &sides.writes));
        for target in writes {
            if affected.add(target) {
                extra.push(target);
            }
        }
    }
    extra
}

/// The affected modules, in the order in which they are reached.
struct Affected<'g> {
    graph: &'g dyn Graph,
    seen: FxHashSet<ModuleId>,
    queue: Vec<ModuleId>,
}

impl Affected<'_> {
    /// Adds a module and all that import it; returns whether it is new.
    fn add(&mut self, module: ModuleId) -> bool {
        if !self.seen.insert(module) {
            return false;
        }
        let mut next = self.queue.len();
        self.queue.push(module);
        while let Some(&module) = self.queue.get(next) {
            next += 1;
            let importers = self.graph.importers(module).into_iter();
            self.queue.extend(importers.filter(|importer| self.seen.insert(*importer)));
        }
        true
    }
}
