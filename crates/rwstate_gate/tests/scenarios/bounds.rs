//! What bounds and timers do.

use std::time::Duration;

use rwstate_gate::GateOptions;

use crate::table::{OPTIONS, check, check_timers, check_with};

#[test]
fn the_defaults() {
    let [drain, hold, acknowledge, replay] = [2, 10, 3, 1].map(Duration::from_secs);
    assert_eq!(GateOptions::default(), GateOptions { drain, hold, acknowledge, replay });
}

#[test]
fn a_request_is_held_no_longer_than_the_bound() {
    check(
        "
        0    | edit 1 @0 | ready 1
        100  | arrive 1  |
        200  | arrive 2  |
        900  | edit 2 @0 | ready 2
        1000 | tick      |
        1099 | tick      |
        1100 | tick      | admit 1 after 1000
        1150 | done 1    |
        1160 | end 2     | admit 2 after 960, open
        ",
    );
}

#[test]
fn a_replay_is_held_no_longer_than_the_bound() {
    check(
        "
        0    | arrive 1    | admit 1
        0    | optimize @0 |
        100  | failed 1    |
        900  | optimize @0 |
        1100 | tick        | replay 1
        ",
    );
}

#[test]
fn edits_one_after_the_other_keep_a_send_back_no_longer_than_the_bound() {
    check(
        "
        0    | edit 1 @0   | ready 1
        100  | reload 7 @0 |
        600  | edit 2 @0   | ready 2
        700  | end 1       |
        1099 | tick        |
        1100 | tick        | forward 7, ping 0 @0
        1110 | pong 0      |
        1120 | end 2       | open
        ",
    );
}

#[test]
fn what_they_deferred_still_drains() {
    check(
        "
        0    | edit 1 @0   | ready 1
        50   | arrive 1    |
        100  | reload 7 @0 |
        600  | edit 2 @0   | ready 2
        700  | end 1       |
        1050 | tick        | admit 1 after 1000
        1100 | tick        |
        1299 | tick        |
        1300 | tick        | forward 7, ping 0 @0
        ",
    );
}

#[test]
fn a_runner_at_work_has_more_time_to_answer_up_to_the_bound_of_a_hold() {
    check_timers(
        "
        0    | reload 7 @0 | forward 7, ping 0 @0, wake 300
        290  | fetch @0    | wake 590
        400  | fetch @1    |
        580  | fetch @0    | wake 880
        870  | fetch @0    | wake 1000
        999  | fetch @0    |
        1000 | tick        | open
        ",
    );
}

#[test]
fn the_timer_is_set_to_the_next_bound_and_only_when_that_changes() {
    check_timers(
        "
        0   | arrive 1    | admit 1
        10  | edit 1 @0   | wake 210
        20  | arrive 2    |
        30  | done 1      | ready 1, wake 1010
        40  | reload 7 @0 |
        50  | end 1       | forward 7, ping 0 @0, wake 350
        60  | pong 0      | admit 2 after 40, open, no wake
        ",
    );
}

#[test]
fn a_timer_that_fired_is_set_again_where_something_still_waits() {
    check_timers(
        "
        0    | arrive 1  | admit 1
        0    | edit 1 @0 | wake 200
        199  | tick      | wake 200
        200  | tick      | ready 1, wake 1000
        1000 | tick      | open
        1001 | tick      |
        ",
    );
}

#[test]
fn a_bound_that_passed_takes_effect_before_the_event() {
    check_timers(
        "
        0    | edit 1 @0 | ready 1, wake 1000
        5    | arrive 1  |
        1200 | arrive 2  | admit 1 after 1195, open, admit 2, no wake
        ",
    );
}

#[test]
fn without_a_drain_nothing_waits_for_requests() {
    let options = GateOptions { drain: Duration::ZERO, ..OPTIONS };
    check_with(
        options,
        "
        0 | arrive 1    | admit 1
        1 | edit 1 @0   | ready 1
        2 | reload 7 @0 |
        3 | end 1       | forward 7, ping 0 @0
        4 | pong 0      | open
        ",
    );
}

#[test]
fn without_a_hold_nothing_waits_at_all_but_for_acknowledgements() {
    let options = GateOptions { hold: Duration::ZERO, ..OPTIONS };
    check_with(
        options,
        "
        0 | arrive 1    | admit 1
        1 | edit 1 @0   | ready 1, open
        2 | optimize @0 | open
        3 | reload 7 @0 | forward 7, ping 0 @0
        4 | arrive 2    | admit 2
        5 | failed 2    | replay 2
        6 | pong 0      | open
        ",
    );
}

#[test]
fn without_an_acknowledgement_no_ping_is_asked_for() {
    let options = GateOptions { acknowledge: Duration::ZERO, ..OPTIONS };
    check_with(options, "0 | reload 7 @0 | forward 7, open");
}

#[test]
fn the_drain_is_never_longer_than_the_hold() {
    let options = GateOptions { drain: Duration::MAX, ..OPTIONS };
    check_with(
        options,
        "
        0    | arrive 1                   | admit 1
        0    | edit 1 @0                  |
        1000 | tick                       | ready 1, open
        1100 | reload 7 @0 unacknowledged |
        2100 | tick                       | forward 7, open
        ",
    );
}
