//! Every state of small worlds: whatever order things happen in, and however long each of them takes.
//!
//! Time passes by steps of one microsecond, and only while the gate has a timer set: at any other time it makes no
//! difference. Whatever may happen may also happen late or never: then time passes instead.

mod oracle;

use std::time::Duration;

use oracle::{Oracle, Request, Violation};
use rwstate_gate::{
    Acknowledgement, Action, BoundHits, EditId, EditScope, EnvironmentId, Event, Gate, GateOptions,
    Outcome, Replay, RequestId, SendId, SendKind, Time,
};
use stateright::{Checker, Expectation, Model, Path, Property};

/// What happens in a world, at most.
struct World {
    options: GateOptions,
    requests: Vec<Replay>,
    /// How else than by failing a request that may be replayed ends. To one that may not it makes no difference.
    outcomes: Vec<Outcome>,
    /// What happens about a request besides its arrival and its end.
    asides: Vec<fn(RequestId) -> Event>,
    /// Sequences of events, each in its order, all at once.
    courses: Vec<Vec<Event>>,
    /// What must come about somewhere.
    shows: Vec<Property<Self>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    gate: Gate,
    oracle: Oracle,
    now: Time,
    /// How many requests have come.
    arrived: usize,
    /// How far each course has come.
    courses: Vec<usize>,
    /// What the last step showed.
    shown: Shown,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Shown {
    bounds: BoundHits,
    replays: bool,
    drops: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Time passes, and the timer fires if it is its moment.
    Pass,
    /// The next request comes.
    Arrive,
    /// A course goes on.
    GoOn(usize),
    /// Anything else.
    Happen(Event),
}

impl State {
    fn happen(&mut self, event: Event) {
        let mut actions = vec![];
        self.gate.handle(event, self.now, &mut actions);
        self.oracle.observe(event, self.now, &actions);
        self.shown = Shown::default();
        for action in actions {
            match action {
                Action::Report(report) => self.shown.bounds = report.bounds,
                Action::Replay { .. } => self.shown.replays = true,
                Action::Drop { .. } => self.shown.drops = true,
                _ => {}
            }
        }
    }

    fn keeps(&self, promise: Violation) -> bool {
        !self.oracle.violations().contains(&promise)
    }

    /// Whether a course may go on: Vite waits for the gate between an edit's beginning and its next step.
    fn may_go_on(&self, course: &[Event], next: usize) -> bool {
        match next.checked_sub(1).map(|last| course[last]) {
            Some(Event::EditBegin { edit, .. }) => self.oracle.is_ready(edit),
            _ => true,
        }
    }

    /// Whether all that waits now is over once time has passed, though nothing else happens any more.
    fn ends_by_itself(&self) -> bool {
        let mut silent = self.clone();
        for _ in 0..32 {
            let Some(at) = silent.oracle.wake() else { break };
            silent.now = silent.now.max(at);
            silent.happen(Event::Tick);
        }
        silent.keeps(Violation::Lingers) && !silent.oracle.is_waiting() && silent.gate.is_open()
    }
}

impl Model for World {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            gate: Gate::new(self.options),
            oracle: Oracle::new(self.options),
            now: Time::default(),
            arrived: 0,
            courses: vec![0; self.courses.len()],
            shown: Shown::default(),
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        if state.oracle.wake().is_some() {
            steps.push(Step::Pass);
        }
        if state.arrived < self.requests.len() {
            steps.push(Step::Arrive);
        }
        for (request, replay) in (0..).map(RequestId).zip(&self.requests) {
            let Some(status) = state.oracle.request(request) else { continue };
            if let Request::InFlight { .. } = status {
                let leaves = |outcome| Step::Happen(Event::Leave { request, outcome });
                steps.push(leaves(Outcome::Failed));
                if *replay == Replay::Replayable {
                    steps.extend(self.outcomes.iter().copied().map(leaves));
                }
            }
            steps.extend(self.asides.iter().map(|event| Step::Happen(event(request))));
        }
        for (number, course) in self.courses.iter().enumerate() {
            if state.courses[number] < course.len()
                && state.may_go_on(course, state.courses[number])
            {
                steps.push(Step::GoOn(number));
            }
        }
        let answer = |ping| Step::Happen(Event::Pong { ping });
        steps.extend(state.oracle.outstanding().map(answer));
    }

