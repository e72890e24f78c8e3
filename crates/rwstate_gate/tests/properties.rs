//! Generated sequences of events, sensible and not, watched by an onlooker that knows what the gate promises.

mod oracle;

use std::time::Duration;

use oracle::{Oracle, Request};
use proptest::prelude::*;
use rwstate_gate::{
    Acknowledgement, Action, EditId, EditScope, EnvironmentId, Event, Gate, GateOptions, Outcome,
    PingId, Replay, RequestId, SendId, SendKind, Time,
};

fn request() -> impl Strategy<Value = RequestId> {
    (0..6_u32).prop_map(RequestId)
}

fn environment() -> impl Strategy<Value = EnvironmentId> {
    (0..3_u32).prop_map(EnvironmentId)
}

fn edit() -> impl Strategy<Value = EditId> {
    (0..4_u32).prop_map(EditId)
}

fn replay() -> impl Strategy<Value = Replay> {
    prop_oneof![Just(Replay::Replayable), Just(Replay::Once)]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::Done), Just(Outcome::Failed), Just(Outcome::Broken)]
}

fn kind() -> impl Strategy<Value = SendKind> {
    prop_oneof![Just(SendKind::Reload), Just(SendKind::Update), Just(SendKind::EntryReload)]
}

fn acknowledgement() -> impl Strategy<Value = Acknowledgement> {
    prop_oneof![3 => Just(Acknowledgement::Expected), 1 => Just(Acknowledgement::None)]
}

fn scope() -> impl Strategy<Value = EditScope> {
    prop_oneof![Just(EditScope::Targeted), Just(EditScope::Whole)]
}

/// Few numbers, so that most events are about something, and some are nonsense.
fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (request(), replay()).prop_map(|(request, replay)| {
            // When it happens is filled in as it does.
            Event::Arrive { request, replay, since: Time::default() }
        }),
        8 => (request(), outcome()).prop_map(|(request, outcome)| Event::Leave { request, outcome }),
        1 => request().prop_map(|request| Event::Stream { request }),
        2 => request().prop_map(|request| Event::Abort { request }),
        3 => (edit(), environment(), scope())
            .prop_map(|(edit, environment, scope)| Event::EditBegin { edit, environment, scope }),
        4 => edit().prop_map(|edit| Event::EditEnd { edit }),
        3 => environment().prop_map(|environment| Event::OptimizeBegin { environment }),
        4 => environment().prop_map(|environment| Event::OptimizeEnd { environment }),
        5 => (0..100_u32, environment(), kind(), acknowledgement()).prop_map(
            |(send, environment, kind, acknowledgement)| {
                Event::Send { send: SendId(send), environment, kind, acknowledgement }
            }
        ),
        2 => environment().prop_map(|environment| Event::Fetch { environment }),
        5 => (0..4_u32).prop_map(|back| Event::Pong { ping: PingId(back) }),
        1 => Just(Event::Tick),
    ]
}

/// Events, each with the microseconds since the one before, with the server's close among them or not.
fn events() -> impl Strategy<Value = Vec<(Event, u64)>> {
    let timed = |event| (event, prop_oneof![2 => Just(0), 4 => 1..40_u64, 1 => 40..400_u64]);
    let close = prop::option::weighted(
        0.2,
        (any::<prop::sample::Index>(), timed(Just(Event::Close).boxed())),
    );
    (prop::collection::vec(timed(event().boxed()), 0..80), close).prop_map(|(mut events, close)| {
        if let Some((at, close)) = close {
            events.insert(at.index(events.len() + 1), close);
        }
        for (number, (event, _)) in events.iter_mut().enumerate() {
            if let Event::Send { send, .. } = event {
                send.0 += 100 * u32::try_from(number).unwrap();
            }
        }
        events
    })
}

fn options() -> impl Strategy<Value = GateOptions> {
    let bound = |range: std::ops::Range<u64>| {
        prop_oneof![1 => Just(0), 6 => range].prop_map(Duration::from_micros)
    };
    (bound(1..50), bound(1..200), bound(1..60), bound(1..90)).prop_map(
        |(drain, hold, acknowledge, replay)| GateOptions { drain, hold, acknowledge, replay },
    )
}

/// An event as it happens at a moment.
const fn at(event: Event, now: Time) -> Event {
    match event {
        Event::Arrive { request, replay, .. } => Event::Arrive { request, replay, since: now },
        event => event,
    }
}

/// A gate, the timer it asks for, and the onlooker.
struct World {
    gate: Gate,
    oracle: Oracle,
    now: Time,
    pings: u32,
    log: Vec<(Time, Event, Vec<Action>)>,
}

impl World {
    fn new(options: GateOptions) -> Self {
        let (gate, oracle) = (Gate::new(options), Oracle::new(options));
        Self { gate, oracle, now: Time::default(), pings: 0, log: vec![] }
    }

