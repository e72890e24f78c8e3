//! The gate: what each event does at once. What follows from it and from time is in `advance`.

use std::time::Duration;

use crate::{
    Action, EditScope, Event, GateOptions, Outcome, Reach, Replay, RequestId, SendKind, Time,
    edits::Edits,
    optimizers::Optimizers,
    pings::Pings,
    report::Period,
    requests::{Began, Entrance, Held, InFlight, Overlap, Requests},
    sends::{Sends, Withheld},
};

/// The gate of one dev server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Gate {
    pub(crate) options: GateOptions,
    pub(crate) now: Time,
    /// The time that counts for requests in the app: it stands still from the moment at which an optimizer begins to run until the gate
    /// opens.
    pub(crate) clock: Time,
    pub(crate) requests: Requests,
    pub(crate) edits: Edits,
    pub(crate) optimizers: Optimizers,
    pub(crate) sends: Sends,
    pub(crate) pings: Pings,
    /// There between two events exactly while the gate is closed.
    pub(crate) period: Option<Period>,
    /// What the adapter's timer is set to.
    pub(crate) wake: Option<Time>,
    is_transparent: bool,
}

impl Gate {
    /// Creates a gate, open.
    pub fn new(options: GateOptions) -> Self {
        Self {
            // A request is held while something drains, and no longer than `hold`.
            options: GateOptions { drain: options.drain.min(options.hold), ..options },
            now: Time::default(),
            clock: Time::default(),
            requests: Requests::default(),
            edits: Edits::default(),
            optimizers: Optimizers::default(),
            sends: Sends::default(),
            pings: Pings::default(),
            period: None,
            wake: None,
            is_transparent: false,
        }
    }

    /// Takes in that `event` happened at `now` and appends what to do. A moment before that of the event before
    /// counts as the same moment.
    ///
    /// Bounds that have passed by then take effect before the event does, as if the timer had fired in time.
    pub fn handle(&mut self, event: Event, now: Time, actions: &mut Vec<Action>) {
        let before = self.now;
        self.now = before.max(now);
        // Before the event: the time up to an `OptimizeBegin` counts, and that after it does not.
        if !self.period.as_ref().is_some_and(Period::has_optimized) {
            self.clock = self.clock.after(self.now.since(before));
        }
        if self.is_transparent {
            return pass(event, actions);
        }
        if event == Event::Tick {
            // A timer that fires early is gone all the same: what it was set to must be asked for again.
            self.wake = None;
        } else if self.wake.is_some_and(|at| at <= self.now) {
            // A busy event loop runs timers late. A request that comes after the bound of an edit
            // must not be held for that edit.
            self.advance(actions);
        }
        self.apply(event, actions);
        // While the gate is open nothing waits.
        if self.period.is_some() {
            self.advance(actions);
        }
        self.ask_for_wake(actions);
    }

    /// Returns whether a request that came now would be admitted at once.
    pub const fn is_open(&self) -> bool {
        self.period.is_none()
    }

    /// Returns whether a request in flight would be replayed if it failed now. An adapter that asks before it passes the
    /// start of a response on need defer no response but those.
    pub fn may_replay(&self, request: RequestId) -> bool {
        !self.is_transparent && self.is_replayable(self.requests.get(request))
    }

    fn is_replayable(&self, request: Option<&InFlight>) -> bool {
        let bound = self.options.replay;
        !bound.is_zero()
            && request.is_some_and(|it| it.may_be_replayed() && it.clock.after(bound) >= self.clock)
    }

    fn apply(&mut self, event: Event, actions: &mut Vec<Action>) {
        match event {
            Event::Arrive { request, replay, since } => {
                self.arrive(request, replay, since, actions);
            }
            Event::Stream { request } => self.requests.stream(request),
            Event::Leave { request, outcome: Outcome::Failed } => self.fail(request, actions),
            Event::Leave { request, outcome: Outcome::Done } => {
                self.requests.leave(request);
            }
            Event::Leave { request, outcome: Outcome::Broken } => {
                explain(self.requests.leave(request).as_ref(), actions);
            }
            Event::Abort { request } => self.abort(request),
            Event::EditBegin { edit, environment, scope } => {
                if self.edits.begin(edit, environment, scope, self.now) {
                    match scope {
                        // Requests in flight do not fail for it, so it does not disturb them.
                        EditScope::Targeted => {
                            self.shut();
                            actions.push(Action::EditReady { edit });
                        }
                        EditScope::Whole => drop(self.disturb()),
                    }
                }
            }
            Event::EditEnd { edit } => {
                self.edits.end(edit, |edit| actions.push(Action::EditReady { edit }));
            }
            Event::OptimizeBegin { environment } => {
                self.optimizers.begin(environment, self.now);
                self.requests.optimize();
                self.disturb().optimize(environment);
            }
            Event::OptimizeEnd { environment } => self.optimizers.end(environment),
            Event::Send { send, environment, kind, acknowledgement } => {
                self.sends.offer(environment, Withheld { send, kind, acknowledgement }, self.now);
                match kind {
                    // An update leaves modules that requests in flight have as they are.
                    SendKind::Reload => self.disturb(),
                    SendKind::Update | SendKind::EntryReload => self.shut(),
                };
            }
            Event::Fetch { environment } => self.pings.see(environment, self.now),
            Event::Pong { ping } => self.pings.pong(ping),
            Event::Close => self.close(actions),
            Event::Tick => {}
        }
    }

