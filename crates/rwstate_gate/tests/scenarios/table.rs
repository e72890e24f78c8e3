//! A scenario as a table: when, what happens, what is to be done.
//!
//! ```text
//!  0 | edit 1 @0         | ready 1
//!  5 | arrive 7          |
//! 20 | reload 3 @0       |
//! 20 | end 1             | forward 3, ping 0 @0
//! 30 | pong 0            | admit 7 after 25, open
//! ```
//!
//! Times are milliseconds, `@0` is an environment; `arrive 7 since 3` is reported late. `open` stands for the report. Timers are left out, but for the tables
//! that are about them.

use std::time::Duration;

use rwstate_gate::{
    Acknowledgement, Action, EditId, EditScope, EnvironmentId, Event, Gate, GateOptions, Outcome,
    PingId, Reach, Replay, RequestId, SendId, SendKind, Time,
};

/// Bounds that differ visibly in a table: 200 milliseconds, a second, 300 and 500 milliseconds.
pub(crate) const OPTIONS: GateOptions = GateOptions {
    drain: Duration::from_millis(200),
    hold: Duration::from_secs(1),
    acknowledge: Duration::from_millis(300),
    replay: Duration::from_millis(500),
};

/// Checks a table whose timers are left out.
#[track_caller]
pub(crate) fn check(table: &str) {
    check_with(OPTIONS, table);
}

/// Checks a table whose timers are left out, with bounds of its own.
#[track_caller]
pub(crate) fn check_with(options: GateOptions, table: &str) {
    compare(options, table, |action| match action {
        Action::Wake { .. } => None,
        action => Some(show(action)),
    });
}

/// Checks a table with its timers.
#[track_caller]
pub(crate) fn check_timers(table: &str) {
    compare(OPTIONS, table, |action| Some(show(action)));
}

/// Returns what answers the last line of a table.
pub(crate) fn last_answer(table: &str) -> Vec<Action> {
    let mut gate = Gate::new(OPTIONS);
    let answers = table.trim().lines().map(|line| {
        let mut actions = vec![];
        let [time, event, _] = cells(line);
        gate.handle(parse(event, millis(time)), millis(time), &mut actions);
        actions
    });
    answers.last().unwrap()
}

#[track_caller]
fn compare(options: GateOptions, table: &str, show: fn(&Action) -> Option<String>) {
    let mut gate = Gate::new(options);
    let (mut expected, mut actual) = (vec![], vec![]);
    for line in table.trim().lines() {
        let [time, event, answer] = cells(line);
        let mut actions = vec![];
        gate.handle(parse(event, millis(time)), millis(time), &mut actions);
        let shown: Vec<_> = actions.iter().filter_map(show).collect();
        expected.push(format!("{time} | {event} | {answer}"));
        actual.push(format!("{time} | {event} | {}", shown.join(", ")));
    }
    assert_eq!(actual.join("\n"), expected.join("\n"));
}

fn cells(line: &str) -> [&str; 3] {
    let cells: Vec<_> = line.split('|').map(str::trim).collect();
    cells.try_into().unwrap_or_else(|_| panic!("not three cells: {line}"))
}

fn millis(time: &str) -> Time {
    Time::from_micros(1_000 * time.parse::<u64>().unwrap())
}

fn parse(event: &str, now: Time) -> Event {
    let words: Vec<_> = event.split(' ').collect();
    let number = |index: usize| words[index].trim_start_matches('@').parse::<u32>().unwrap();
    let (request, edit) = (|| RequestId(number(1)), || EditId(number(1)));
    let environment = |index| EnvironmentId(number(index));
    let leave = |outcome| Event::Leave { request: request(), outcome };
    let send = |kind| Event::Send {
        send: SendId(number(1)),
        environment: environment(2),
        kind,
        acknowledgement: match words.get(3) {
            Some(&"unacknowledged") => Acknowledgement::None,
            _ => Acknowledgement::Expected,
        },
    };
    match words[0] {
        "arrive" => {
            let is_once = words.get(2) == Some(&"once");
            let replay = if is_once { Replay::Once } else { Replay::Replayable };
            let since = if words.get(2) == Some(&"since") { millis(words[3]) } else { now };
            Event::Arrive { request: request(), replay, since }
        }
        "stream" => Event::Stream { request: request() },
        "done" => leave(Outcome::Done),
        "failed" => leave(Outcome::Failed),
        "broken" => leave(Outcome::Broken),
        "abort" => Event::Abort { request: request() },
        "edit" => Event::EditBegin {
            edit: edit(),
            environment: environment(2),
            scope: match words.get(3) {
                Some(&"targeted") => EditScope::Targeted,
                _ => EditScope::Whole,
            },
        },
        "end" => Event::EditEnd { edit: edit() },
        "optimize" => Event::OptimizeBegin { environment: environment(1) },
        "optimized" => Event::OptimizeEnd { environment: environment(1) },
        "reload" => send(SendKind::Reload),
        "update" => send(SendKind::Update),
        "fetch" => Event::Fetch { environment: environment(1) },
        "entry" => send(SendKind::EntryReload),
        "pong" => Event::Pong { ping: PingId(number(1)) },
        "close" => Event::Close,
        "tick" => Event::Tick,
        _ => panic!("no such event: {event}"),
    }
}

fn show(action: &Action) -> String {
    match action {
        Action::Admit { request, held } if held.is_zero() => format!("admit {}", request.0),
        Action::Admit { request, held } => {
            format!("admit {} after {}", request.0, held.as_millis())
        }
        Action::Replay { request } => format!("replay {}", request.0),
        Action::Settle { request } => format!("settle {}", request.0),
        Action::EditReady { edit } => format!("ready {}", edit.0),
        Action::Explain { request } => format!("explain {}", request.0),
        Action::Forward { send, reach: Reach::AsSent } => format!("forward {}", send.0),
        Action::Forward { send, reach: Reach::Everything } => {
            format!("forward {} to everything", send.0)
        }
        Action::Drop { send } => format!("drop {}", send.0),
        Action::Ping { ping, environment } => format!("ping {} @{}", ping.0, environment.0),
        Action::Wake { at: Some(at) } => format!("wake {}", at.as_micros() / 1_000),
        Action::Wake { at: None } => "no wake".into(),
        Action::Report(_) => "open".into(),
    }
}
