//! The report of a period in which the gate was closed.

use std::time::Duration;

use rwstate_gate::{Action, BoundHits, EnvironmentId, Report};

use crate::table::last_answer;

#[track_caller]
fn check(table: &str, expect: Report) {
    let answer = last_answer(table);
    let reports: Vec<_> =
        answer.iter().filter(|action| matches!(action, Action::Report(_))).collect();
    assert_eq!(reports, [&Action::Report(Box::new(expect))]);
}

#[test]
fn a_period_that_held_no_request() {
    check(
        "
        10 | edit 1 @0 |
        50 | end 1     |
        ",
        Report::default(),
    );
}

#[test]
fn holds_replays_reloads_and_runs() {
    check(
        "
        0   | arrive 1     |
        0   | optimize @2  |
        5   | optimize @1  |
        5   | optimize @2  |
        10  | arrive 2     |
        20  | failed 1     |
        30  | reload 5 @1  |
        31  | optimized @1 |
        32  | optimized @2 |
        32  | optimized @2 |
        50  | pong 0       |
        ",
        Report {
            held: 2,
            longest: Duration::from_millis(40),
            replayed: 1,
            reloaded: vec![EnvironmentId(1)],
            optimized: vec![EnvironmentId(1), EnvironmentId(2)],
            bounds: BoundHits::default(),
        },
    );
}

#[test]
fn an_update_that_a_module_accepts_reloads_nothing() {
    check(
        "
        0 | optimize @0  |
        5 | update 7 @0  |
        6 | optimized @0 |
        7 | pong 0       |
        ",
        Report { optimized: vec![EnvironmentId(0)], ..Report::default() },
    );
}

#[test]
fn a_client_that_went_while_it_was_held_counts() {
    check(
        "
        0  | edit 1 @0 |
        10 | arrive 1  |
        40 | abort 1   |
        60 | end 1     |
        ",
        Report { held: 1, longest: Duration::from_millis(30), ..Report::default() },
    );
}

#[test]
fn bounds_that_were_hit() {
    check(
        "
        0    | arrive 1    |
        0    | edit 1 @0   |
        0    | edit 2 @1   |
        200  | tick        |
        250  | arrive 2    |
        900  | optimize @0 |
        1000 | tick        |
        1250 | tick        |
        1300 | done 2      |
        1400 | reload 7 @0 |
        1450 | arrive 3    |
        1600 | tick        |
        1900 | tick        |
        ",
        Report {
            held: 2,
            longest: Duration::from_secs(1),
            replayed: 0,
            reloaded: vec![EnvironmentId(0)],
            optimized: vec![EnvironmentId(0)],
            bounds: BoundHits { drain: 2, hold: 4, acknowledge: 1 },
        },
    );
}

#[test]
fn a_bound_that_ends_what_nothing_waited_for_is_not_hit() {
    check(
        "
        0    | edit 1 @0   |
        0    | optimize @0 |
        1000 | tick        |
        ",
        Report { optimized: vec![EnvironmentId(0)], ..Report::default() },
    );
    check(
        "
        0   | reload 7 @0 |
        300 | tick        |
        ",
        Report { reloaded: vec![EnvironmentId(0)], ..Report::default() },
    );
}

#[test]
fn each_period_has_its_own_report() {
    check(
        "
        0  | edit 1 @0    |
        5  | arrive 1     |
        10 | end 1        |
        20 | optimize @0  |
        25 | optimized @0 |
        ",
        Report { optimized: vec![EnvironmentId(0)], ..Report::default() },
    );
}
