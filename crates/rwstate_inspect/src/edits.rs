//! Which modules an edit evaluated again, and why.

use crate::snapshot::{Evaluated, Why};

/// A module that is outdated, among all that one update or reload makes a runner evaluate again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outdated {
    /// Its id, with forward slashes.
    pub id: String,
    /// Whether it changed: it was saved, or a plugin says that what was saved changes it.
    pub is_changed: bool,
    /// Whether what changed registers with it while it is evaluated.
    pub is_registry: bool,
    /// The outdated modules that it imports, by their places among them.
    pub imports: Vec<u32>,
}

impl Outdated {
    /// Returns the file: the id without a query.
    pub(crate) fn file(&self) -> &str {
        self.id.split(['?', '#']).next().unwrap_or_default()
    }
}

/// Returns each module with its reason: what changed and the importers of that, then the registries and theirs, then the others.
pub(crate) fn evaluated(outdated: &[Outdated], root: &str) -> Vec<Evaluated> {
    let mut reached = Reached::new(outdated);
    // The first reason stays: a module that changed is no importer, whatever it imports.
    reached.follow(Why::Changed, |module| module.is_changed);
    reached.follow(Why::Registry, |module| module.is_registry);
    reached.follow(Why::Invalidated, |module| module.imports.is_empty());
    // What is left imports itself in a circle.
    reached.follow(Why::Invalidated, |_| true);
    let name = |at: usize| shown(&outdated[at].id, root).to_owned();
    let found = reached.found.into_iter().map(|(at, why, imports)| Evaluated {
        module: name(at),
        why,
        imports: imports.map(name),
    });
    found.collect()
}

/// A module's id as a person reads it: from the root, where it is below.
fn shown<'id>(id: &'id str, root: &str) -> &'id str {
    let path = id.strip_prefix(root).and_then(|rest| rest.strip_prefix('/'));
    path.unwrap_or_else(|| id.trim_start_matches('\0'))
}

/// What has been reached so far: the module, why, and of an importer what it imports.
struct Reached<'o> {
    outdated: &'o [Outdated],
    importers: Vec<Vec<usize>>,
    is_seen: Vec<bool>,
    found: Vec<(usize, Why, Option<usize>)>,
}

impl<'o> Reached<'o> {
    fn new(outdated: &'o [Outdated]) -> Self {
        let mut importers = vec![vec![]; outdated.len()];
        for (at, module) in outdated.iter().enumerate() {
            for imported in &module.imports {
                let imported = usize::try_from(*imported).ok();
                if let Some(all) = imported.and_then(|imported| importers.get_mut(imported)) {
                    all.push(at);
                }
            }
        }
        Self { outdated, importers, is_seen: vec![false; outdated.len()], found: vec![] }
    }

    /// Adds the modules that have a reason of their own, and then their importers, the nearest first.
    fn follow(&mut self, why: Why, has_reason: impl Fn(&Outdated) -> bool) {
        // Found before this is followed already: those modules keep the reason that came first.
        let mut next = self.found.len();
        for (at, module) in self.outdated.iter().enumerate() {
            if has_reason(module) {
                self.add(at, why, None);
            }
        }
        while let Some(&(imported, ..)) = self.found.get(next) {
            next += 1;
            // A module is found once, so its importers are looked at once.
            for importer in std::mem::take(&mut self.importers[imported]) {
                self.add(importer, Why::Importer, Some(imported));
            }
        }
    }

    fn add(&mut self, at: usize, why: Why, imports: Option<usize>) {
        if !std::mem::replace(&mut self.is_seen[at], true) {
            self.found.push((at, why, imports));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outdated, evaluated};

    /// Modules as `name <- changed | registry, imported, …`; the answer as `name why imported`.
    #[track_caller]
    fn check(modules: &[&str], expect: &[&str]) {
        let names: Vec<_> = modules.iter().map(|it| it.split(" <-").next().unwrap()).collect();
        let outdated = modules.iter().map(|text| {
            let (name, rest) = text.split_once(" <-").unwrap();
            let words: Vec<_> = rest.split(',').map(str::trim).collect();
            let place = |word: &&str| names.iter().position(|name| name == word);
            Outdated {
                id: name.into(),
                is_changed: words.contains(&"changed"),
                is_registry: words.contains(&"registry"),
                imports: words
                    .iter()
                    .filter_map(place)
                    .map(|at| u32::try_from(at).unwrap())
                    .collect(),
            }
        });
        let found = evaluated(&outdated.collect::<Vec<_>>(), "/app");
        let found = found.iter().map(|it| {
            let imports = it.imports.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
            format!("{} {:?}{imports}", it.module, it.why)
        });
        assert_eq!(found.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn importers_follow_what_changed_up_to_a_root() {
        check(
            &["/app/entry.ts <- /app/app.ts", "/app/app.ts <- /app/a.ts", "/app/a.ts <- changed"],
            &["a.ts Changed", "app.ts Importer a.ts", "entry.ts Importer app.ts"],
        );
    }

    #[test]
    fn registries_follow_with_their_importers() {
        check(
            &[
                "/app/registry.ts <- registry",
                "/app/list.ts <- /app/registry.ts",
                "/app/entry.ts <- /app/a.ts, /app/list.ts",
                "/app/a.ts <- changed, /app/registry.ts",
            ],
            &[
                "a.ts Changed",
                "entry.ts Importer a.ts",
                "registry.ts Registry",
                "list.ts Importer registry.ts",
            ],
        );
    }

    #[test]
    fn what_has_no_other_reason_was_invalidated_by_something_else() {
        check(
            &["\0virtual:routes <-", "/elsewhere/a.ts?raw <- \0virtual:routes"],
            &["virtual:routes Invalidated", "/elsewhere/a.ts?raw Importer virtual:routes"],
        );
        check(
            &["/app/a.ts <- /app/b.ts", "/app/b.ts <- /app/a.ts"],
            &["a.ts Invalidated", "b.ts Invalidated"],
        );
    }

    #[test]
    fn a_cycle_ends() {
        check(
            &["/app/a.ts <- changed, /app/b.ts", "/app/b.ts <- /app/a.ts"],
            &["a.ts Changed", "b.ts Importer a.ts"],
        );
    }
}
