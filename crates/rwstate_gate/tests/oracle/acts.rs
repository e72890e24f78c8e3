//! Whether each action may be done now.

use std::time::Duration;

use rwstate_gate::{
    Acknowledgement, Action, EnvironmentId, Replay, RequestId, SendId, SendKind, Time,
};

use super::{Batch, Edit, Oracle, Ping, Request, Send, Step, Violation};

impl Oracle {
    pub(super) fn act(&mut self, action: &Action, step: &mut Step) {
        let now = self.now;
        match *action {
            Action::Admit { request, held } => match self.requests.get(&request) {
                Some(&Request::Held { since, replay, failed: false }) => {
                    self.require(now.since(since) == held, Violation::Disorder);
                    self.enter(request, since, replay, false);
                }
                _ => self.require(false, Violation::Disorder),
            },
            Action::Replay { request } => match self.requests.get(&request) {
                Some(&Request::Held { since, replay: Replay::Replayable, failed: true }) => {
                    self.enter(request, since, Replay::Replayable, true);
                }
                _ => self.require(false, Violation::ReplayedWrongly),
            },
            // What it says is not the oracle's business; scenarios hold it.
            Action::Explain { .. } => {}
            Action::Settle { request } => {
                self.require(step.settles == Some(request), Violation::Disorder);
                step.settles = None;
            }
            Action::EditReady { edit } => {
                let Some(&Edit { since, drains, ended, .. }) =
                    self.edits.get(&edit).filter(|edit| !edit.ready)
                else {
                    return self.require(false, Violation::Disorder);
                };
                let may = !drains || ended || self.has_drained(since);
                self.require(may, Violation::WentDuringDrain);
                self.edits.entry(edit).and_modify(|edit| edit.ready = true);
            }
            Action::Forward { send, .. } => {
                self.go(send, step, |batch| &mut batch.forwarded);
                let last = step.batches.values().filter_map(|batch| batch.forwarded.last());
                let reloads = last.filter(|send| send.kind == SendKind::Reload);
                let newer = |gone: &Send| {
                    self.withheld.iter().any(|send| {
                        send.environment == gone.environment && send.kind == SendKind::Reload
                    })
                };
                let is_last = !reloads.into_iter().any(newer);
                self.require(is_last || step.closing, Violation::Disorder);
            }
            Action::Drop { send } => self.go(send, step, |batch| &mut batch.dropped),
            Action::Ping { ping, environment } => {
                let batch = step.batches.entry(environment).or_default();
                batch.pings += 1;
                let reloads = batch.forwarded.iter().any(|send| send.kind == SendKind::Reload);
                let entries = batch.forwarded.iter().any(|send| send.kind == SendKind::EntryReload);
                let kind = match (reloads, entries) {
                    (true, _) => SendKind::Reload,
                    (false, true) => SendKind::EntryReload,
                    (false, false) => SendKind::Update,
                };
                self.pings.push(Ping { id: ping, environment, kind, since: now, seen: now });
            }
            Action::Wake { at } => {
                self.require(at != self.wake, Violation::Disorder);
                self.wake = at;
            }
            Action::Report(_) => {
                self.optimized = false;
                let was_closed = self.closed.take().is_some();
                self.require(was_closed, Violation::Disorder);
                self.require(!self.is_waiting_but_for_edits_that_end(), Violation::Disorder);
            }
        }
    }

    fn enter(&mut self, request: RequestId, since: Time, replay: Replay, replayed: bool) {
        let disturbed = self.is_blocked();
        if since.after(self.options.hold) > self.now {
            let reloads = self.pings.iter().any(|asked| asked.kind != SendKind::Update);
            self.require(!reloads, Violation::EnteredDuringReload);
            let is_kept = replayed && disturbed;
            self.require(!self.is_shut() && !is_kept, Violation::EnteredWhileClosed);
        }
        let entered = Request::InFlight {
            replay,
            replayed,
            disturbed,
            endless: false,
            asked: None,
            ran: Duration::ZERO,
        };
        self.requests.insert(request, entered);
    }

    fn go(&mut self, send: SendId, step: &mut Step, list: fn(&mut Batch) -> &mut Vec<Send>) {
        let Some(index) = self.withheld.iter().position(|withheld| withheld.id == send) else {
            return self.require(false, Violation::Disorder);
        };
        let environment = self.withheld[index].environment;
        if !step.closing {
            let batch = step.batches.entry(environment).or_default();
            let mut pending = self.withheld.iter().chain(&batch.forwarded).chain(&batch.dropped);
            let of_batch = |send: &&Send| send.environment == environment;
            let first = pending.by_ref().filter(of_batch).map(|send| send.since).min();
            let first = first.unwrap_or(self.now);
            let is_deferred = self.is_deferred(environment, first);
            self.require(
                !is_deferred || first.after(self.options.hold) <= self.now,
                Violation::SentDuringEdit,
            );
            let reloads = |send: &Send| send.kind == SendKind::Reload;
            let batch = self.withheld.iter().filter(|send| send.environment == environment);
            let forwarded = step.batches.get(&environment).map(|batch| &batch.forwarded[..]);
            let is_update = !batch.chain(forwarded.unwrap_or_default()).any(reloads);
            self.require(is_update || self.has_drained(first), Violation::WentDuringDrain);
        }
        let gone = self.withheld.remove(index);
        list(step.batches.entry(environment).or_default()).push(gone);
    }

    /// Whether an edit defers what was first offered at a moment: a targeted edit does not that has begun since.
    pub(super) fn is_deferred(&self, environment: EnvironmentId, first: Time) -> bool {
        self.edits.values().any(|edit| {
            let may = edit.drains || edit.since <= first;
            edit.environment == environment && may && self.is_editing(edit)
        })
    }

    /// Whether no request in flight need be waited for, by what has waited since a moment.
    fn has_drained(&self, since: Time) -> bool {
        let is_over = |since: Time| since.after(self.options.drain) <= self.now;
        is_over(since)
            || self.requests.values().all(|request| match request {
                Request::InFlight { endless: false, asked, .. } => asked.is_some_and(is_over),
                _ => true,
            })
    }

    pub(super) fn check_batches(&mut self, step: &Step) {
        let is_reload = |send: &Send| send.kind == SendKind::Reload;
        for batch in step.batches.values() {
            if step.closing {
                self.require(batch.dropped.is_empty() && batch.pings == 0, Violation::Disorder);
                continue;
            }
            let last = batch.forwarded.last();
            let one_reload = batch.forwarded.len() == 1 && last.is_some_and(is_reload);
            let updates = !batch.forwarded.iter().any(is_reload) && batch.dropped.is_empty();
            self.require(one_reload || updates, Violation::Disorder);
            let expects = |send: &Send| send.acknowledgement == Acknowledgement::Expected;
            let expected =
                batch.forwarded.iter().any(expects) && !self.options.acknowledge.is_zero();
            self.require(batch.pings == usize::from(expected), Violation::Disorder);
        }
    }
}
