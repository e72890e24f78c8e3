//! What the gate promises, stated a second time and without its way of doing it: an onlooker that sees each event and the
//! actions that answer it, and names the promises that are broken.
//!
//! It expects a timer that fires in time: a `Tick` at or before each deadline that was asked for.

mod acts;
mod waits;

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    time::Duration,
};

use rwstate_gate::{
    Acknowledgement, Action, EditId, EditScope, EnvironmentId, Event, GateOptions, Outcome, PingId,
    Reach, Replay, RequestId, SendId, SendKind, Time,
};

/// A promise that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Violation {
    /// Something waits beyond its bound, or for nothing, or no timer is set for it.
    Lingers,
    /// A request entered while the gate should be closed, and was not held for the bound.
    EnteredWhileClosed,
    /// A request entered while a reload or an entry was forwarded and not acknowledged, and was not held for the bound.
    EnteredDuringReload,
    /// A send went out, or an edit was made ready, with a request in flight that was not waited for long enough.
    WentDuringDrain,
    /// A send went out while an edit of its environment was in progress that had to defer it.
    SentDuringEdit,
    /// A request was sent again that must not be.
    ReplayedWrongly,
    /// An action came twice, for nothing, not at all, or in the wrong order.
    Disorder,
}

/// A request that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Request {
    /// It waits for the gate.
    Held { since: Time, replay: Replay, failed: bool },
    /// It is in flight. `asked`: since when something waits for it to end.
    InFlight {
        replay: Replay,
        replayed: bool,
        disturbed: bool,
        endless: bool,
        asked: Option<Time>,
        /// For how long it has been in the app, without what an optimizer may have made it wait.
        ran: Duration,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Edit {
    environment: EnvironmentId,
    since: Time,
    /// Whether it waits for requests in flight.
    drains: bool,
    ready: bool,
    ended: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Send {
    id: SendId,
    environment: EnvironmentId,
    kind: SendKind,
    acknowledgement: Acknowledgement,
    since: Time,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Ping {
    id: PingId,
    environment: EnvironmentId,
    kind: SendKind,
    since: Time,
    seen: Time,
}

impl Ping {
    /// When its answer is awaited no longer.
    fn deadline(&self, options: GateOptions) -> Time {
        let longest = self.since.after(options.hold.max(options.acknowledge));
        longest.min(self.seen.after(options.acknowledge))
    }
}

/// What went out to one environment in one step.
#[derive(Default)]
struct Batch {
    forwarded: Vec<Send>,
    dropped: Vec<Send>,
    pings: usize,
}

/// What one step showed.
#[derive(Default)]
struct Step {
    /// The request whose failure must be let through.
    settles: Option<RequestId>,
    closing: bool,
    batches: BTreeMap<EnvironmentId, Batch>,
}

/// The onlooker.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Oracle {
    options: GateOptions,
    now: Time,
    requests: BTreeMap<RequestId, Request>,
    edits: BTreeMap<EditId, Edit>,
    runs: BTreeMap<EnvironmentId, Vec<Time>>,
    /// How many of each environment's runs the bound has ended, and whose own ends are still to come.
    expired: BTreeMap<EnvironmentId, usize>,
    withheld: Vec<Send>,
    pings: Vec<Ping>,
    /// Since when the gate is closed.
    closed: Option<Time>,
    /// Whether an optimizer has run since.
    optimized: bool,
    wake: Option<Time>,
    transparent: bool,
    violations: BTreeSet<Violation>,
}

impl Oracle {
    pub(crate) fn new(options: GateOptions) -> Self {
        Self {
            options: GateOptions { drain: options.drain.min(options.hold), ..options },
            now: Time::default(),
            requests: BTreeMap::new(),
            edits: BTreeMap::new(),
            runs: BTreeMap::new(),
            expired: BTreeMap::new(),
            withheld: vec![],
            pings: vec![],
            closed: None,
            optimized: false,
            wake: None,
            transparent: false,
            violations: BTreeSet::new(),
        }
    }

    /// The promises that were broken.
    pub(crate) const fn violations(&self) -> &BTreeSet<Violation> {
        &self.violations
    }

    /// The timer's moment.
    pub(crate) const fn wake(&self) -> Option<Time> {
        self.wake
    }

    /// The pings that may be answered.
    pub(crate) fn outstanding(&self) -> impl Iterator<Item = PingId> {
        self.pings.iter().map(|asked| asked.id)
    }

    pub(crate) fn request(&self, request: RequestId) -> Option<Request> {
        self.requests.get(&request).copied()
    }

    /// Whether any request, edit, send or answer is waited for or waits.
    pub(crate) fn is_waiting(&self) -> bool {
        let is_held = |request: &Request| matches!(request, Request::Held { .. });
        self.is_blocked() || self.requests.values().any(is_held) || !self.edits.is_empty()
    }

    /// Whether Vite may go on with an edit, or has already ended it.
    pub(crate) fn is_ready(&self, edit: EditId) -> bool {
        self.edits.get(&edit).is_none_or(|edit| edit.ready)
    }

    /// Looks at one event and what answers it.
    pub(crate) fn observe(&mut self, event: Event, now: Time, actions: &[Action]) {
        let passed = now.since(self.now);
        self.now = self.now.max(now);
        if !self.optimized {
            for request in self.requests.values_mut() {
                if let Request::InFlight { ran, .. } = request {
                    *ran = ran.saturating_add(passed);
                }
            }
        }
        if self.transparent {
            return self.require(actions == pass(event), Violation::Disorder);
        }
        self.pass_time();
        let mut step = Step::default();
        if event == Event::Tick {
            self.wake = None;
        }
        self.happen(event, &mut step);
        self.pass_time();
        for action in actions {
            self.act(action, &mut step);
        }
        self.require(step.settles.is_none(), Violation::Disorder);
        self.check_batches(&step);
        self.end_step();
        self.transparent = step.closing;
    }

    /// Forgets the runs and pings that have lasted for their bound.
    fn pass_time(&mut self) {
        let (now, hold, options) = (self.now, self.options.hold, self.options);
        self.pings.retain(|ping| ping.deadline(options) > now);
        for (environment, runs) in &mut self.runs {
            let before = runs.len();
            runs.retain(|since| since.after(hold) > now);
            *self.expired.entry(*environment).or_default() += before - runs.len();
        }
        self.runs.retain(|_, runs| !runs.is_empty());
        self.expired.retain(|_, expired| *expired > 0);
    }

    fn happen(&mut self, event: Event, step: &mut Step) {
        let now = self.now;
        match event {
            Event::Arrive { request, replay, .. } => {
                let held = Request::Held { since: now, replay, failed: false };
                self.requests.entry(request).or_insert(held);
            }
            Event::Stream { request } => {
                if let Some(Request::InFlight { endless, .. }) = self.requests.get_mut(&request) {
                    *endless = true;
                }
            }
            Event::Leave { request, outcome: Outcome::Failed } => self.fail(request, step),
            Event::Leave { request, .. } => {
                if let Some(Request::InFlight { .. }) = self.requests.get(&request) {
                    self.requests.remove(&request);
                }
            }
            Event::Abort { request } => drop(self.requests.remove(&request)),
            Event::EditBegin { edit, environment, scope } => {
                if let Entry::Vacant(entry) = self.edits.entry(edit) {
                    let drains = scope == EditScope::Whole;
                    entry.insert(Edit {
                        environment,
                        since: now,
                        drains,
                        ready: false,
                        ended: false,
                    });
                    self.closed.get_or_insert(now);
                    if drains {
                        self.mark_disturbed();
                    }
                }
            }
            Event::EditEnd { edit } => {
                if let Some(edit) = self.edits.get_mut(&edit) {
                    edit.ended = true;
                }
            }
            Event::OptimizeBegin { environment } => {
                self.runs.entry(environment).or_default().push(now);
                self.optimized = true;
                self.disturb();
            }
            Event::OptimizeEnd { environment } => {
                if let Some(expired) = self.expired.get_mut(&environment) {
                    *expired -= 1;
                } else if let Some(runs) = self.runs.get_mut(&environment) {
                    runs.remove(0);
                }
                self.expired.retain(|_, expired| *expired > 0);
                self.runs.retain(|_, runs| !runs.is_empty());
            }
            Event::Send { send, environment, kind, acknowledgement } => {
                self.withheld.push(Send {
                    id: send,
                    environment,
                    kind,
                    acknowledgement,
                    since: now,
                });
                self.closed.get_or_insert(now);
                if kind == SendKind::Reload {
                    self.mark_disturbed();
                }
            }
            Event::Fetch { environment } => {
                let pings = self.pings.iter_mut();
                pings
                    .filter(|asked| asked.environment == environment)
                    .for_each(|asked| asked.seen = now);
            }
            Event::Pong { ping } => {
                if let Some(asked) = self.pings.iter().find(|asked| asked.id == ping) {
                    let (environment, last) = (asked.environment, asked.id);
                    self.acknowledge(environment, last);
                }
            }
            Event::Close => {
                step.closing = true;
                self.edits.values_mut().for_each(|edit| edit.ended = true);
                self.runs.clear();
                self.expired.clear();
                self.pings.clear();
            }
            Event::Tick => {}
        }
    }

    fn fail(&mut self, request: RequestId, step: &mut Step) {
        match self.requests.get(&request) {
            Some(Request::Held { .. }) => {}
            Some(&Request::InFlight {
                replay: Replay::Replayable,
                replayed: false,
                disturbed: true,
                endless: false,
                ran,
                ..
            }) if ran <= self.options.replay && !self.options.replay.is_zero() => {
                let held =
                    Request::Held { since: self.now, replay: Replay::Replayable, failed: true };
                self.requests.insert(request, held);
            }
            _ => {
                self.requests.remove(&request);
                step.settles = Some(request);
            }
        }
    }

    fn disturb(&mut self) {
        self.mark_disturbed();
        self.closed.get_or_insert(self.now);
    }

    fn mark_disturbed(&mut self) {
        for request in self.requests.values_mut() {
            if let Request::InFlight { disturbed, .. } = request {
                *disturbed = true;
            }
        }
    }

    fn acknowledge(&mut self, environment: EnvironmentId, last: PingId) {
        self.pings.retain(|asked| asked.environment != environment || asked.id > last);
    }

    fn is_editing(&self, edit: &Edit) -> bool {
        !edit.ended && edit.since.after(self.options.hold) > self.now
    }

    fn is_blocked(&self) -> bool {
        self.edits.values().any(|edit| self.is_editing(edit))
            || !self.runs.is_empty()
            || !self.withheld.is_empty()
            || !self.pings.is_empty()
    }

    /// Whether a request that comes is held: an update that is not acknowledged holds none.
    fn is_shut(&self) -> bool {
        self.edits.values().any(|edit| self.is_editing(edit))
            || !self.runs.is_empty()
            || !self.withheld.is_empty()
            || self.pings.iter().any(|asked| asked.kind != SendKind::Update)
    }

    fn is_waiting_but_for_edits_that_end(&self) -> bool {
        let is_held = |request: &Request| matches!(request, Request::Held { .. });
        self.is_blocked() || self.requests.values().any(is_held)
    }

    fn require(&mut self, holds: bool, violation: Violation) {
        if !holds {
            self.violations.insert(violation);
        }
    }
}

/// What answers an event once the server has closed.
fn pass(event: Event) -> Vec<Action> {
    match event {
        Event::Arrive { request, .. } => {
            vec![Action::Admit { request, held: Duration::ZERO }]
        }
        Event::Leave { request, outcome: Outcome::Failed } => vec![Action::Settle { request }],
        Event::EditBegin { edit, .. } => {
            vec![Action::EditReady { edit }]
        }
        Event::Send { send, .. } => vec![Action::Forward { send, reach: Reach::AsSent }],
        _ => vec![],
    }
}
