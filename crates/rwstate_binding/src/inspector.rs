//! `rwstate_inspect` for what happens on a dev server.

use napi::{Error, Result};
use napi_derive::napi;
use rwstate_inspect::{About, Configured, FailedCallback, StaleEntries};

use crate::{
    append::Appended,
    diagnostics::Diagnostic,
    reoptimization::{Dependency, Recovery},
    rewriter::Rewritten,
};

/// A module that an edit made outdated; `imports` are places in the list of all.
#[napi(object)]
pub struct Outdated {
    pub id: String,
    pub is_changed: bool,
    pub is_registry: bool,
    pub imports: Vec<u32>,
}

/// What a runner is sent for an edit; `at` is in milliseconds since 1970. With a `reason` it is a reload of every module.
#[napi(object)]
pub struct Edit {
    pub at: f64,
    pub environment: String,
    pub outdated: Vec<Outdated>,
    /// How many other modules the runner keeps.
    pub kept: u32,
    pub reason: Option<String>,
    pub file: Option<String>,
}

/// What is known of one dev server.
#[napi]
pub struct Inspector {
    inner: rwstate_inspect::Inspector,
    about: About,
}

#[napi]
impl Inspector {
    /// Knows nothing yet.
    #[napi(constructor, catch_unwind)]
    pub fn new(rwstate: String, vite: String) -> Self {
        let about = About { rwstate, vite, root: String::new() };
        Self { inner: rwstate_inspect::Inspector::default(), about }
    }

    /// What the server after this one, of the same id, begins with: its appended dependencies and re-optimizations.
    #[napi(catch_unwind)]
    pub fn successor(&self) -> Self {
        Self { inner: self.inner.successor(), about: self.about.clone() }
    }

    /// A server begins at a root, with these environments: a name, a consumer, whether it is gated.
    #[napi(catch_unwind)]
    pub fn begin(&mut self, root: String, environments: Vec<(String, String, bool)>) {
        self.about.root = root;
        let configured = environments.into_iter().map(|(name, consumer, gated)| Configured {
            name,
            consumer,
            gated,
        });
        self.inner.begin(configured.collect());
    }

    /// A runner has asked for a module of an environment.
    #[napi(catch_unwind)]
    pub fn runs(&mut self, environment: String) {
        self.inner.runs(&environment);
    }

    /// Whether a runner has reported an entry.
    #[napi(catch_unwind)]
    pub fn has(&self, environment: String, key: String) -> bool {
        self.inner.has(&environment, &key)
    }

    /// A runner has reported its entries, as JSON; throws where it is no list of them.
    #[napi(catch_unwind)]
    pub fn entries(&mut self, environment: String, entries: String) -> Result<()> {
        self.inner
            .entries(&environment, &entries)
            .map_err(|error| Error::from_reason(error.to_string()))
    }

    /// A file declares these keys now, each with its line; the answer is the files to read again.
    #[napi(catch_unwind)]
    pub fn declares(
        &mut self,
        environment: String,
        file: String,
        declared: Vec<(String, u32)>,
    ) -> Vec<String> {
        self.inner.declares(&environment, &file, declared)
    }

    /// Keys of a file that have another owner, each pair once.
    #[napi(catch_unwind)]
    pub fn conflicts(&mut self, environment: String, file: String) -> Vec<Diagnostic> {
        let conflicts = self.inner.conflicts(&environment, &self.about.root, &file);
        conflicts.iter().map(|conflict| conflict.diagnostic().into()).collect()
    }

    /// A module was rewritten, or has nothing to keep and to report any more. Each form of a `file` that was transformed is a `module`.
    #[napi(catch_unwind)]
    pub fn rewritten(
        &mut self,
        environment: String,
        module: String,
        file: String,
        rewritten: Option<&Rewritten>,
    ) {
        let findings = rewritten.map_or_else(Vec::new, |it| it.findings.clone());
        self.inner.findings(&environment, &module, findings);
        if let Some(Rewritten { inner, .. }) = rewritten {
            let kept = inner.entries.iter().map(|entry| (entry.key.clone(), entry.line));
            self.inner.keeps(&environment, &file, kept.collect());
        }
    }

    /// An entry holds an instance of an older class; `null` where that was reported before.
    #[napi(catch_unwind)]
    pub fn stale(
        &mut self,
        environment: String,
        key: String,
        class_name: String,
    ) -> Option<Diagnostic> {
        let stale = self.inner.stale(&environment, &self.about.root, &key, &class_name)?;
        Some(stale.diagnostic().into())
    }

