//! Module graphs as text: `a -> b, c` imports, `a => b` writes to; several with `;` between them.

#![expect(dead_code, reason = "each test crate uses a part")]

use rwstate_edits::{Graph, ModuleId, Sides};

/// Edges between modules, which are numbered as they appear.
#[derive(Debug, Default)]
pub(crate) struct TextGraph {
    modules: Vec<String>,
    imports: Vec<(ModuleId, ModuleId)>,
    writes: Vec<(ModuleId, ModuleId)>,
}

impl TextGraph {
    pub(crate) fn new(text: &str) -> Self {
        let mut graph = Self::default();
        for part in parts(text) {
            let from = graph.module(part.from);
            let targets: Vec<_> = part.to.iter().map(|to| (from, graph.module(to))).collect();
            if part.is_write { &mut graph.writes } else { &mut graph.imports }.extend(targets);
        }
        graph
    }

    pub(crate) fn module(&mut self, name: &str) -> ModuleId {
        let index = self.modules.iter().position(|module| module == name).unwrap_or_else(|| {
            self.modules.push(name.to_owned());
            self.modules.len() - 1
        });
        ModuleId(u32::try_from(index).unwrap())
    }

    pub(crate) fn modules(&mut self, names: &str) -> Vec<ModuleId> {
        names.split_whitespace().map(|name| self.module(name)).collect()
    }

    pub(crate) fn names(&self, modules: &[ModuleId]) -> String {
        let names = modules.iter().map(|module| &*self.modules[module.0 as usize]);
        names.collect::<Vec<_>>().join(" ")
    }

    /// What a module has in this graph.
    pub(crate) fn sides(&self, module: ModuleId) -> Sides {
        Sides { imports: self.imports(module), writes: self.writes(module) }
    }
}

/// One part of a text. A mark stands before the module: `+` or `-`.
#[derive(Debug)]
pub(crate) struct Part<'t> {
    pub(crate) mark: Option<char>,
    pub(crate) from: &'t str,
    pub(crate) to: Vec<&'t str>,
    pub(crate) is_write: bool,
    /// It names a module, and no edge.
    pub(crate) is_bare: bool,
}

pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(part).collect()
}

fn part(text: &str) -> Part<'_> {
    let edges = text.split_once("->").or_else(|| text.split_once("=>"));
    let (from, to) = edges.unwrap_or((text, ""));
    Part {
        mark: from.chars().next().filter(|mark| matches!(mark, '+' | '-')),
        from: from.trim().trim_start_matches(['+', '-']),
        to: to.split(',').map(str::trim).filter(|to| !to.is_empty()).collect(),
        is_write: text.contains("=>"),
        is_bare: edges.is_none(),
    }
}

impl Graph for TextGraph {
    fn importers(&self, module: ModuleId) -> Vec<ModuleId> {
        self.imports.iter().filter(|(_, to)| *to == module).map(|(from, _)| *from).collect()
    }

    fn imports(&self, module: ModuleId) -> Vec<ModuleId> {
        self.imports.iter().filter(|(from, _)| *from == module).map(|(_, to)| *to).collect()
    }

    fn writes(&self, module: ModuleId) -> Vec<ModuleId> {
        self.writes.iter().filter(|(from, _)| *from == module).map(|(_, to)| *to).collect()
    }
}
