//! What is known of one dev server, gathered as it happens.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use rwstate_plan::{StaleClass, TwoOwners};
use serde::Deserialize;

use crate::{
    declarations::{Declarations, shown},
    snapshot::{
        Appended, Declaration, Entry, Environment, Finding, Recovery, Snapshot, Twin, VERSION,
    },
};

/// How many re-optimizations are shown, and how many times that something was appended.
const SHOWN: usize = 200;

/// What is known of one dev server.
#[derive(Debug, Default)]
pub struct Inspector {
    environments: Vec<Known>,
    recoveries: VecDeque<Recovery>,
    appended: VecDeque<Appended>,
    next: u32,
}

/// An environment, as Vite has resolved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configured {
    /// Its name.
    pub name: String,
    /// `server` or `client`.
    pub consumer: String,
    /// Whether its requests wait out a re-optimization.
    pub gated: bool,
}

/// What is known of one environment.
#[derive(Debug)]
struct Known {
    configured: Configured,
    entries: Option<Vec<Told>>,
    declarations: Declarations,
    /// The keys that rewritten files keep, each with its line.
    kept: FxHashMap<String, Vec<(String, u32)>>,
    findings: Vec<(String, Vec<Finding>)>,
    twins: Vec<Twin>,
    /// When each re-optimization began that had modules evaluated again.
    recovered: Vec<f64>,
    stale: Vec<(String, String)>,
}

/// An entry, as its runner tells of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    key: String,
    kind: String,
    version: Option<String>,
    disposable: bool,
    born: f64,
    preview: Option<String>,
}

/// What stays the same for a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The version of rwstate.
    pub rwstate: String,
    /// The version of Vite.
    pub vite: String,
    /// Vite's root.
    pub root: String,
}

impl Inspector {
    /// Returns what the server after this one begins with: its appended dependencies and re-optimizations, which entries outlive as they do the restart.
    #[must_use]
    pub fn successor(&self) -> Self {
        let environments = self.environments.iter().map(|known| Known {
            recovered: known.recovered.clone(),
            ..Known::new(known.configured.clone())
        });
        Self {
            environments: environments.collect(),
            recoveries: self.recoveries.clone(),
            appended: self.appended.clone(),
            next: self.next,
        }
    }

    /// The server begins with these environments.
    pub fn begin(&mut self, environments: Vec<Configured>) {
        let mut before = std::mem::take(&mut self.environments);
        for configured in environments {
            let known = before.iter().position(|it| it.configured.name == configured.name);
            let recovered = known.map_or_else(Vec::new, |at| before.swap_remove(at).recovered);
            self.environments.push(Known { recovered, ..Known::new(configured) });
        }
    }

    /// A runner has told of its entries, as JSON. What is not understood is told of as an error.
    pub fn entries(&mut self, environment: &str, entries: &str) -> Result<(), serde_json::Error> {
        let entries = serde_json::from_str(entries)?;
        if let Some(known) = self.known(environment) {
            known.entries = Some(entries);
        }
        Ok(())
    }

    /// Returns whether a runner has told of an entry.
    pub fn has(&self, environment: &str, key: &str) -> bool {
        let known = self.environments.iter().filter(|it| it.configured.name == environment);
        known.flat_map(|it| it.entries.iter().flatten()).any(|entry| entry.key == key)
    }

    /// A file declares entries now. The answer is the other files to read again before [`Self::conflicts`] is asked.
    pub fn declares(
        &mut self,
        environment: &str,
        file: &str,
        declared: Vec<(String, u32)>,
    ) -> Vec<String> {
        self.known(environment).map_or_else(Vec::new, |it| it.declarations.note(file, declared))
    }

    /// A rewritten file keeps these keys now, each with its line. Such a key has its module in it, so it has no other owner.
    pub fn keeps(&mut self, environment: &str, file: &str, kept: Vec<(String, u32)>) {
        if let Some(known) = self.known(environment) {
            known.kept.insert(file.into(), kept);
        }
    }

    /// Returns the keys of a file that have another owner, each pair once.
    pub fn conflicts(&mut self, environment: &str, root: &str, file: &str) -> Vec<TwoOwners> {
        self.known(environment)
            .map_or_else(Vec::new, |it| it.declarations.conflicts(environment, root, file))
    }

    /// An entry holds an instance of a class that is another one by now. Told once for each.
    pub fn stale(
        &mut self,
        environment: &str,
        root: &str,
        key: &str,
        class: &str,
    ) -> Option<StaleClass> {
        let known = self.known(environment)?;
        let pair = (key.to_owned(), class.to_owned());
        if known.stale.contains(&pair) {
            return None;
        }
        known.stale.push(pair);
        let place = known.declarations.places(key).first().map(|place| shown(place, root));
        Some(StaleClass {
            environment: environment.into(),
            key: key.into(),
            class: class.into(),
            place: place.unwrap_or_else(|| "somewhere".into()),
        })
    }

