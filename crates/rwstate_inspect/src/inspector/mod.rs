//! What is known of one dev server, gathered as it happens.

mod known;

use std::collections::VecDeque;

use crate::{
    declarations::shown,
    diagnostics::{StaleClass, TwoOwners},
    duplicates::duplicates,
    edits::{Outdated, evaluated},
    snapshot::{Appended, Edit, Finding, Recovery, Snapshot, VERSION},
};

pub use known::Configured;
use known::Known;

/// How many re-optimizations are shown, and how many times that something was appended.
const SHOWN: usize = 200;

/// How many edits are shown, which are more and longer, and how many modules of each.
const EDITS: usize = 50;
const MODULES: usize = 20;

/// What is known of one dev server.
#[derive(Debug, Default)]
pub struct Inspector {
    environments: Vec<Known>,
    recoveries: VecDeque<Recovery>,
    appended: VecDeque<Appended>,
    edits: VecDeque<Edit>,
    next: u32,
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
    /// Returns what the server after this one begins with: its edits, appended dependencies and re-optimizations, which entries outlive as they do the restart.
    #[must_use]
    pub fn successor(&self) -> Self {
        let environments = self.environments.iter().map(|known| Known {
            evaluations: known.evaluations.clone(),
            ..Known::new(known.configured.clone())
        });
        Self {
            environments: environments.collect(),
            recoveries: self.recoveries.clone(),
            appended: self.appended.clone(),
            edits: self.edits.clone(),
            next: self.next,
        }
    }

    /// The server begins with these environments.
    pub fn begin(&mut self, environments: Vec<Configured>) {
        let mut before = std::mem::take(&mut self.environments);
        for configured in environments {
            // Entries outlive a restart in Node, and with them what they have survived.
            // Declarations and findings are of modules, which the new server transforms again.
            let known = before.iter().position(|it| it.configured.name == configured.name);
            let evaluations =
                known.map(|at| before.swap_remove(at).evaluations).unwrap_or_default();
            self.environments.push(Known { evaluations, ..Known::new(configured) });
        }
    }

    /// A runner has asked for a module of an environment.
    pub fn runs(&mut self, environment: &str) {
        if let Some(known) = self.known(environment) {
            known.runs = true;
        }
    }

    /// A runner has reported its entries, as JSON. What is not understood is reported as an error.
    pub fn entries(&mut self, environment: &str, entries: &str) -> Result<(), serde_json::Error> {
        let entries = serde_json::from_str(entries)?;
        if let Some(known) = self.known(environment) {
            known.entries = Some(entries);
        }
        Ok(())
    }

    /// Returns whether a runner has reported an entry.
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

    /// An entry holds an instance of a class that is another one by now. Reported once for each.
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
        // A file that was corrected has none.
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
            known.duplicates = duplicates(modules);
        }
    }

    /// The gate has seen a re-optimization through. Its number is given here.
    pub fn recovered(&mut self, recovery: Recovery) {
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

    /// A runner is sent an update of `outdated` modules, or a reload of all. Returns the number that is given to it.
    pub fn edited(&mut self, edit: Edit, outdated: &[Outdated], root: &str) -> u32 {
        if let Some(known) = self.known(&edit.environment) {
            let mut files: Vec<_> = outdated.iter().map(Outdated::file).collect();
            files.sort_unstable();
            // Two modules of a file, such as a component and its style, are one evaluation of it.
            files.dedup();
            for file in files {
                known.evaluations.by_file.entry(file.into()).or_default().push(edit.at);
            }
        }
        let id = self.number();
        let mut evaluated = evaluated(outdated, root);
        let count = u32::try_from(evaluated.len()).unwrap_or(u32::MAX);
        // Counted before it is cut, so that the page can say how many there were.
        evaluated.truncate(MODULES);
        self.edits.push_front(Edit { id, evaluated, count, ..edit });
        self.edits.truncate(EDITS);
        id
    }

    /// The runner has evaluated what an edit made outdated, after so many milliseconds.
    pub fn evaluated(&mut self, edit: u32, milliseconds: f64) {
        // A slow runner may answer for an edit that is no longer shown.
        if let Some(edit) = self.edits.iter_mut().find(|it| it.id == edit) {
            edit.milliseconds = Some(milliseconds);
        }
    }

    /// A runner is sent a reload of every module, whatever it is for.
    pub fn reloaded(&mut self, environment: &str, at: f64) {
        if let Some(known) = self.known(environment) {
            known.evaluations.all.push(at);
        }
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
            edits: self.edits.iter().cloned().collect(),
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

#[cfg(test)]
mod tests;