    fn next_state(&self, state: &State, step: Step) -> Option<State> {
        let mut next = state.clone();
        match step {
            Step::Pass => {
                next.now = next.now.after(Duration::from_micros(1));
                let is_due = next.oracle.wake().is_some_and(|at| at <= next.now);
                if is_due {
                    next.happen(Event::Tick);
                }
            }
            Step::Arrive => {
                let request = RequestId(u32::try_from(next.arrived).ok()?);
                let replay = self.requests[next.arrived];
                next.arrived += 1;
                next.happen(Event::Arrive { request, replay, since: next.now });
            }
            Step::GoOn(number) => {
                let event = self.courses[number][next.courses[number]];
                next.courses[number] += 1;
                next.happen(event);
            }
            Step::Happen(event) => next.happen(event),
        }
        (next != *state).then_some(next)
    }

    /// A gate that waits for ever has a state for each moment of that.
    fn within_boundary(&self, state: &State) -> bool {
        state.now <= FOR_EVER
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("nothing waits for ever", |_, state: &State| state.ends_by_itself()),
            Property::always(
                "nothing waits beyond its bound, or for nothing",
                |_, state: &State| state.keeps(Violation::Lingers),
            ),
            Property::always(
                "no request enters while a reload is under way",
                |_, state: &State| state.keeps(Violation::EnteredDuringReload),
            ),
            Property::always("no request enters while the gate is closed", |_, state: &State| {
                state.keeps(Violation::EnteredWhileClosed)
            }),
            Property::always("nothing goes out during a drain", |_, state: &State| {
                state.keeps(Violation::WentDuringDrain)
            }),
            Property::always("nothing goes out during an edit", |_, state: &State| {
                state.keeps(Violation::SentDuringEdit)
            }),
            Property::always("a request with a body is never replayed", |_, state: &State| {
                state.keeps(Violation::ReplayedWrongly)
            }),
            Property::always("everything is done once and in order", |_, state: &State| {
                state.keeps(Violation::Disorder)
            }),
        ];
        properties.extend(self.shows.iter().cloned());
        properties
    }
}

/// Conditions that must be met somewhere, else a world is too small to show anything.
mod somewhere {
    use rwstate_gate::RequestId;
    use stateright::Property;

    use super::{Request, State, World};

    pub(crate) fn a_request_is_held() -> Property<World> {
        Property::sometimes("a request is held", |_, state: &State| {
            matches!(state.oracle.request(RequestId(0)), Some(Request::Held { failed: false, .. }))
        })
    }

    pub(crate) fn a_request_is_replayed() -> Property<World> {
        Property::sometimes("a request is replayed", |_, state: &State| state.shown.replays)
    }

    pub(crate) fn a_message_is_dropped() -> Property<World> {
        Property::sometimes("a message is dropped", |_, state: &State| state.shown.drops)
    }

    pub(crate) fn each_bound_is_hit() -> [Property<World>; 3] {
        [
            Property::sometimes("a drain is given up", |_, state: &State| {
                state.shown.bounds.drain > 0
            }),
            Property::sometimes("a hold is given up", |_, state: &State| {
                state.shown.bounds.hold > 0
            }),
            Property::sometimes("an acknowledgement is given up", |_, state: &State| {
                state.shown.bounds.acknowledge > 0
            }),
        ]
    }
}

/// Longer than all the bounds that one world can wait for, one after the other.
const FOR_EVER: Time = Time::from_micros(24);

const SSR: EnvironmentId = EnvironmentId(0);
const RSC: EnvironmentId = EnvironmentId(1);

const OPTIONS: GateOptions = GateOptions {
    drain: Duration::from_micros(1),
    hold: Duration::from_micros(2),
    acknowledge: Duration::from_micros(1),
    replay: Duration::from_micros(1),
};

/// A file's change: what Vite sends for it goes out before it ends.
fn edit(number: u32, environment: EnvironmentId, kind: SendKind) -> Vec<Event> {
    edit_of(number, environment, kind, EditScope::Whole)
}