    /// The analysis of a module has these findings now.
    pub fn findings(&mut self, environment: &str, file: &str, findings: Vec<Finding>) {
        let Some(known) = self.known(environment) else { return };
        known.findings.retain(|(other, _)| other != file);
        if !findings.is_empty() {
            known.findings.push((file.into(), findings));
        }
    }

    /// An environment's modules are these now, each an id and a file.
    pub fn modules<'a>(
        &mut self,
        environment: &str,
        modules: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) {
        if let Some(known) = self.known(environment) {
            known.twins = crate::twins::twins(modules);
        }
    }

    /// The gate has seen a re-optimization through. Its number is given here.
    pub fn recovered(&mut self, recovery: Recovery) {
        if recovery.reloaded
            && let Some(known) = self.known(&recovery.environment)
        {
            known.recovered.push(recovery.at);
        }
        let id = self.number();
        self.recoveries.push_front(Recovery { id, ..recovery });
        self.recoveries.truncate(SHOWN);
    }

    /// Dependencies were appended. Their number is given here.
    pub fn appended(&mut self, appended: Appended) {
        let id = self.number();
        self.appended.push_front(Appended { id, ..appended });
        self.appended.truncate(SHOWN);
    }

    /// Returns what there is to show.
    pub fn snapshot(&self, about: &About, at: f64) -> Snapshot {
        Snapshot {
            version: VERSION,
            rwstate: about.rwstate.clone(),
            vite: about.vite.clone(),
            root: about.root.clone(),
            at,
            environments: self.environments.iter().map(Known::shown).collect(),
            recoveries: self.recoveries.iter().cloned().collect(),
            appended: self.appended.iter().cloned().collect(),
        }
    }

    const fn number(&mut self) -> u32 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn known(&mut self, environment: &str) -> Option<&mut Known> {
        self.environments.iter_mut().find(|known| known.configured.name == environment)
    }
}

impl Known {
    fn new(configured: Configured) -> Self {
        Self {
            configured,
            entries: None,
            declarations: Declarations::default(),
            kept: FxHashMap::default(),
            findings: vec![],
            twins: vec![],
            recovered: vec![],
            stale: vec![],
        }
    }

    fn shown(&self) -> Environment {
        let Configured { name, consumer, gated } = self.configured.clone();
        let places = self.places();
        Environment {
            name,
            consumer,
            gated,
            answers: self.entries.is_some(),
            entries: self.entries.iter().flatten().map(|told| self.entry(told, &places)).collect(),
            twins: self.twins.clone(),
            findings: self.findings.iter().flat_map(|(_, findings)| findings.clone()).collect(),
        }
    }

    /// The places of each key, of declarations and of rewritten modules.
    fn places(&self) -> FxHashMap<&str, Vec<Declaration>> {
        let mut places = self.declarations.by_key();
        for (file, kept) in &self.kept {
            for (key, line) in kept {
                places
                    .entry(key)
                    .or_insert_with(|| vec![Declaration { file: file.clone(), line: *line }]);
            }
        }
        places
    }

