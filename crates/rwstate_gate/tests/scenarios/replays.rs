//! Which failures are answered by sending the request again.

use std::time::Duration;

use rwstate_gate::GateOptions;

use crate::table::{OPTIONS, check, check_with};

#[test]
fn a_failure_that_nothing_disturbed_is_let_through() {
    check(
        "
        0  | edit 1 @0 | ready 1
        1  | end 1     | open
        5  | arrive 1  | admit 1
        9  | failed 1  | settle 1
        ",
    );
}

#[test]
fn a_failure_while_the_gate_is_closed_is_replayed_when_it_opens() {
    check(
        "
        0  | arrive 1     | admit 1
        1  | optimize @0  |
        5  | arrive 2     |
        9  | failed 1     |
        50 | optimized @0 | admit 2 after 45, replay 1, open
        ",
    );
}

#[test]
fn a_failure_after_the_gate_has_opened_is_replayed_at_once() {
    check(
        "
        0  | arrive 1     | admit 1
        1  | optimize @0  |
        50 | optimized @0 | open
        60 | failed 1     | replay 1
        ",
    );
}

#[test]
fn edits_and_sends_disturb_too() {
    check(
        "
        0 | arrive 1                   | admit 1
        0 | stream 1                   |
        0 | arrive 2                   | admit 2
        1 | edit 1 @0                  |
        2 | end 1                      | ready 1, open
        3 | failed 2                   | replay 2
        4 | done 2                     |
        5 | arrive 3                   | admit 3
        6 | reload 1 @0 unacknowledged |
        7 | failed 3                   | forward 1, replay 3, open
        ",
    );
}

#[test]
fn a_request_is_replayed_once() {
    check(
        "
        0  | arrive 1     | admit 1
        1  | optimize @0  |
        2  | failed 1     |
        3  | optimized @0 | replay 1, open
        4  | optimize @0  |
        5  | failed 1     | explain 1, settle 1
        ",
    );
}

#[test]
fn a_request_with_a_body_is_never_replayed() {
    check(
        "
        0  | arrive 1 once | admit 1
        1  | optimize @0   |
        2  | failed 1      | explain 1, settle 1
        3  | arrive 2 once |
        4  | optimized @0  | admit 2 after 1, open
        5  | optimize @0   |
        6  | optimized @0  | open
        7  | failed 2      | explain 2, settle 2
        ",
    );
}

#[test]
fn a_response_that_has_begun_is_never_replayed() {
    check(
        "
        0  | arrive 1     | admit 1
        0  | arrive 2     | admit 2
        0  | stream 2     |
        1  | optimize @0  |
        2  | broken 1     | explain 1
        3  | failed 2     | explain 2, settle 2
        4  | optimized @0 | open
        ",
    );
}

#[test]
fn a_client_that_goes_while_it_is_held_for_a_replay_is_forgotten() {
    check(
        "
        0  | arrive 1     | admit 1
        1  | optimize @0  |
        2  | failed 1     |
        3  | abort 1      |
        4  | optimized @0 | open
        5  | failed 1     | settle 1
        ",
    );
}

#[test]
fn a_failure_drains() {
    check(
        "
        0  | arrive 1  | admit 1
        1  | edit 1 @0 |
        2  | failed 1  | ready 1
        3  | end 1     | replay 1, open
        ",
    );
}

#[test]
fn what_the_hold_bound_let_in_was_disturbed() {
    check(
        "
        0    | optimize @0  |
        10   | arrive 1     |
        900  | optimize @0  |
        1000 | tick         |
        1010 | tick         | admit 1 after 1000
        1015 | optimized @0 |
        1020 | optimized @0 | open
        1030 | failed 1     | replay 1
        ",
    );
}

#[test]
fn what_has_been_in_the_app_for_longer_than_the_bound_is_not_replayed() {
    check(
        "
        1000 | arrive 1      | admit 1
        1100 | arrive 2      | admit 2
        1300 | edit 1 @0     |
        1310 | end 1         | ready 1, open
        1510 | failed 1      | settle 1
        1560 | failed 2      | replay 2
        ",
    );
}

#[test]
fn its_time_in_the_app_counts_from_its_arrival_however_late_that_is_reported() {
    check(
        "
        2000 | arrive 1 since 1400 | admit 1
        2000 | arrive 2 since 1900 | admit 2
        2000 | edit 1 @0 targeted  | ready 1
        2010 | end 1               | open
        2010 | reload 1 @0 unacknowledged |
        2020 | failed 1            | settle 1
        2020 | failed 2            | forward 1, replay 2, open
        ",
    );
}

#[test]
fn the_time_that_an_optimizer_takes_does_not_count() {
    check(
        "
        1000 | arrive 1     | admit 1
        1100 | optimize @0  |
        1900 | optimized @0 | open
        2200 | failed 1     | replay 1
        3000 | arrive 2     | admit 2
        3100 | optimize @0  |
        3200 | optimized @0 | open
        3700 | failed 2     | explain 2, settle 2
        ",
    );
}

#[test]
fn with_a_bound_of_zero_nothing_is_replayed() {
    check_with(
        GateOptions { replay: Duration::ZERO, ..OPTIONS },
        "
        0 | arrive 1     | admit 1
        0 | optimize @0  |
        0 | failed 1     | explain 1, settle 1
        0 | optimized @0 | open
        ",
    );
}

#[test]
fn an_unknown_failure_is_let_through() {
    check("0 | failed 9 | settle 9");
}

#[test]
fn a_failure_that_a_run_of_an_optimizer_overlapped_is_explained_where_it_reaches_the_client() {
    check(
        "
        0  | arrive 1 once | admit 1
        0  | arrive 2      | admit 2
        0  | arrive 3      | admit 3
        5  | optimize @0   |
        6  | failed 1      | explain 1, settle 1
        7  | broken 2      | explain 2
        8  | failed 3      |
        20 | optimized @0  | replay 3, open
        30 | failed 3      | settle 3
        ",
    );
}

#[test]
fn a_failure_that_an_edit_alone_overlapped_is_not_explained() {
    check(
        "
        0 | arrive 1 once | admit 1
        5 | edit 1 @0     |
        9 | failed 1      | settle 1, ready 1
        ",
    );
}
