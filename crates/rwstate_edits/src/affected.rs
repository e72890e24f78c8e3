//! What an edit affects, beyond the changed modules and what imports them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    evaluation::Use,
    graph::{Change, Graph, ModuleId, WriteTo},
    lost::lost,
};

/// Returns the modules that must be invalidated besides the changed ones, each once, in the order in which they are reached.
///
/// A changed module and all that import it are affected; what an affected module writes to, by itself or by what it calls, is affected
/// with its importers, and so on.
/// A module that only changed modules imported, and that they no longer import, counts as changed. Importers are not returned: Vite
/// invalidates them as it does for any changed module.
pub fn affected(changes: &[Change], graph: &dyn Graph) -> Vec<ModuleId> {
    let by_module: FxHashMap<_, _> = changes.iter().map(|change| (change.module, change)).collect();
    let mut affected = Affected { graph, seen: FxHashSet::default(), queue: Vec::new() };
    // First the changed modules with their importers: Vite invalidates these by itself, so a write
    // to one adds none.
    for change in changes {
        affected.add(change.module);
    }
    let mut extra = lost(changes, graph);
    for module in &extra {
        affected.add(*module);
    }
    // Vite has invalidated a lost module that was saved, too.
    extra.retain(|module| !by_module.contains_key(module));
    let mut next = 0;
    while let Some(&module) = affected.queue.get(next) {
        next += 1;
        // Both versions of a changed module: a new registration has its place in the order, and one
        // that was deleted is still in the registry.
        let writes = by_module
            .get(&module)
            .map_or_else(|| graph.writes(module), |change| change.both(|sides| &sides.writes));
        for target in written(writes, graph) {
            if affected.add(target) {
                extra.push(target);
            }
        }
    }
    extra
}

/// The modules that writes reach, by the exports that they are to.
fn written(mut writes: Vec<WriteTo>, graph: &dyn Graph) -> Vec<ModuleId> {
    let mut seen = FxHashSet::default();
    writes.retain(|write| seen.insert(write.clone()));
    let mut modules = Vec::new();
    let mut next = 0;
    while let Some(write) = writes.get(next).cloned() {
        next += 1;
        let mut exports = graph.exports(write.module);
        // `helper.add("x")`: the module that has the export is written to, unless `add` leaves its
        // state alone. What `add` writes to elsewhere follows in either case.
        if exports.iter().any(|export| export.name.is_some() && export.name == write.export) {
            exports.retain(|export| export.name == write.export);
            if !exports.iter().all(|export| export.is_stateless) {
                modules.push(write.module);
            }
        } else {
            // No such export, or any: the whole module counts. A name that it does not have itself
            // may come by `export *`.
            modules.push(write.module);
            if write.export.is_some() {
                exports.retain(|export| export.name.is_none());
            }
        }
        for export in exports {
            let is_star = export.name.is_none();
            let is = export.is.into_iter().map(|it| WriteTo {
                module: it.module,
                // `export * from "./list"` in `all`: `all.add` is `list.add`.
                export: if is_star { write.export.clone() } else { it.export },
                using: write.using,
            });
            // `each(add)` runs `add`, and `register(api)` none of the methods of `api`.
            let is_called = match write.using {
                Use::Call => true,
                Use::Callback => export.is_function,
                Use::Pass => false,
            };
            let calls = export.calls.into_iter().filter(|_| is_called);
            // Each once: `a.x` may call `b.y`, and that `a.x`.
            writes.extend(is.chain(calls).filter(|further| seen.insert(further.clone())));
        }
    }
    modules
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
            // Importers are evaluated again with the module, so what they write to is affected as
            // well.
            let importers = self.graph.importers(module).into_iter();
            self.queue.extend(importers.filter(|importer| self.seen.insert(*importer)));
        }
        true
    }
}
