//! What follows: from time passing, and from what an event left.

use crate::{
    Acknowledgement, Action, Gate, SendKind, Time,
    requests::{Entrance, Held, Overlap},
};

impl Gate {
    /// Lets everything go on that can, in the order in which one thing enables the next. Only while the gate is closed.
    pub(crate) fn advance(&mut self, actions: &mut Vec<Action>) {
        // Bounds first: an edit that ends by its bound defers no message any longer.
        self.expire(actions);
        // A drain that is over is counted before what waits for it goes on and drains no more.
        self.drain();
        self.make_ready(actions);
        self.flush(actions);
        // After the messages, as each flush may ask for a ping.
        self.expire_pings();
        // Last, as it opens the gate where nothing of the above is left.
        self.release(actions);
    }

    /// Asks for the next moment at which a bound ends a wait, unless that is what was asked for last.
    pub(crate) fn ask_for_wake(&mut self, actions: &mut Vec<Action>) {
        let at = if self.is_open() { None } else { self.deadline() };
        // Each action crosses into JavaScript: the same moment is not asked for twice.
        if at != self.wake {
            self.wake = at;
            actions.push(Action::Wake { at });
        }
    }

    /// Lets in what is held: all of it where nothing closes the gate any longer, else what has been held long enough.
    pub(crate) fn release(&mut self, actions: &mut Vec<Action>) {
        if self.is_quiet() {
            while let Some(held) = self.requests.release() {
                self.admit(&held, actions);
            }
            // The report comes after all that the opening lets go.
            if let Some(period) = self.period.take() {
                actions.push(Action::Report(Box::new(period.end())));
            }
            return;
        }
        // Only updates are unacknowledged. A request that enters for the first time asks for the
        // new modules itself. One that has failed waits: the update may end in a reload of every
        // module.
        if self.is_admitting() {
            for held in self.requests.release_first() {
                self.admit(&held, actions);
            }
        }
        while self
            .requests
            .held_since()
            .is_some_and(|since| since.after(self.options.hold) <= self.now)
        {
            let Some(held) = self.requests.release() else { break };
            if let Some(period) = &mut self.period {
                period.hit_hold(&self.options, 1);
            }
            self.admit(&held, actions);
        }
    }

    /// Takes edits and optimizer runs for finished that have lasted too long. That ends a wait where a request is held, or an edit
    /// is not ready.
    fn expire(&mut self, actions: &mut Vec<Action>) {
        let Self { options, now, requests, edits, optimizers, sends, period: Some(period), .. } =
            self
        else {
            return;
        };
        // Asked before anything expires: what has ended no longer waits, and a bound counts only
        // where something did.
        let is_awaited = requests.is_holding() || edits.draining().next().is_some();
        let edited =
            edits.expire(*now, options.hold, |edit| actions.push(Action::EditReady { edit }));
        let optimized = optimizers.expire(*now, options.hold);
        let deferred = sends.drain(|of, since| edits.defers(of, since), *now, options.hold);
        if is_awaited {
            period.hit_hold(options, edited + optimized + deferred);
        }
    }

    /// Gives up on requests that are in flight when the bound of a drain is reached.
    fn drain(&mut self) {
        let waiting = self.edits.draining().chain(self.sends.draining());
        // The drain that began last, of those that are over: what entered before it has been waited
        // for by a whole one.
        let Some(since) = waiting.filter(|since| self.is_drain_over(*since)).max() else { return };
        if self.requests.must_drain() {
            // While an optimizer is busy, requests may wait for just that, and soon end when it
            // has: then the next drain waits for them again.
            if self.optimizers.is_empty() {
                self.requests.outlast(since);
            }
            if let Some(period) = &mut self.period {
                period.hit_drain(&self.options);
            }
        }
    }

    fn make_ready(&mut self, actions: &mut Vec<Action>) {
        let has_drained = self.has_drained();
        self.edits.make_ready(has_drained, |edit| actions.push(Action::EditReady { edit }));
    }

    fn flush(&mut self, actions: &mut Vec<Action>) {
        let has_drained = self.has_drained();
        let Self { options, now, sends, pings, period: Some(period), .. } = self else { return };
        sends.flush(has_drained, actions, |flushed, actions| {
            let environment = flushed.environment;
            if flushed.kind == SendKind::Reload {
                period.reload(environment);
            }
            // A runner without a connection cannot answer, and fetches every module anyway.
            if flushed.acknowledgement == Acknowledgement::Expected
                && !options.acknowledge.is_zero()
            {
                let ping = pings.ask(environment, flushed.kind, *now);
                actions.push(Action::Ping { ping, environment });
            }
        });
    }

    fn expire_pings(&mut self) {
        let expired = self.pings.expire(self.now, &self.options);
        // An answer that is late where no request is held has cost no time.
        if let Some(period) = self.period.as_mut().filter(|_| self.requests.is_holding()) {
            period.hit_acknowledge(&self.options, expired);
        }
    }

    fn admit(&mut self, held: &Held, actions: &mut Vec<Action>) {
        let request = held.request;
        let overlap =
            // Where a bound lets it in, what it may fail for is still going on.
            Overlap { disturbed: !self.is_quiet(), optimized: !self.optimizers.is_empty() };
        let began = self.begins();
        self.requests.enter(request, held.entrance, overlap, began);
        actions.push(match held.entrance {
            Entrance::First(_) => Action::Admit { request, held: self.now.since(held.since) },
            Entrance::Again => Action::Replay { request },
        });
        if let Some(period) = &mut self.period {
            period.release(held, self.now);
            if held.entrance == Entrance::Again {
                period.replay();
            }
        }
    }

    /// Whether nothing is left that keeps the gate closed.
    fn is_quiet(&self) -> bool {
        self.edits.is_empty()
            && self.optimizers.is_empty()
            && self.sends.is_empty()
            && self.pings.is_empty()
    }

    /// Whether a request may enter now: at most updates that no runner has acknowledged yet are outstanding.
    pub(crate) fn is_admitting(&self) -> bool {
        self.edits.is_empty()
            && self.optimizers.is_empty()
            && self.sends.is_empty()
            && !self.pings.keep_closed()
    }

    /// Returns whether what began to drain at a moment need not wait any longer.
    fn has_drained(&self) -> impl Fn(Time) -> bool + use<> {
        let (must_drain, now, bound) = (self.requests.must_drain(), self.now, self.options.drain);
        move |since| !must_drain || since.after(bound) <= now
    }

    fn is_drain_over(&self, since: Time) -> bool {
        since.after(self.options.drain) <= self.now
    }

    fn deadline(&self) -> Option<Time> {
        let options = &self.options;
        // All that waits is in one of these, or nothing would end it: `tests/model.rs` looks for
        // that.
        let drain = self.edits.draining().chain(self.sends.draining()).min();
        let hold = [
            self.edits.oldest(),
            self.optimizers.oldest(),
            self.sends.oldest_deferred(),
            self.requests.held_since(),
        ];
        let hold = hold.into_iter().flatten().min();
        let bounds = [(drain, options.drain), (hold, options.hold)];
        let ends = bounds.into_iter().filter_map(|(since, bound)| Some(since?.after(bound)));
        ends.chain(self.pings.deadline(options)).min()
    }
}