    fn arrive(
        &mut self,
        request: RequestId,
        replay: Replay,
        since: Time,
        actions: &mut Vec<Action>,
    ) {
        if self.requests.is_known(request) {
            return;
        }
        let entrance = Entrance::First(replay);
        if self.is_admitting() {
            // Closed and admitting: an update is not acknowledged, and the request may fail for it.
            let overlap = Overlap { disturbed: !self.is_open(), ..Overlap::default() };
            // Nothing has closed the gate since it came.
            let clock = self.clock.before(self.now.since(since));
            let began = Began { at: since.min(self.now), clock };
            self.requests.enter(request, entrance, overlap, began);
            actions.push(Action::Admit { request, held: Duration::ZERO });
        } else {
            self.hold(request, entrance);
        }
    }

    fn fail(&mut self, request: RequestId, actions: &mut Vec<Action>) {
        // What is held is not in the app, where it could fail.
        if self.requests.is_held(request) {
            return;
        }
        let left = self.requests.leave(request);
        // An unknown request is settled, too: the adapter defers its failure until there is an
        // answer.
        if !self.is_replayable(left.as_ref()) {
            explain(left.as_ref(), actions);
            actions.push(Action::Settle { request });
        } else if self.is_open() {
            let began = self.begins();
            self.requests.enter(request, Entrance::Again, Overlap::default(), began);
            actions.push(Action::Replay { request });
        } else {
            self.hold(request, Entrance::Again);
        }
    }

    /// When a request begins that enters now.
    pub(crate) const fn begins(&self) -> Began {
        Began { at: self.now, clock: self.clock }
    }

    fn hold(&mut self, request: RequestId, entrance: Entrance) {
        self.requests.hold(Held { request, since: self.now, entrance });
        if let Some(period) = &mut self.period {
            period.hold();
        }
    }

    fn abort(&mut self, request: RequestId) {
        if let (Some(held), Some(period)) = (self.requests.abort(request), &mut self.period) {
            period.release(&held, self.now);
        }
    }

    /// Closes the gate, if it is open, for something that requests in flight may fail for.
    fn disturb(&mut self) -> &mut Period {
        self.requests.disturb();
        self.shut()
    }

    /// Closes the gate, if it is open.
    fn shut(&mut self) -> &mut Period {
        self.period.get_or_insert_default()
    }

    fn close(&mut self, actions: &mut Vec<Action>) {
        // Vite waits for these; and without them, no edit defers a message.
        self.edits.clear(|edit| actions.push(Action::EditReady { edit }));
        self.optimizers.clear();
        for environment in self.sends.clear(actions) {
            self.disturb().reload(environment);
        }
        self.pings.clear();
        // Nothing closes the gate any longer, so all requests go in, and the report is made.
        self.release(actions);
        // Nothing disturbs the requests in flight from now on, so none of them is replayed.
        self.requests = Requests::default();
        self.is_transparent = true;
    }
}

/// Has a failure explained that a run of an optimizer may have caused.
fn explain(left: Option<&InFlight>, actions: &mut Vec<Action>) {
    if let Some(&InFlight { request, optimized: true, .. }) = left {
        actions.push(Action::Explain { request });
    }
}

/// Answers an event once the server has closed: as if there were no gate.
fn pass(event: Event, actions: &mut Vec<Action>) {
    match event {
        Event::Arrive { request, .. } => {
            actions.push(Action::Admit { request, held: Duration::ZERO });
        }
        Event::Leave { request, outcome: Outcome::Failed } => {
            actions.push(Action::Settle { request });
        }
        Event::EditBegin { edit, .. } => actions.push(Action::EditReady { edit }),
        Event::Send { send, .. } => actions.push(Action::Forward { send, reach: Reach::AsSent }),
        _ => {}
    }
}
