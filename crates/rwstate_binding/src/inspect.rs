//! `rwstate_inspect` for the inspector's server, and where modules declare entries.

use napi::{Error, Result, bindgen_prelude::Either};
use napi_derive::napi;
use rwstate_inspect::{
    About, AllowedHosts, Configured, Dependency, Finding, Policy, REFUSAL_HEADERS, Request, Route,
    Verdict, headers, is_forwarded,
};
use rwstate_plan::FailedCallback;

use crate::{diagnostics::Diagnostic, plan::Plan, recovery::Recovery};

/// An entry that a module declares by itself.
#[napi(object)]
pub struct Declared {
    pub key: String,
    /// From 1.
    pub line: u32,
    /// From 0.
    pub column: u32,
    /// The class of the app's own whose instance it begins with.
    pub class: Option<String>,
}

/// Dependencies that were appended together, each with who imports it; `at` is in milliseconds since 1970.
#[napi(object)]
pub struct Appended {
    pub at: f64,
    pub environment: String,
    pub dependencies: Vec<(String, Option<String>)>,
    pub milliseconds: f64,
}

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

    /// Whether a runner has told of an entry.
    #[napi(catch_unwind)]
    pub fn has(&self, environment: String, key: String) -> bool {
        self.inner.has(&environment, &key)
    }

    /// A runner has told of its entries, as JSON.
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

    /// A rewritten file keeps these keys now, each with its line.
    #[napi(catch_unwind)]
    pub fn keeps(&mut self, environment: String, file: String, kept: Vec<(String, u32)>) {
        self.inner.keeps(&environment, &file, kept);
    }

    /// An entry holds an instance of an older class; `null` where that was told before.
    #[napi(catch_unwind)]
    pub fn stale(&mut self, environment: String, key: String, class: String) -> Option<Diagnostic> {
        let stale = self.inner.stale(&environment, &self.about.root, &key, &class)?;
        Some(stale.diagnostic().into())
    }

    /// What to say of a callback that has failed.
    #[napi(catch_unwind)]
    pub fn failed(
        environment: String,
        callback: String,
        key: String,
        reason: String,
    ) -> Diagnostic {
        FailedCallback { environment, callback, key, reason }.diagnostic().into()
    }

    /// The analysis of a module has these findings now.
    #[napi(catch_unwind)]
    pub fn findings(&mut self, environment: String, file: String, findings: Vec<Diagnostic>) {
        let findings = findings.into_iter().map(|Diagnostic { code, severity, text }| Finding {
            code,
            severity,
            text,
        });
        self.inner.findings(&environment, &file, findings.collect());
    }

    /// An environment's modules are these now: an id and a file.
    #[napi(catch_unwind)]
    pub fn modules(&mut self, environment: String, modules: Vec<(String, String)>) {
        let modules = modules.iter().map(|(id, file)| (id.as_str(), file.as_str()));
        self.inner.modules(&environment, modules);
    }

    /// The gate has seen a re-optimization through.
    #[napi(catch_unwind)]
    pub fn recovered(&mut self, recovery: Recovery) {
        self.inner.recovered(rwstate_inspect::Recovery {
            id: 0,
            at: recovery.at,
            environment: recovery.environment,
            dependencies: dependencies(recovery.discoveries),
            held: recovery.held,
            longest: f64::from(recovery.longest),
            replayed: recovery.replayed,
            reloaded: recovery.reloaded,
            kept: recovery.kept,
            keys: recovery.keys,
        });
    }

    /// Dependencies were appended.
    #[napi(catch_unwind)]
    pub fn appended(&mut self, appended: Appended) {
        self.inner.appended(rwstate_inspect::Appended {
            id: 0,
            at: appended.at,
            environment: appended.environment,
            dependencies: dependencies(appended.dependencies),
            milliseconds: appended.milliseconds,
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

fn dependencies(found: Vec<(String, Option<String>)>) -> Vec<Dependency> {
    found.into_iter().map(|(name, importer)| Dependency { name, importer }).collect()
}

/// What came to the server.
#[napi(object)]
pub struct Asked {
    pub method: String,
    pub url: String,
    /// The hosts that it names, each as it came.
    pub hosts: Vec<String>,
    pub origin: Option<String>,
    pub fetch_site: Option<String>,
    pub marker: Option<String>,
    pub remote: Option<String>,
    pub encrypted: bool,
    /// The version of HTTP.
    pub version: String,
    /// The names of all headers, in lower case.
    pub headers: Vec<String>,
}

/// How to answer.
#[napi(object)]
pub struct Answer {
    /// What is served; absent for a refusal and a redirect.
    #[napi(ts_type = "'page' | 'asset' | 'events' | 'snapshot' | 'reset'")]
    pub route: Option<String>,
    pub status: u16,
    /// The asset's name, the reason of a refusal, or where a redirect leads.
    pub text: String,
    pub headers: Vec<(String, String)>,
}

/// Who may see the inspector of one server.
#[napi]
pub struct Access {
    policy: Policy,
    assets: Vec<String>,
}

#[napi]
impl Access {
    /// `allowed` is Vite's `server.allowedHosts`; `names` are hosts that the user has configured otherwise.
    #[napi(constructor, catch_unwind)]
    pub fn new(
        base: String,
        allowed: Either<bool, Vec<String>>,
        names: Vec<String>,
        assets: Vec<String>,
    ) -> Self {
        let allowed_hosts = match allowed {
            Either::A(true) => AllowedHosts::All,
            Either::A(false) => AllowedHosts::Listed(vec![]),
            Either::B(names) => AllowedHosts::Listed(names),
        };
        Self { policy: Policy { base, allowed_hosts, host_names: names }, assets }
    }

    /// Whether a URL leads to the inspector by any reading. Of most requests this is all there is to ask.
    #[napi(catch_unwind)]
    pub fn concerns(&self, url: String) -> bool {
        self.policy.concerns(&url)
    }

    /// Decides about a request; `null` where it is for somebody else.
    #[napi(catch_unwind)]
    pub fn judge(&self, asked: Asked) -> Option<Answer> {
        let request = Request {
            method: &asked.method,
            url: &asked.url,
            host: asked.hosts.first().map(String::as_str),
            other_host: asked
                .hosts
                .iter()
                .skip(1)
                .find(|other| Some(*other) != asked.hosts.first())
                .map(String::as_str),
            origin: asked.origin.as_deref(),
            fetch_site: asked.fetch_site.as_deref(),
            marker: asked.marker.as_deref(),
            remote: asked.remote.as_deref(),
            encrypted: asked.encrypted,
            forwarded: is_forwarded(&asked.version, asked.headers.iter().map(String::as_str)),
        };
        let answer = |route: Option<&str>, status, text: String, headers: &[(&str, &str)]| Answer {
            route: route.map(Into::into),
            status,
            text,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
        };
        Some(match self.policy.judge(&request, &self.assets) {
            Verdict::NotOurs => return None,
            Verdict::Redirect(to) => answer(None, 302, to, REFUSAL_HEADERS),
            Verdict::Refused { status, reason } => answer(None, status, reason, REFUSAL_HEADERS),
            Verdict::Serve(route) => {
                let headers = headers(&route);
                match route {
                    Route::Page => answer(Some("page"), 200, "index.html".into(), headers),
                    Route::Events => answer(Some("events"), 200, String::new(), headers),
                    Route::Snapshot => answer(Some("snapshot"), 200, String::new(), headers),
                    Route::Reset => answer(Some("reset"), 204, String::new(), headers),
                    Route::Asset(name) => answer(Some("asset"), 200, name, headers),
                }
            }
        })
    }
}

#[napi]
impl Plan {
    /// Whether the inspector's page is served.
    #[napi(catch_unwind)]
    pub const fn is_inspected(&self) -> bool {
        self.inner.is_inspected()
    }

    /// The entries that a module declares by itself. `specifiers` name the state module.
    #[napi(catch_unwind)]
    pub fn declared(path: String, code: String, specifiers: Vec<String>) -> Vec<Declared> {
        let names: Vec<&str> = specifiers.iter().map(String::as_str).collect();
        let declared = rwstate_transform::declared(&path, &code, &names);
        declared
            .into_iter()
            .map(|it| Declared { key: it.key, line: it.line, column: it.column, class: it.class })
            .collect()
    }

    /// The statement to append to a module that declares entries with instances of classes: a key and a class each.
    #[napi(catch_unwind)]
    pub fn class_suffix(pairs: Vec<(String, String)>) -> String {
        rwstate_plan::Plan::class_suffix(&pairs)
    }
}
