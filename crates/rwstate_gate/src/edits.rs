//! The edits in progress.

use std::{collections::BTreeMap, time::Duration};

use crate::{EditId, EditScope, EnvironmentId, Time};

/// The edits that have begun and not ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Edits(BTreeMap<EditId, Edit>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Edit {
    environment: EnvironmentId,
    since: Time,
    scope: EditScope,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stage {
    /// Vite has it.
    Ready,
    /// It waits for requests in flight.
    Draining,
}

impl Edits {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether an edit defers messages of an environment, the first of which was offered at `offered`. A targeted edit that has begun
    /// since does not: Vite goes on with it when the runner has evaluated those.
    pub(crate) fn defers(&self, environment: EnvironmentId, offered: Time) -> bool {
        self.0.values().any(|edit| {
            let is_before = edit.scope == EditScope::Whole || edit.since <= offered;
            edit.environment == environment && is_before
        })
    }

    /// Returns whether the edit is new.
    pub(crate) fn begin(
        &mut self,
        edit: EditId,
        environment: EnvironmentId,
        scope: EditScope,
        now: Time,
    ) -> bool {
        let is_new = !self.0.contains_key(&edit);
        if is_new {
            let stage = match scope {
                // Modules are replaced beside those that requests in flight have.
                EditScope::Targeted => Stage::Ready,
                EditScope::Whole => Stage::Draining,
            };
            self.0.insert(edit, Edit { environment, since: now, scope, stage });
        }
        is_new
    }

    /// Makes the edits ready that need not drain any longer.
    pub(crate) fn make_ready(
        &mut self,
        has_drained: impl Fn(Time) -> bool,
        mut ready: impl FnMut(EditId),
    ) {
        for (id, edit) in &mut self.0 {
            if edit.stage == Stage::Draining && has_drained(edit.since) {
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
        self.0.values().filter(|edit| edit.stage == Stage::Draining).map(|edit| edit.since)
    }

    /// When the oldest edit began.
    pub(crate) fn oldest(&self) -> Option<Time> {
        self.0.values().map(|edit| edit.since).min()
    }

    fn end_where(
        &mut self,
        has_ended: impl Fn(EditId, &Edit) -> bool,
        mut ready: impl FnMut(EditId),
    ) -> u32 {
        let mut ended = 0;
        self.0.retain(|id, edit| {
            let ends = has_ended(*id, edit);
            // Vite waits for an edit to be ready, and must not wait for ever: one that ends before
            // it is ready becomes so by that.
            if ends && edit.stage == Stage::Draining {
                ready(*id);
            }
            ended += u32::from(ends);
            !ends
        });
        ended
    }
}