    fn entry(&self, told: &Told, places: &FxHashMap<&str, Vec<Declaration>>) -> Entry {
        let mut declared = places.get(&*told.key).cloned().unwrap_or_default();
        // A file may declare a key in two ways, and is one owner all the same.
        declared.dedup_by(|next, kept| next.file == kept.file);
        let survived = self.recovered.iter().filter(|at| **at > told.born).count();
        Entry {
            key: told.key.clone(),
            kind: told.kind.clone(),
            version: told.version.clone(),
            disposable: told.disposable,
            born: told.born,
            survived: u32::try_from(survived).unwrap_or(u32::MAX),
            declared,
            preview: told.preview.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Configured, Inspector};
    use crate::snapshot::{Appended, Dependency, Recovery};

    fn about() -> About {
        About { rwstate: "0.1.0".into(), vite: "8.0.0".into(), root: "/app".into() }
    }

    fn inspector() -> Inspector {
        let mut inspector = Inspector::default();
        inspector.begin(vec![Configured {
            name: "ssr".into(),
            consumer: "server".into(),
            gated: true,
        }]);
        inspector
    }

    fn recovery(at: f64) -> Recovery {
        Recovery {
            id: 0,
            at,
            environment: "ssr".into(),
            dependencies: vec![],
            held: 0,
            longest: 0.0,
            replayed: 0,
            reloaded: true,
            kept: Some(1),
            keys: vec![],
        }
    }

    fn appended(at: f64) -> Appended {
        Appended {
            id: 0,
            at,
            environment: "ssr".into(),
            dependencies: vec![Dependency {
                name: "zustand".into(),
                importer: Some("src/late.ts".into()),
            }],
            milliseconds: 41.0,
        }
    }

    const ENTRY: &str =
        r#"[{"key":"a","kind":"Map","disposable":false,"born":10,"preview":"Map(0) {}"}]"#;

    #[test]
    fn an_entry_has_survived_the_re_optimizations_since_it_began() {
        let mut inspector = inspector();
        inspector.recovered(recovery(5.0));
        inspector.entries("ssr", ENTRY).unwrap();
        inspector.recovered(recovery(20.0));
        inspector.recovered(recovery(30.0));
        let snapshot = inspector.snapshot(&about(), 40.0);
        assert_eq!(snapshot.environments[0].entries[0].survived, 2);
        let ids: Vec<u32> = snapshot.recoveries.iter().map(|recovery| recovery.id).collect();
        assert_eq!(ids, [2, 1, 0]);
    }

    #[test]
    fn where_no_module_is_evaluated_again_nothing_is_survived() {
        let mut inspector = inspector();
        inspector.entries("ssr", ENTRY).unwrap();
        inspector.appended(appended(20.0));
        inspector.recovered(Recovery { reloaded: false, ..recovery(30.0) });
        inspector.recovered(recovery(40.0));
        inspector.appended(appended(50.0));
        let snapshot = inspector.snapshot(&about(), 60.0);
        assert_eq!(snapshot.environments[0].entries[0].survived, 1);
        // Both are numbered as one list, and each is shown.
        let ids: Vec<u32> = snapshot.recoveries.iter().map(|recovery| recovery.id).collect();
        assert_eq!(ids, [2, 1]);
        let last = Appended { id: 3, ..appended(50.0) };
        assert_eq!(snapshot.appended, [last, appended(20.0)]);
    }

    #[test]
    fn an_entry_of_a_rewritten_module_has_its_place_too() {
        let mut inspector = inspector();
        inspector.entries("ssr", ENTRY).unwrap();
        inspector.keeps("ssr", "/app/src/a.ts", vec![("b".into(), 1), ("a".into(), 4)]);
        let entry = &inspector.snapshot(&about(), 40.0).environments[0].entries[0];
        assert_eq!((&*entry.declared[0].file, entry.declared[0].line), ("/app/src/a.ts", 4));
    }

    #[test]
    fn a_restart_keeps_what_was_survived_and_asks_for_entries_anew() {
        let mut inspector = inspector();
        inspector.recovered(recovery(20.0));
        inspector.appended(appended(25.0));
        inspector.entries("ssr", ENTRY).unwrap();
        let same = inspector.environments[0].configured.clone();
        let mut inspector = inspector.successor();
        inspector.begin(vec![same]);
        assert!(!inspector.snapshot(&about(), 40.0).environments[0].answers);
        inspector.entries("ssr", ENTRY).unwrap();
        let snapshot = inspector.snapshot(&about(), 40.0);
        assert_eq!(snapshot.environments[0].entries[0].survived, 1);
        assert_eq!(snapshot.appended, [Appended { id: 1, ..appended(25.0) }]);
    }

    #[test]
    fn only_the_latest_are_shown_and_all_count() {
        let mut inspector = inspector();
        for at in 0..300 {
            inspector.recovered(recovery(f64::from(at) + 100.0));
            inspector.appended(appended(f64::from(at)));
        }
        inspector.entries("ssr", ENTRY).unwrap();
        let snapshot = inspector.snapshot(&about(), 0.0);
        assert_eq!((snapshot.recoveries.len(), snapshot.appended.len()), (200, 200));
        assert_eq!((snapshot.appended[0].at, snapshot.appended[199].at), (299.0, 100.0));
        assert_eq!(snapshot.environments[0].entries[0].survived, 300);
    }

    #[test]
    fn what_a_runner_says_that_is_no_list_of_entries_changes_nothing() {
        let mut inspector = inspector();
        for text in ["", "{}", "[1]", "[{\"key\":\"a\"}]"] {
            assert!(inspector.entries("ssr", text).is_err(), "{text}");
        }
        inspector.entries("elsewhere", ENTRY).unwrap();
        assert!(!inspector.snapshot(&about(), 0.0).environments[0].answers);
    }

    #[test]
    fn an_old_class_is_told_of_once() {
        let mut inspector = inspector();
        inspector.declares("ssr", "/app/src/a.ts", vec![("a".into(), 3)]);
        let stale = inspector.stale("ssr", "/app", "a", "Store").unwrap();
        assert_eq!(stale.place, "src/a.ts:3");
        assert_eq!(inspector.stale("ssr", "/app", "a", "Store"), None);
    }
}