fn edit_of(
    number: u32,
    environment: EnvironmentId,
    kind: SendKind,
    scope: EditScope,
) -> Vec<Event> {
    let edit = EditId(number);
    vec![
        Event::EditBegin { edit, environment, scope },
        send(number, environment, kind),
        Event::EditEnd { edit },
    ]
}

/// A run of the optimizer that ends in a reload.
fn optimize(number: u32, environment: EnvironmentId) -> Vec<Event> {
    let reload = send(number, environment, SendKind::Reload);
    vec![Event::OptimizeBegin { environment }, reload, Event::OptimizeEnd { environment }]
}

const fn send(number: u32, environment: EnvironmentId, kind: SendKind) -> Event {
    let acknowledgement = Acknowledgement::Expected;
    Event::Send { send: SendId(number), environment, kind, acknowledgement }
}

#[track_caller]
fn check(world: World) {
    let properties = world.properties();
    let checker = world.checker().threads(2).spawn_bfs().join();
    let promises = properties.iter().filter(|property| property.expectation == Expectation::Always);
    let names = promises.map(|property| property.name);
    let broken: Vec<_> = names.filter(|name| checker.discovery(name).is_some()).collect();
    let shortest = broken
        .iter()
        .filter_map(|name| checker.discovery(name))
        .min_by_key(|path| path.clone().into_actions().len());
    assert!(broken.is_empty(), "{broken:#?} in {:#?}", shortest.map(Path::into_actions));
    checker.assert_properties();
}

#[test]
fn an_edit_and_a_run_of_the_optimizer() {
    check(World {
        options: OPTIONS,
        requests: vec![Replay::Replayable, Replay::Once],
        outcomes: vec![Outcome::Done],
        asides: vec![],
        courses: vec![edit(0, SSR, SendKind::Update), optimize(1, SSR)],
        shows: [
            somewhere::a_request_is_held(),
            somewhere::a_request_is_replayed(),
            somewhere::a_message_is_dropped(),
        ]
        .into_iter()
        .chain(somewhere::each_bound_is_hit())
        .collect(),
    });
}

#[test]
fn edits_in_two_environments() {
    check(World {
        options: OPTIONS,
        requests: vec![Replay::Replayable],
        outcomes: vec![Outcome::Done],
        asides: vec![],
        courses: vec![edit(0, SSR, SendKind::Reload), edit(1, RSC, SendKind::Update)],
        shows: [somewhere::a_request_is_held(), somewhere::a_request_is_replayed()]
            .into_iter()
            .chain(somewhere::each_bound_is_hit())
            .collect(),
    });
}

#[test]
fn one_edit_after_the_other() {
    check(World {
        options: OPTIONS,
        requests: vec![Replay::Replayable],
        outcomes: vec![],
        asides: vec![],
        courses: vec![edit(0, SSR, SendKind::Update), edit(1, SSR, SendKind::Reload)],
        shows: vec![somewhere::a_request_is_held(), somewhere::a_message_is_dropped()],
    });
}

#[test]
fn streams_aborts_and_a_server_that_closes() {
    check(World {
        options: OPTIONS,
        requests: vec![Replay::Replayable],
        outcomes: vec![Outcome::Broken],
        asides: vec![|request| Event::Stream { request }, |request| Event::Abort { request }],
        courses: vec![
            vec![send(0, SSR, SendKind::Reload)],
            edit(1, SSR, SendKind::Update),
            vec![Event::Close],
        ],
        shows: vec![somewhere::a_request_is_held(), somewhere::a_request_is_replayed()],
    });
}

#[test]
fn a_targeted_edit_and_one_of_the_whole_graph() {
    check(World {
        options: OPTIONS,
        requests: vec![Replay::Replayable, Replay::Once],
        outcomes: vec![Outcome::Done],
        asides: vec![],
        courses: vec![
            edit_of(0, SSR, SendKind::Update, EditScope::Targeted),
            edit(1, SSR, SendKind::Reload),
        ],
        shows: vec![
            somewhere::a_request_is_held(),
            somewhere::a_request_is_replayed(),
            somewhere::a_message_is_dropped(),
        ],
    });
}
