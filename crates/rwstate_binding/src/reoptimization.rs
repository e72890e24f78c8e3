//! What is reported of re-optimizations, and which requests the gate leaves to Vite.

use napi_derive::napi;
use rwstate_gate::Failure;

use crate::diagnostics::Diagnostic;

/// A discovered dependency, and the file that imports it where that is known.
#[napi]
pub type Dependency = (String, Option<String>);

/// What the adapter knows of a re-optimization.
#[napi(object)]
pub struct RecoveryFacts {
    /// When it began, in milliseconds since 1970.
    pub at: f64,
    pub environment: String,
    pub dependencies: Vec<Dependency>,
    /// Whether modules were evaluated again.
    pub reloaded: bool,
    /// How many entries were kept; absent where no runner answered.
    pub kept: Option<u32>,
    /// The keys of the kept entries, as far as a bound.
    pub keys: Vec<String>,
}

/// A re-optimization that the gate has seen through.
#[napi]
pub struct Recovery {
    pub(crate) facts: RecoveryFacts,
    pub(crate) held: u32,
    /// In milliseconds.
    pub(crate) longest: u32,
    pub(crate) replayed: u32,
}

#[napi]
impl Recovery {
    /// The line that reports it.
    #[napi(getter, catch_unwind)]
    pub fn line(&self) -> String {
        rwstate_gate::Recovery {
            environment: self.facts.environment.clone(),
            dependencies: dependencies(self.facts.dependencies.clone()),
            held: self.held,
            longest_ms: self.longest,
            replayed: self.replayed,
            kept: self.facts.kept,
        }
        .line()
    }
}

/// Reports a request that failed while Vite re-optimized.
#[napi(catch_unwind)]
pub fn explain_failure(
    environment: String,
    found: Vec<Dependency>,
    request: String,
    at: String,
) -> Diagnostic {
    Failure { environment, dependencies: dependencies(found), request, at }.diagnostic().into()
}

/// Reports that Vite lacks a method that the gate wraps.
#[napi(catch_unwind)]
pub fn ungated(environment: String, missing: String) -> Diagnostic {
    rwstate_gate::ungated(&environment, &missing).into()
}

/// Whether a request that nothing has handled yet is for Vite whatever the app has, by its URL below Vite's base.
#[napi(catch_unwind)]
pub fn is_for_vite(url: String, accept: String) -> bool {
    rwstate_gate::is_for_vite(&url, &accept)
}

fn dependencies(found: Vec<Dependency>) -> Vec<rwstate_gate::Dependency> {
    found.into_iter().map(|(name, importer)| rwstate_gate::Dependency { name, importer }).collect()
}
