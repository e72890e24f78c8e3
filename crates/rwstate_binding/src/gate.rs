//! `rwstate_gate` for the adapter: events come as calls, actions go back as a flat array of numbers.

use std::time::Duration;

use napi::{Error, Result};
use napi_derive::napi;
use rwstate_gate::{
    Acknowledgement, Action, EditId, EditScope, EnvironmentId, Event, GateOptions, Outcome, PingId,
    Reach, Replay, RequestId, SendId, SendKind, Time,
};

use crate::{
    plan::Plan,
    reoptimization::{Recovery, RecoveryFacts},
};

/// What an action's first number means. Three numbers make an action.
///
/// Objects would cost a crossing more than the gate's own work does.
#[napi]
#[derive(Clone, Copy)]
pub enum Act {
    /// A request.
    Admit,
    /// A request.
    Replay,
    /// A request.
    Settle,
    /// A request.
    Explain,
    /// An edit.
    EditReady,
    /// A message, and 1 where it must reach everything.
    Forward,
    /// A message.
    Drop,
    /// A ping, and its environment.
    Ping,
    /// Microseconds from now, or nothing: cancels.
    Wake,
    /// Nothing: `takeReport` has it.
    Report,
}

/// How a request ended.
#[napi]
#[derive(Clone, Copy)]
pub enum End {
    /// It was answered.
    Done,
    /// It failed with nothing sent.
    Failed,
    /// It failed after its response had begun.
    Broken,
}

/// One period in which the gate was closed.
#[napi]
pub struct GateReport {
    inner: rwstate_gate::Report,
}

#[napi]
impl GateReport {
    /// The environments to which a reload was forwarded.
    #[napi(getter, catch_unwind)]
    pub fn reloaded(&self) -> Vec<u32> {
        ids(&self.inner.reloaded)
    }

    /// The environments whose optimizer ran.
    #[napi(getter, catch_unwind)]
    pub fn optimized(&self) -> Vec<u32> {
        ids(&self.inner.optimized)
    }

    /// The line that reports waits that bounds ended; `null` where none was.
    #[napi(getter, catch_unwind)]
    pub fn bounds(&self) -> Option<String> {
        self.inner.bounds.line()
    }

    /// The re-optimization of an environment in that time.
    #[napi(catch_unwind)]
    pub fn recovery(&self, facts: RecoveryFacts) -> Recovery {
        let rwstate_gate::Report { held, longest, replayed, .. } = self.inner;
        Recovery { facts, held, longest: millis(longest), replayed }
    }
}

/// The gate of one dev server. `now` is microseconds since any moment that the caller keeps to. What it answers are `Act`s, three
/// numbers each.
#[napi]
pub struct Gate {
    core: rwstate_gate::Gate,
    actions: Vec<Action>,
    report: Option<GateReport>,
}

#[napi]
impl Gate {
    /// The gate that a plan asks for, or an error where it asks for none.
    #[napi(constructor, catch_unwind)]
    pub fn new(plan: &Plan) -> Result<Self> {
        // A constructor has no `null` to return.
        let bounds = plan.inner.gate().ok_or_else(|| Error::from_reason("the plan has no gate"))?;
        let millis = |bound: u32| Duration::from_millis(bound.into());
        let options = GateOptions {
            drain: millis(bounds.drain_ms),
            hold: millis(bounds.hold_ms),
            acknowledge: millis(bounds.acknowledge_ms),
            replay: millis(bounds.replay_ms),
        };
        Ok(Self { core: rwstate_gate::Gate::new(options), actions: vec![], report: None })
    }

    /// A request came, at `since` where the gate was open then and is notified of it late.
    #[napi(catch_unwind)]
    pub fn arrive(&mut self, request: u32, replayable: bool, since: f64, now: f64) -> Vec<u32> {
        let replay = if replayable { Replay::Replayable } else { Replay::Once };
        let (request, since) = (RequestId(request), time(since));
        self.handle(Event::Arrive { request, replay, since }, now)
    }

    #[napi(catch_unwind)]
    pub fn stream(&mut self, request: u32, now: f64) -> Vec<u32> {
        self.handle(Event::Stream { request: RequestId(request) }, now)
    }

    #[napi(catch_unwind)]
    pub fn leave(&mut self, request: u32, end: End, now: f64) -> Vec<u32> {
        let outcome = match end {
            End::Done => Outcome::Done,
            End::Failed => Outcome::Failed,
            End::Broken => Outcome::Broken,
        };
        self.handle(Event::Leave { request: RequestId(request), outcome }, now)
    }

    #[napi(catch_unwind)]
    pub fn abort(&mut self, request: u32, now: f64) -> Vec<u32> {
        self.handle(Event::Abort { request: RequestId(request) }, now)
    }

    #[napi(catch_unwind)]
    pub fn edit_begin(
        &mut self,
        edit: u32,
        environment: u32,
        targeted: bool,
        now: f64,
    ) -> Vec<u32> {
        let environment = EnvironmentId(environment);
        let scope = if targeted { EditScope::Targeted } else { EditScope::Whole };
        self.handle(Event::EditBegin { edit: EditId(edit), environment, scope }, now)
    }

