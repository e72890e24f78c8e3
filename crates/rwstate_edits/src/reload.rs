//! Frameworks send full reloads, which clear every module of a runner. An update of the roots that one concerns does less.

use rustc_hash::FxHashSet;

use crate::graph::{Graph, ModuleId};

/// What a full reload becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reload {
    /// An update of these roots of the graph.
    Roots(Vec<ModuleId>),
    /// A full reload, as it was sent.
    Everything,
}

/// Returns what becomes of a full reload.
///
/// `outdated` are the modules that the runner has and that are invalidated, of `modules` that it has been given. `triggered_by` are the
/// modules of the file that the reload is for, and empty where it has none; the others do not count then.
pub fn reload(
    outdated: &[ModuleId],
    modules: u32,
    triggered_by: &[ModuleId],
    graph: &dyn Graph,
) -> Reload {
    let concerned = if triggered_by.is_empty() { outdated } else { triggered_by };
    let distinct: FxHashSet<_> = concerned.iter().copied().collect();
    let is_everything = triggered_by.is_empty() && distinct.len() >= modules as usize;
    if is_everything || concerned.is_empty() {
        return Reload::Everything;
    }
    let roots = roots(concerned, graph);
    if roots.is_empty() { Reload::Everything } else { Reload::Roots(roots) }
}

/// The modules among and above `from` that no module imports but themselves.
fn roots(from: &[ModuleId], graph: &dyn Graph) -> Vec<ModuleId> {
    let mut seen = FxHashSet::default();
    let mut queue = from.to_vec();
    queue.retain(|module| seen.insert(*module));
    let mut roots = Vec::new();
    let mut next = 0;
    while let Some(&module) = queue.get(next) {
        next += 1;
        let mut importers = graph.importers(module);
        importers.retain(|importer| *importer != module);
        if importers.is_empty() {
            roots.push(module);
        }
        queue.extend(importers.into_iter().filter(|importer| seen.insert(*importer)));
    }
    roots
}