    /// An environment's modules are these now: an id and a file.
    #[napi(catch_unwind)]
    pub fn modules(&mut self, environment: String, modules: Vec<(String, String)>) {
        let modules = modules.iter().map(|(id, file)| (id.as_str(), file.as_str()));
        self.inner.modules(&environment, modules);
    }

    /// The gate has seen a re-optimization through.
    #[napi(catch_unwind)]
    pub fn recovered(&mut self, recovery: &Recovery) {
        let facts = &recovery.facts;
        self.inner.recovered(rwstate_inspect::Recovery {
            // The inspector gives the number.
            id: 0,
            at: facts.at,
            environment: facts.environment.clone(),
            dependencies: dependencies(&facts.dependencies),
            held: recovery.held,
            longest: f64::from(recovery.longest),
            replayed: recovery.replayed,
            reloaded: facts.reloaded,
            kept: facts.kept,
            keys: facts.keys.clone(),
        });
    }

    /// Dependencies were appended.
    #[napi(catch_unwind)]
    pub fn appended(&mut self, appended: &Appended) {
        let facts = &appended.facts;
        self.inner.appended(rwstate_inspect::Appended {
            id: 0,
            at: facts.at,
            environment: facts.environment.clone(),
            dependencies: dependencies(&facts.dependencies),
            milliseconds: facts.milliseconds,
        });
    }

    /// A runner is sent what an edit asks for; the answer is the edit's number.
    #[napi(catch_unwind)]
    pub fn edited(&mut self, edit: Edit) -> u32 {
        let Edit { at, environment, outdated, kept, reason, file } = edit;
        let outdated: Vec<_> = outdated.into_iter().map(Into::into).collect();
        let edit = rwstate_inspect::Edit {
            id: 0,
            at,
            environment,
            // Both come from `outdated`, in `rwstate_inspect`.
            evaluated: vec![],
            count: 0,
            kept,
            milliseconds: None,
            reload: reason.map(|reason| rwstate_inspect::Reload { reason, file }),
        };
        self.inner.edited(edit, &outdated, &self.about.root)
    }

    /// The runner has evaluated what an edit made outdated.
    #[napi(catch_unwind)]
    pub fn evaluated(&mut self, edit: u32, milliseconds: f64) {
        self.inner.evaluated(edit, milliseconds);
    }

    /// A runner is sent a reload of every module, at a time in milliseconds since 1970.
    #[napi(catch_unwind)]
    pub fn reloaded(&mut self, environment: String, at: f64) {
        self.inner.reloaded(&environment, at);
    }

    /// What there is to show, as JSON. `at` is now, in milliseconds since 1970.
    #[napi(catch_unwind)]
    pub fn snapshot(&self, at: f64) -> Result<String> {
        serde_json::to_string(&self.inner.snapshot(&self.about, at))
            .map_err(|error| Error::from_reason(error.to_string()))
    }
}

impl From<Outdated> for rwstate_inspect::Outdated {
    fn from(module: Outdated) -> Self {
        let Outdated { id, is_changed, is_registry, imports } = module;
        Self { id, is_changed, is_registry, imports }
    }
}

fn dependencies(found: &[Dependency]) -> Vec<rwstate_inspect::Dependency> {
    let found = found.iter().cloned();
    found.map(|(name, importer)| rwstate_inspect::Dependency { name, importer }).collect()
}

/// Reports a callback that has failed.
#[napi(catch_unwind)]
pub fn failed_callback(
    environment: String,
    callback: String,
    key: String,
    reason: String,
) -> Diagnostic {
    FailedCallback { environment, callback, key, reason }.diagnostic().into()
}

/// The names of variables that are not as they were; each comes as a name and what it stands for.
#[napi(catch_unwind)]
pub fn changed_variables(before: Vec<(String, String)>, now: Vec<(String, String)>) -> Vec<String> {
    rwstate_inspect::changed_variables(&before, &now)
}

/// Whether a module's source reads one of these variables of `import.meta.env`.
#[napi(catch_unwind)]
pub fn reads_variable(source: String, names: Vec<String>) -> bool {
    rwstate_inspect::reads_variable(&source, &names)
}

/// The line that reports entries that may hold what variables were before; they come as a file and its keys.
#[napi(catch_unwind)]
pub fn stale_variables(
    environment: String,
    names: Vec<String>,
    entries: Vec<(String, Vec<String>)>,
) -> String {
    let entries: Vec<_> =
        entries.into_iter().map(|(file, keys)| StaleEntries { file, keys }).collect();
    rwstate_inspect::stale_variables(&environment, &names, &entries)
}
