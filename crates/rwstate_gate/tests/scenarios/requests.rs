//! What becomes of requests as such.

use rwstate_gate::{EnvironmentId, Event, Gate, GateOptions, Outcome, Replay, RequestId, Time};

use crate::table::check;

#[test]
fn an_open_gate_admits_at_once() {
    check(
        "
        0 | arrive 1      | admit 1
        0 | arrive 2 once | admit 2
        5 | done 1        |
        9 | broken 2      |
        ",
    );
}

#[test]
fn a_closed_gate_holds_and_admits_in_the_order_of_arrival() {
    check(
        "
        0  | edit 1 @0 | ready 1
        5  | arrive 9  |
        6  | arrive 3  |
        7  | arrive 4  |
        50 | end 1     | admit 9 after 45, admit 3 after 44, admit 4 after 43, open
        ",
    );
}

#[test]
fn an_aborted_request_is_forgotten_held_or_in_flight() {
    check(
        "
        0  | arrive 1  | admit 1
        0  | edit 1 @0 |
        5  | arrive 2  |
        6  | abort 2   |
        10 | abort 1   | ready 1
        20 | end 1     | open
        ",
    );
}

#[test]
fn a_number_is_free_again_once_its_request_is_gone() {
    check(
        "
        0 | arrive 1 | admit 1
        1 | done 1   |
        2 | arrive 1 | admit 1
        3 | abort 1  |
        4 | arrive 1 | admit 1
        ",
    );
}

#[test]
fn a_number_that_is_taken_is_ignored() {
    check(
        "
        0  | arrive 1  | admit 1
        1  | arrive 1  |
        2  | edit 1 @0 |
        3  | arrive 1  |
        4  | arrive 2  |
        5  | arrive 2  |
        6  | failed 2  |
        7  | done 1    | ready 1
        8  | end 1     | admit 2 after 4, open
        ",
    );
}

#[test]
fn what_is_unknown_is_ignored() {
    check(
        "
        0 | done 9       |
        0 | broken 9     |
        0 | stream 9     |
        0 | abort 9      |
        0 | end 9        |
        0 | optimized @9 |
        0 | pong 9       |
        0 | tick         |
        0 | arrive 1     | admit 1
        ",
    );
}

#[test]
fn an_earlier_time_is_the_same_moment() {
    check(
        "
        50 | edit 1 @0 | ready 1
        20 | arrive 1  |
        80 | end 1     | admit 1 after 30, open
        ",
    );
}

#[test]
fn a_request_may_be_replayed_while_something_disturbs_it_and_once_only() {
    let mut gate = Gate::new(GateOptions::default());
    let (request, environment) = (RequestId(1), EnvironmentId(0));
    let mut happens = |event, expected| {
        gate.handle(event, Time::default(), &mut vec![]);
        assert_eq!(gate.may_replay(request), expected, "{event:?}");
    };
    happens(Event::Arrive { request, replay: Replay::Replayable, since: Time::default() }, false);
    happens(Event::OptimizeBegin { environment }, true);
    happens(Event::OptimizeEnd { environment }, true);
    happens(Event::Leave { request, outcome: Outcome::Failed }, false);
    happens(Event::OptimizeBegin { environment }, false);
    happens(Event::Close, false);
}
