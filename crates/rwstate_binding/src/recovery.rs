//! What a person is told of re-optimizations.

use napi_derive::napi;
use rwstate_plan::{Discovery, StaleEntries};

use crate::{diagnostics::Diagnostic, plan::Plan};

/// One re-optimization, seen through by the gate; times are milliseconds. Each discovery is a dependency and who imports it.
#[napi(object)]
pub struct Recovery {
    /// When it began, since 1970.
    pub at: f64,
    pub environment: String,
    pub discoveries: Vec<(String, Option<String>)>,
    pub held: u32,
    pub longest: u32,
    pub replayed: u32,
    /// Whether modules were evaluated again.
    pub reloaded: bool,
    pub kept: Option<u32>,
    /// The keys of the kept entries, as far as a bound.
    pub keys: Vec<String>,
}

#[napi]
impl Plan {
    /// The line that tells of a re-optimization.
    #[napi(catch_unwind)]
    pub fn recovery_line(recovery: Recovery) -> String {
        rwstate_plan::Recovery {
            environment: recovery.environment,
            discoveries: discoveries(recovery.discoveries),
            held: recovery.held,
            longest_ms: recovery.longest,
            replayed: recovery.replayed,
            kept: recovery.kept,
        }
        .line()
    }

    /// The names of variables that are not as they were; each comes as a name and what it stands for.
    #[napi(catch_unwind)]
    pub fn changed_variables(
        before: Vec<(String, String)>,
        now: Vec<(String, String)>,
    ) -> Vec<String> {
        rwstate_plan::changed_variables(&before, &now)
    }

    /// Whether a module's source reads one of these variables of `import.meta.env`.
    #[napi(catch_unwind)]
    pub fn reads_variable(source: String, names: Vec<String>) -> bool {
        rwstate_plan::reads_variable(&source, &names)
    }

    /// What to say of entries that may hold what variables were before; they come as a file and its keys.
    #[napi(catch_unwind)]
    pub fn stale_variables(
        environment: String,
        names: Vec<String>,
        entries: Vec<(String, Vec<String>)>,
    ) -> String {
        let entries: Vec<_> =
            entries.into_iter().map(|(file, keys)| StaleEntries { file, keys }).collect();
        rwstate_plan::stale_variables(&environment, &names, &entries)
    }

    /// The line that tells of waits that bounds ended, or `null`.
    #[napi(catch_unwind)]
    pub fn bounds_line(drain: u32, hold: u32, acknowledge: u32) -> Option<String> {
        rwstate_plan::BoundHits { drain, hold, acknowledge }.line()
    }

    /// What to say of a request that failed while Vite re-optimized.
    #[napi(catch_unwind)]
    pub fn explain_failure(
        environment: String,
        found: Vec<(String, Option<String>)>,
        request: String,
        at: String,
    ) -> Diagnostic {
        rwstate_plan::Failure { environment, discoveries: discoveries(found), request, at }
            .diagnostic()
            .into()
    }

    /// What to say where Vite lacks a method that the gate wraps.
    #[napi(catch_unwind)]
    pub fn ungated(environment: String, missing: String) -> Diagnostic {
        rwstate_plan::ungated(&environment, &missing).into()
    }
}

fn discoveries(found: Vec<(String, Option<String>)>) -> Vec<Discovery> {
    found.into_iter().map(|(dependency, importer)| Discovery { dependency, importer }).collect()
}
