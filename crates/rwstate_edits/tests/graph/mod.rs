//! Module graphs as text: `a -> b, c` imports, `a => b` writes to, `a => b.x` by an export; several with `;` between them, `a => b.x
//! pass` passes it, and `callback` to what calls it. `a.x => b` is what a call of an export writes to, `a.x() => b` of a function, `a.x() stateless => b` of a stateless one; `a.x is
//! => b.y` and `a.* is => b` are what it is.

#![expect(dead_code, reason = "each test crate uses a part")]

use rwstate_edits::{ExportOf, Graph, ModuleId, Sides, Use, WriteTo};

/// Edges between modules, which are numbered as they appear.
#[derive(Debug, Default)]
pub(crate) struct TextGraph {
    modules: Vec<String>,
    imports: Vec<(ModuleId, ModuleId)>,
    writes: Vec<(ModuleId, WriteTo)>,
    exports: Vec<(ModuleId, ExportOf)>,
}

impl TextGraph {
    pub(crate) fn new(text: &str) -> Self {
        let mut graph = Self::default();
        for part in parts(text) {
            graph.add(&part);
        }
        graph
    }

    fn add(&mut self, part: &Part<'_>) {
        if let Some((from, export)) = part.from.split_once('.') {
            let from = self.module(from);
            let writes = part.to.iter().map(|to| self.write(to)).collect();
            let (export, is) = export.strip_suffix(" is").map_or((export, false), |it| (it, true));
            let (name, is_stateless) =
                export.strip_suffix(" stateless").map_or((export, false), |it| (it, true));
            let function = name.strip_suffix("()");
            let name = function.unwrap_or(name);
            let (is, calls) = if is { (writes, Vec::new()) } else { (Vec::new(), writes) };
            self.exports.push((
                from,
                ExportOf {
                    name: (name != "*").then(|| name.to_owned()),
                    is,
                    calls,
                    is_function: function.is_some(),
                    is_stateless,
                },
            ));
            return;
        }
        let from = self.module(part.from);
        for to in &part.to {
            if part.is_write {
                let write = self.write(to);
                self.writes.push((from, write));
            } else {
                let to = self.module(to);
                self.imports.push((from, to));
            }
        }
    }

    pub(crate) fn write(&mut self, to: &str) -> WriteTo {
        let (to, using) = match to.split_once(' ') {
            None => (to, Use::Call),
            Some((to, "pass")) => (to, Use::Pass),
            Some((to, _)) => (to, Use::Callback),
        };
        let (module, export) = to.split_once('.').map_or((to, None), |(it, x)| (it, Some(x)));
        WriteTo { module: self.module(module), export: export.map(ToOwned::to_owned), using }
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

    fn writes(&self, module: ModuleId) -> Vec<WriteTo> {
        let writes = self.writes.iter().filter(|(from, _)| *from == module);
        writes.map(|(_, to)| to.clone()).collect()
    }

    fn exports(&self, module: ModuleId) -> Vec<ExportOf> {
        let exports = self.exports.iter().filter(|(from, _)| *from == module);
        exports.map(|(_, export)| export.clone()).collect()
    }
}
