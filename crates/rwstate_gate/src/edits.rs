//! The edits in progress.

use std::{collections::BTreeMap, time::Duration};

use crate::{EditId, EnvironmentId, Time};

/// The edits that have begun and not ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Edits(BTreeMap<EditId, Edit>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Edit {
    environment: EnvironmentId,
    since: Time,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stage {
    /// Vite has it.
    Ready,
    /// It waits for requests in flight, since this moment.
    Draining(Time),
}

impl Edits {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_editing(&self, environment: EnvironmentId) -> bool {
        self.0.values().any(|edit| edit.environment == environment)
    }

    pub(crate) fn is_known(&self, edit: EditId) -> bool {
        self.0.contains_key(&edit)
    }

    /// Returns whether the edit is new.
    pub(crate) fn begin(&mut self, edit: EditId, environment: EnvironmentId, now: Time) -> bool {
        let is_new = !self.0.contains_key(&edit);
        if is_new {
            self.0.insert(edit, Edit { environment, since: now, stage: Stage::Ready });
        }
        is_new
    }

    /// Has an edit drain from now on. Returns whether it did not yet.
    pub(crate) fn widen(&mut self, edit: EditId, now: Time) -> bool {
        let Some(edit) = self.0.get_mut(&edit).filter(|edit| edit.stage == Stage::Ready) else {
            return false;
        };
        edit.stage = Stage::Draining(now);
        true
    }

    /// Makes the edits ready that need not drain any longer.
    pub(crate) fn make_ready(
        &mut self,
        has_drained: impl Fn(Time) -> bool,
        mut ready: impl FnMut(EditId),
    ) {
        for (id, edit) in &mut self.0 {
            if let Stage::Draining(since) = edit.stage
                && has_drained(since)
            {
                edit.stage = Stage::Ready;
                ready(*id);
            }
        }
    }

    /// Ends one edit.
    pub(crate) fn end(&mut self, edit: EditId, ready: impl FnMut(EditId)) {
        self.end_where(|id, _| id == edit, ready);
    }

    /// Ends every edit.
    pub(crate) fn clear(&mut self, ready: impl FnMut(EditId)) {
        self.end_where(|_, _| true, ready);
    }

    /// Ends the edits that have been in progress for `hold`, and returns how many.
    pub(crate) fn expire(&mut self, now: Time, hold: Duration, ready: impl FnMut(EditId)) -> u32 {
        self.end_where(|_, edit| edit.since.after(hold) <= now, ready)
    }

    /// When the edits that drain began to.
    pub(crate) fn draining(&self) -> impl Iterator<Item = Time> {
        self.0.values().filter_map(|edit| match edit.stage {
            Stage::Draining(since) => Some(since),
            Stage::Ready => None,
        })
    }

    /// When the oldest edit began.
    pub(crate) fn oldest(&self) -> Option<Time> {
        self.0.values().map(|edit| edit.since).min()
    }

    /// Whoever waits for an edit to be ready must not wait for ever: one that ends unready becomes ready by that.
    fn end_where(
        &mut self,
        has_ended: impl Fn(EditId, &Edit) -> bool,
        mut ready: impl FnMut(EditId),
    ) -> u32 {
        let mut ended = 0;
        self.0.retain(|id, edit| {
            let ends = has_ended(*id, edit);
            if ends && matches!(edit.stage, Stage::Draining(_)) {
                ready(*id);
            }
            ended += u32::from(ends);
            !ends
        });
        ended
    }
}