    /// Lets time pass up to a moment.
    fn wait(&mut self, until: Time) {
        while let Some(at) = self.oracle.wake().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.happen(Event::Tick);
        }
        self.now = until;
    }

    /// Lets an event happen. A pong is given as how many pings ago its ping was: none ago is one that is still to come.
    fn happen(&mut self, event: Event) {
        let event = match event {
            Event::Pong { ping: PingId(back) } => {
                Event::Pong { ping: PingId(self.pings.wrapping_sub(back)) }
            }
            event => at(event, self.now),
        };
        let mut actions = vec![];
        self.gate.handle(event, self.now, &mut actions);
        self.oracle.observe(event, self.now, &actions);
        self.pings = self.oracle.outstanding().map(|ping| ping.0 + 1).max().unwrap_or(self.pings);
        self.log.push((self.now, event, actions));
        assert!(
            self.oracle.violations().is_empty(),
            "{:?} after {:#?}",
            self.oracle.violations(),
            self.log
        );
    }

    /// Lets nothing happen any more but what the timer brings.
    fn fall_silent(&mut self) {
        for _ in 0..1_000 {
            let Some(at) = self.oracle.wake() else { break };
            self.wait(at);
        }
        let is_held =
            |request| matches!(self.oracle.request(RequestId(request)), Some(Request::Held { .. }));
        assert!(!(0..6).any(is_held), "after {:#?}", self.log);
        assert!((0..4).all(|edit| self.oracle.is_ready(EditId(edit))), "after {:#?}", self.log);
        assert!(!self.oracle.is_waiting() && self.gate.is_open(), "after {:#?}", self.log);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_promise_is_kept(options in options(), events in events()) {
        let mut world = World::new(options);
        for (event, later) in events {
            let until = world.now.after(Duration::from_micros(later));
            world.wait(until);
            world.happen(event);
        }
        world.fall_silent();
    }

    #[test]
    fn a_late_timer_changes_nothing_but_the_moment(options in options(), events in events()) {
        let (mut late, mut ticked) = (Gate::new(options), Gate::new(options));
        let mut now = Time::default();
        for (event, later) in events {
            now = now.after(Duration::from_micros(later));
            let (mut actions, mut expected) = (vec![], vec![]);
            late.handle(event, now, &mut actions);
            ticked.handle(Event::Tick, now, &mut expected);
            ticked.handle(event, now, &mut expected);
            actions.retain(|action| !matches!(action, Action::Wake { .. }));
            expected.retain(|action| !matches!(action, Action::Wake { .. }));
            prop_assert_eq!(actions, expected);
            prop_assert_eq!(&late, &ticked);
        }
    }

    /// An adapter may answer for an open gate, if it reports that before the next disturbance of what is still in flight.
    #[test]
    fn an_open_gate_may_learn_late_of_requests(options in options(), events in events()) {
        let (mut late, mut prompt) = (Gate::new(options), Gate::new(options));
        let mut now = Time::default();
        let mut unknown: Vec<(RequestId, Replay, Time)> = vec![];
        for (event, later) in events {
            now = now.after(Duration::from_micros(later));
            let (mut actions, mut expected) = (vec![], vec![]);
            if prompt.is_open() {
                prompt.handle(Event::Tick, now, &mut vec![]);
                late.handle(Event::Tick, now, &mut vec![]);
            }
            let is_open = prompt.is_open();
            let event = at(event, now);
            prompt.handle(event, now, &mut expected);
            let is_unknown = |id| unknown.iter().any(|&(request, ..)| request == id);
            match event {
                Event::Arrive { request, replay, since } if is_open && expected.len() == 1 => {
                    unknown.push((request, replay, since));
                    expected.clear();
                }
                Event::Leave { request, outcome } if is_unknown(request) => {
                    unknown.retain(|&(known, ..)| known != request);
                    if outcome == Outcome::Failed {
                        actions.push(Action::Settle { request });
                    }
                }
                Event::Abort { request } if is_unknown(request) => {
                    unknown.retain(|&(known, ..)| known != request);
                }
                _ => {
                    for (request, replay, since) in std::mem::take(&mut unknown) {
                        late.handle(Event::Arrive { request, replay, since }, now, &mut vec![]);
                    }
                    late.handle(event, now, &mut actions);
                }
            }
            prop_assert_eq!(actions, expected);
            prop_assert_eq!(late.is_open(), prompt.is_open());
        }
    }

    #[test]
    fn no_time_is_too_strange(
        bounds in prop::array::uniform4(prop_oneof![Just(Duration::MAX), Just(Duration::ZERO), any::<Duration>()]),
        events in prop::collection::vec((event(), prop_oneof![any::<u64>(), Just(u64::MAX)]), 0..60),
    ) {
        let [drain, hold, acknowledge, replay] = bounds;
        let mut gate = Gate::new(GateOptions { drain, hold, acknowledge, replay });
        let mut actions = vec![];
        for (event, time) in events {
            gate.handle(event, Time::from_micros(time), &mut actions);
        }
        gate.handle(Event::Tick, Time::from_micros(u64::MAX), &mut actions);
        prop_assert!(gate.is_open());
    }
}
