//! The optimizers that are busy.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use crate::{EnvironmentId, Time};

/// The runs of each environment's optimizer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Optimizers(BTreeMap<EnvironmentId, Runs>);

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Runs {
    /// When those began that have not ended, the oldest first.
    since: VecDeque<Time>,
    /// How many the bound has ended: their own ends are still to come, and must end no later run.
    expired: u32,
}

impl Optimizers {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.values().all(|runs| runs.since.is_empty())
    }

    pub(crate) fn begin(&mut self, environment: EnvironmentId, now: Time) {
        self.0.entry(environment).or_default().since.push_back(now);
    }

    /// Ends the oldest run of an environment.
    pub(crate) fn end(&mut self, environment: EnvironmentId) {
        let Some(runs) = self.0.get_mut(&environment) else { return };
        if runs.expired > 0 {
            runs.expired -= 1;
        } else {
            runs.since.pop_front();
        }
        if *runs == Runs::default() {
            self.0.remove(&environment);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Ends the runs that have taken `hold`, and returns how many.
    pub(crate) fn expire(&mut self, now: Time, hold: Duration) -> u32 {
        let mut expired = 0;
        for runs in self.0.values_mut() {
            while runs.since.front().is_some_and(|since| since.after(hold) <= now) {
                runs.since.pop_front();
                runs.expired += 1;
                expired += 1;
            }
        }
        expired
    }

    /// When the oldest run began.
    pub(crate) fn oldest(&self) -> Option<Time> {
        self.0.values().filter_map(|runs| runs.since.front().copied()).min()
    }
}
