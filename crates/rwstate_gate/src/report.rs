//! The report of a period in which the gate was closed.

use std::time::Duration;

use crate::{EnvironmentId, GateOptions, Time, requests::Held};

/// One period in which the gate was closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Report {
    /// How many requests were held, those for a replay included. One that was held twice counts twice.
    pub held: u32,
    /// The longest that one of them was held.
    pub longest: Duration,
    /// How many of them were replayed. A request that fails after the gate has opened is replayed at once, and is in no
    /// report.
    pub replayed: u32,
    /// The environments to which a reload was forwarded, in ascending order.
    pub reloaded: Vec<EnvironmentId>,
    /// The environments whose optimizer ran, in ascending order.
    pub optimized: Vec<EnvironmentId>,
    /// How often a bound ended a wait.
    pub bounds: BoundHits,
}

/// How often each bound ended a wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct BoundHits {
    /// Drains that were given up with requests in flight.
    pub drain: u32,
    /// Requests that were admitted although the gate was closed, and while one was held, edits and optimizer runs that were taken for
    /// finished, and messages that edits, one after the other, had deferred for so long.
    pub hold: u32,
    /// Pings that no answer came to while a request was held.
    pub acknowledge: u32,
}

/// The period that lasts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Period {
    report: Report,
}

impl Period {
    pub(crate) fn end(self) -> Report {
        self.report
    }

    pub(crate) const fn hold(&mut self) {
        self.report.held = self.report.held.saturating_add(1);
    }

    /// Notes the end of a hold: by admission, by replay, or because the client went.
    pub(crate) fn release(&mut self, held: &Held, now: Time) {
        self.report.longest = self.report.longest.max(now.since(held.since));
    }

    pub(crate) const fn replay(&mut self) {
        self.report.replayed = self.report.replayed.saturating_add(1);
    }

    pub(crate) fn reload(&mut self, environment: EnvironmentId) {
        insert(&mut self.report.reloaded, environment);
    }

    /// Whether an optimizer has run in it.
    pub(crate) const fn has_optimized(&self) -> bool {
        !self.report.optimized.is_empty()
    }

    pub(crate) fn optimize(&mut self, environment: EnvironmentId) {
        insert(&mut self.report.optimized, environment);
    }

    pub(crate) const fn hit_drain(&mut self, options: &GateOptions) {
        count(&mut self.report.bounds.drain, options.drain, 1);
    }

    pub(crate) const fn hit_hold(&mut self, options: &GateOptions, times: u32) {
        count(&mut self.report.bounds.hold, options.hold, times);
    }

    pub(crate) const fn hit_acknowledge(&mut self, options: &GateOptions, times: u32) {
        count(&mut self.report.bounds.acknowledge, options.acknowledge, times);
    }
}

const fn count(hits: &mut u32, bound: Duration, times: u32) {
    // A bound of zero says not to wait: that ends as it was asked for.
    if !bound.is_zero() {
        *hits = hits.saturating_add(times);
    }
}

fn insert(environments: &mut Vec<EnvironmentId>, environment: EnvironmentId) {
    if let Err(index) = environments.binary_search(&environment) {
        environments.insert(index, environment);
    }
}
