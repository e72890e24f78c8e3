//! The optimizers that are busy.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use crate::{EnvironmentId, Time};

/// When each environment's runs began that have not ended, the oldest first. No queue is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Optimizers(BTreeMap<EnvironmentId, VecDeque<Time>>);

impl Optimizers {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn begin(&mut self, environment: EnvironmentId, now: Time) {
        self.0.entry(environment).or_default().push_back(now);
    }

    /// Ends the oldest run of an environment.
    pub(crate) fn end(&mut self, environment: EnvironmentId) {
        let Some(runs) = self.0.get_mut(&environment) else { return };
        // The bound may have ended the run before. Then this ends the next one early, or nothing.
        runs.pop_front();
        if runs.is_empty() {
            self.0.remove(&environment);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Ends the runs that have taken `hold`, and returns how many.
    pub(crate) fn expire(&mut self, now: Time, hold: Duration) -> u32 {
        let mut expired = 0;
        self.0.retain(|_, runs| {
            while runs.front().is_some_and(|since| since.after(hold) <= now) {
                runs.pop_front();
                expired += 1;
            }
            !runs.is_empty()
        });
        expired
    }

    /// When the oldest run began.
    pub(crate) fn oldest(&self) -> Option<Time> {
        self.0.values().filter_map(|runs| runs.front().copied()).min()
    }
}