    #[napi(catch_unwind)]
    pub fn edit_end(&mut self, edit: u32, now: f64) -> Vec<u32> {
        self.handle(Event::EditEnd { edit: EditId(edit) }, now)
    }

    #[napi(catch_unwind)]
    pub fn optimize_begin(&mut self, environment: u32, now: f64) -> Vec<u32> {
        self.handle(Event::OptimizeBegin { environment: EnvironmentId(environment) }, now)
    }

    #[napi(catch_unwind)]
    pub fn optimize_end(&mut self, environment: u32, now: f64) -> Vec<u32> {
        self.handle(Event::OptimizeEnd { environment: EnvironmentId(environment) }, now)
    }

    #[napi(catch_unwind)]
    pub fn reload(&mut self, send: u32, environment: u32, answers: bool, now: f64) -> Vec<u32> {
        self.send(send, environment, SendKind::Reload, answers, now)
    }

    #[napi(catch_unwind)]
    pub fn update(&mut self, send: u32, environment: u32, answers: bool, now: f64) -> Vec<u32> {
        self.send(send, environment, SendKind::Update, answers, now)
    }

    /// A runner that holds its entry is sent what makes it import that again.
    #[napi(catch_unwind)]
    pub fn entry(&mut self, send: u32, environment: u32, answers: bool, now: f64) -> Vec<u32> {
        self.send(send, environment, SendKind::EntryReload, answers, now)
    }

    #[napi(catch_unwind)]
    pub fn fetch(&mut self, environment: u32, now: f64) -> Vec<u32> {
        self.handle(Event::Fetch { environment: EnvironmentId(environment) }, now)
    }

    #[napi(catch_unwind)]
    pub fn pong(&mut self, ping: u32, now: f64) -> Vec<u32> {
        self.handle(Event::Pong { ping: PingId(ping) }, now)
    }

    #[napi(catch_unwind)]
    pub fn close(&mut self, now: f64) -> Vec<u32> {
        self.handle(Event::Close, now)
    }

    #[napi(catch_unwind)]
    pub fn tick(&mut self, now: f64) -> Vec<u32> {
        self.handle(Event::Tick, now)
    }

    /// Whether a request that came now would be admitted at once.
    #[napi(catch_unwind)]
    pub const fn is_open(&self) -> bool {
        self.core.is_open()
    }

    /// Whether the request would be replayed if it failed now.
    #[napi(catch_unwind)]
    pub fn may_replay(&self, request: u32) -> bool {
        self.core.may_replay(RequestId(request))
    }

    /// The report that the last `Act.Report` announced.
    #[napi(catch_unwind)]
    pub const fn take_report(&mut self) -> Option<GateReport> {
        self.report.take()
    }

    fn send(
        &mut self,
        send: u32,
        environment: u32,
        kind: SendKind,
        answers: bool,
        now: f64,
    ) -> Vec<u32> {
        let acknowledgement =
            if answers { Acknowledgement::Expected } else { Acknowledgement::None };
        let (send, environment) = (SendId(send), EnvironmentId(environment));
        self.handle(Event::Send { send, environment, kind, acknowledgement }, now)
    }

    fn handle(&mut self, event: Event, now: f64) -> Vec<u32> {
        let now = time(now);
        // The buffer is the gate's: an event without an action allocates nothing.
        self.core.handle(event, now, &mut self.actions);
        let mut acts = Vec::with_capacity(3 * self.actions.len());
        for action in self.actions.drain(..) {
            let (act, first, second) = match action {
                Action::Admit { request, .. } => (Act::Admit, request.0, 0),
                Action::Replay { request } => (Act::Replay, request.0, 0),
                Action::Settle { request } => (Act::Settle, request.0, 0),
                Action::Explain { request } => (Act::Explain, request.0, 0),
                Action::EditReady { edit } => (Act::EditReady, edit.0, 0),
                Action::Forward { send, reach } => {
                    (Act::Forward, send.0, u32::from(reach == Reach::Everything))
                }
                Action::Drop { send } => (Act::Drop, send.0, 0),
                Action::Ping { ping, environment } => (Act::Ping, ping.0, environment.0),
                // 0 microseconds is a time as well, so the third number says whether there is one.
                Action::Wake { at: Some(at) } => (Act::Wake, micros(at.since(now)), 1),
                Action::Wake { at: None } => (Act::Wake, 0, 0),
                Action::Report(report) => {
                    // It does not fit into numbers. The adapter takes it when it comes to this act.
                    self.report = Some(GateReport { inner: *report });
                    (Act::Report, 0, 0)
                }
            };
            acts.extend([act as u32, first, second]);
        }
        acts
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "JavaScript's numbers are floats; what does not fit saturates"
)]
const fn time(micros: f64) -> Time {
    Time::from_micros(micros as u64)
}

fn ids(environments: &[EnvironmentId]) -> Vec<u32> {
    environments.iter().map(|id| id.0).collect()
}

fn micros(duration: Duration) -> u32 {
    // A timer that is cut to 71 minutes fires early, and the core asks for another one.
    duration.as_micros().try_into().unwrap_or(u32::MAX)
}

fn millis(duration: Duration) -> u32 {
    duration.as_millis().try_into().unwrap_or(u32::MAX)
}
