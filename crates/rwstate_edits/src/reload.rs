//! Frameworks send full reloads, which clear every module of a runner. An update of the roots that one concerns does less.

use rustc_hash::FxHashSet;

use crate::graph::{Graph, ModuleId};

/// What a full reload becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reload {
    /// An update of these roots of the graph.
    Roots(Vec<ModuleId>),
    /// A full reload, as it was sent.
    Everything(Why),
}

/// Why a full reload stays one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Every module is outdated, as after a run of the optimizer.
    AllOutdated,
    /// No module is outdated, so nothing says which modules it concerns.
    NoneOutdated,
    /// What it concerns leads to no root: modules of a cycle import one another, and nothing else does.
    NoRoot,
}

impl Why {
    /// Returns the reason for a person.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::AllOutdated => "all of them were outdated, as after a run of the optimizer",
            Self::NoneOutdated => "a plugin asked for it, and no module is outdated",
            Self::NoRoot => "what changed leads to no module that nothing imports",
        }
    }

    /// Returns the line that reports it, for the file that triggered the reload where there is one. Nothing for what Vite itself reports.
    pub fn line(self, file: Option<&str>) -> Option<String> {
        let cause = file.map(|file| format!(" for {file}")).unwrap_or_default();
        let reason = self.reason();
        (self != Self::AllOutdated)
            .then(|| format!("evaluated every module again{cause}: {reason}"))
    }
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
    // What a caller lists twice is one module: it is compared with a number of modules.
    let distinct: FxHashSet<_> = concerned.iter().copied().collect();
    if concerned.is_empty() {
        return Reload::Everything(Why::NoneOutdated);
    }
    // After a run of the optimizer Vite invalidates the whole graph: an update of its roots would
    // evaluate as much.
    if triggered_by.is_empty() && distinct.len() >= modules as usize {
        return Reload::Everything(Why::AllOutdated);
    }
    let roots = roots(concerned, graph);
    if roots.is_empty() { Reload::Everything(Why::NoRoot) } else { Reload::Roots(roots) }
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
        // A module that imports itself alone is a root all the same.
        importers.retain(|importer| *importer != module);
        if importers.is_empty() {
            roots.push(module);
        }
        queue.extend(importers.into_iter().filter(|importer| seen.insert(*importer)));
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::Why;

    #[test]
    fn the_line_says_what_was_done_for_what_and_why() {
        assert_eq!(
            Why::NoRoot.line(Some("src/a.ts")).as_deref(),
            Some(
                "evaluated every module again for src/a.ts: what changed leads to no module that nothing imports"
            )
        );
        assert_eq!(
            Why::NoneOutdated.line(None).as_deref(),
            Some("evaluated every module again: a plugin asked for it, and no module is outdated")
        );
        assert_eq!(Why::AllOutdated.line(None), None);
    }
}
