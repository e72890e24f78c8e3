//! Messages about re-optimizations: one line where all went well, a diagnostic where a request failed.

use std::fmt::Write as _;

use rwstate_diagnostics::{Code, Diagnostic};

use crate::BoundHits;

/// A dependency that the optimizer had not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The specifier that imports it.
    pub name: String,
    /// The file that imports it, relative to the root; `None` where it is unknown.
    pub importer: Option<String>,
}

/// One re-optimization of one environment, seen from the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The environment's name.
    pub environment: String,
    /// The discovered dependencies.
    pub dependencies: Vec<Dependency>,
    /// How many requests were held.
    pub held: u32,
    /// The longest that one was held, in milliseconds.
    pub longest_ms: u32,
    /// How many were replayed.
    pub replayed: u32,
    /// How many entries the environment's state has; `None` where its runner did not report it.
    pub kept: Option<u32>,
}

/// A request that failed while Vite re-optimized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The environment that was re-optimized.
    pub environment: String,
    /// The discovered dependencies.
    pub dependencies: Vec<Dependency>,
    /// The request, such as `POST /cart`.
    pub request: String,
    /// The time of day at which the re-optimization began.
    pub at: String,
}

impl Recovery {
    /// Returns the line that reports it.
    pub fn line(&self) -> String {
        let mut line = format!("re-optimized for {}: ", names(&self.dependencies));
        match self.held {
            0 => line.push_str("no request had to wait"),
            held => {
                let _ = write!(line, "{} held, at most {} ms", requests(held), self.longest_ms);
            }
        }
        if self.replayed > 0 {
            let _ = write!(line, ", {} replayed", self.replayed);
        }
        match self.kept {
            Some(1) => line.push_str("; 1 entry kept"),
            Some(kept) => {
                let _ = write!(line, "; {kept} entries kept");
            }
            None => {}
        }
        line
    }
}

impl BoundHits {
    /// Returns the line that reports them, or `None` where no wait was cut short.
    pub fn line(self) -> Option<String> {
        let said = [
            (self.drain, "requests in flight outlasted", "drainMs"),
            (self.hold, "a wait lasted longer than", "holdMs"),
            (self.acknowledge, "a runner did not answer within", "acknowledgeMs"),
        ];
        let said: Vec<_> = said
            .into_iter()
            .filter(|(times, ..)| *times > 0)
            .map(|(times, what, bound)| match times {
                1 => format!("{what} gate.{bound}"),
                times => format!("{what} gate.{bound} ({times} times)"),
            })
            .collect();
        (!said.is_empty()).then(|| format!("went on without waiting: {}", said.join("; ")))
    }
}

impl Failure {
    /// Returns the diagnostic for the cause: the same for each request that failed for it, but for the request's name.
    #[cold]
    pub fn diagnostic(&self) -> Diagnostic {
        let Self { environment, dependencies, request, at } = self;
        let names = names(dependencies);
        let listed: Vec<_> = dependencies.iter().map(|it| format!("\"{}\"", it.name)).collect();
        Diagnostic::error(
            Code::FAILED_DURING_REOPTIMIZATION,
            format!("{request} failed because Vite re-optimized for {names} while it ran"),
        )
        .at(format!("environment {environment}, {at}"))
        .with_help(format!(
            "send it again: no entry was lost, and the next request meets the new modules. To prevent it, add {} to \
             environments.{environment}.optimizeDeps.include",
            listed.join(", ")
        ))
    }
}

/// Reports a Vite that lacks a method of the gate's adapter.
#[cold]
pub fn ungated(environment: &str, missing: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::UNGATED_ENVIRONMENT,
        format!("requests are not held while Vite re-optimizes: this Vite has no `{missing}`"),
    )
    .at(format!("environment {environment}"))
    .with_help("state is kept all the same. Use a Vite that rwstate is tested with, or set gate: false to accept this")
}

fn names(dependencies: &[Dependency]) -> String {
    let named: Vec<_> = dependencies
        .iter()
        .map(|Dependency { name, importer }| {
            let by = importer.as_ref().map(|importer| format!(" (imported by {importer})"));
            format!("{name}{}", by.unwrap_or_default())
        })
        .collect();
    if named.is_empty() { "its dependencies".into() } else { named.join(", ") }
}

fn requests(count: u32) -> String {
    if count == 1 { "1 request".into() } else { format!("{count} requests") }
}

#[cfg(test)]
mod tests {
    use rwstate_diagnostics::{RenderOptions, render};

    use super::{Dependency, Failure, Recovery, ungated};
    use crate::BoundHits;

    fn valtio() -> Dependency {
        Dependency { name: "valtio".into(), importer: Some("src/late.ts".into()) }
    }

    fn dayjs() -> Dependency {
        Dependency { name: "dayjs".into(), importer: None }
    }

    fn recovery() -> Recovery {
        Recovery {
            environment: "ssr".into(),
            dependencies: vec![valtio()],
            held: 0,
            longest_ms: 0,
            replayed: 0,
            kept: None,
        }
    }

    #[test]
    fn a_line_says_for_what_and_who_waited() {
        assert_eq!(
            recovery().line(),
            "re-optimized for valtio (imported by src/late.ts): no request had to wait"
        );
        let busy = Recovery {
            dependencies: vec![valtio(), dayjs()],
            held: 3,
            longest_ms: 412,
            replayed: 1,
            kept: Some(2),
            ..recovery()
        };
        assert_eq!(
            busy.line(),
            "re-optimized for valtio (imported by src/late.ts), dayjs: 3 requests held, at most 412 ms, 1 replayed; \
             2 entries kept"
        );
    }

    #[test]
    fn a_bound_that_was_hit_is_reported() {
        assert_eq!(BoundHits::default().line(), None);
        assert_eq!(
            BoundHits { drain: 1, hold: 0, acknowledge: 2 }.line().as_deref(),
            Some(
                "went on without waiting: requests in flight outlasted gate.drainMs; \
                 a runner did not answer within gate.acknowledgeMs (2 times)"
            )
        );
    }

    #[test]
    fn a_failure_names_its_cause_and_the_remedy() {
        let failure = Failure {
            environment: "worker".into(),
            dependencies: vec![valtio()],
            request: "POST /cart".into(),
            at: "12:03:04".into(),
        };
        assert_eq!(
            render(&[failure.diagnostic()], RenderOptions::default()),
            "error[RWS008] failed-during-reoptimization: POST /cart failed because Vite re-optimized for valtio (imported \
             by src/late.ts) while it ran\n  at: environment worker, 12:03:04\n  help: send it again: no entry was lost, and \
             the next request meets the new modules. To prevent it, add \"valtio\" to \
             environments.worker.optimizeDeps.include\n  page: docs/diagnostics/RWS008-failed-during-reoptimization.md"
        );
    }

    #[test]
    fn an_unknown_vite_is_reported_with_what_it_lacks() {
        let text = render(&[ungated("ssr", "registerMissingImport")], RenderOptions::default());
        assert!(
            text.starts_with("warning[RWS009] ungated-environment: requests are not held"),
            "{text}"
        );
        assert!(text.contains("`registerMissingImport`"), "{text}");
    }
}
