//! Modules that changed modules no longer import, and that no other module imports.
//!
//! What they registered stays behind unless they count as changed. Imports among themselves do not count: a cycle is lost as a whole.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Change, Graph, ModuleId};

/// Returns the lost modules, importers before what they import.
pub(crate) fn lost(changes: &[Change], graph: &dyn Graph) -> Vec<ModuleId> {
    let edges =
        Edges { graph, changes: changes.iter().map(|change| (change.module, change)).collect() };
    let mut candidates = Vec::new();
    let mut dropped = FxHashSet::default();
    let mut alive = FxHashSet::default();
    for change in changes {
        let targets = change.dropped();
        // By either version: a saved module may have lost what only its last version imported.
        let below = edges.reach(&targets);
        // What is dropped imports the module that drops it. The edit keeps that one alive: it may be a root of the graph.
        if below.contains(&change.module) {
            alive.insert(change.module);
        }
        dropped.extend(targets);
        candidates.extend(below);
    }
    // Unless another changed module drops that one in turn.
    alive.retain(|module| !dropped.contains(module));
    let mut is_candidate: FxHashSet<_> = FxHashSet::default();
    candidates.retain(|module| is_candidate.insert(*module));

    // What is imported from elsewhere is alive, and so is what that imports.
    alive.extend(candidates.iter().copied().filter(|module| {
        edges.importers(*module).iter().any(|importer| !is_candidate.contains(importer))
    }));
    let mut queue: Vec<_> = alive.iter().copied().collect();
    while let Some(module) = queue.pop() {
        let imports = edges.imports(module).into_iter();
        queue.extend(imports.filter(|it| is_candidate.contains(it) && alive.insert(*it)));
    }
    candidates.retain(|module| !alive.contains(module));
    candidates
}

/// The graph as it is after the edit.
struct Edges<'g> {
    graph: &'g dyn Graph,
    changes: FxHashMap<ModuleId, &'g Change>,
}

impl Edges<'_> {
    /// All that is imported from `from` downward, by either version, with `from` itself.
    fn reach(&self, from: &[ModuleId]) -> Vec<ModuleId> {
        let mut seen = FxHashSet::default();
        let mut queue = from.to_vec();
        queue.retain(|module| seen.insert(*module));
        let mut next = 0;
        while let Some(&module) = queue.get(next) {
            next += 1;
            let mut imports = self.graph.imports(module);
            if let Some(change) = self.changes.get(&module) {
                imports.extend(change.both(|sides| &sides.imports));
            }
            queue.extend(imports.into_iter().filter(|module| seen.insert(*module)));
        }
        queue
    }

    fn importers(&self, module: ModuleId) -> Vec<ModuleId> {
        // The graph may have the edges before the save or after it. The changes say what is right.
        let mut importers = self.graph.importers(module);
        importers.retain(|it| self.changes.get(it).is_none_or(|change| !change.drops(module)));
        let changes = self.changes.values().filter(|change| change.imports(module));
        importers.extend(changes.map(|change| change.module));
        // A module that imports itself is not alive by that.
        importers.retain(|importer| *importer != module);
        importers
    }

    fn imports(&self, module: ModuleId) -> Vec<ModuleId> {
        let mut imports = self.graph.imports(module);
        if let Some(change) = self.changes.get(&module) {
            imports.retain(|it| !change.drops(*it));
            imports.extend(change.after.iter().flat_map(|after| after.imports.iter().copied()));
        }
        imports
    }
}
