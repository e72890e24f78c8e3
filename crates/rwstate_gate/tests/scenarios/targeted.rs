//! Edits that evaluate single modules again.

use crate::table::{check, check_timers};

#[test]
fn a_targeted_edit_holds_what_comes_and_waits_for_nothing_in_flight() {
    check(
        "
        0  | arrive 1           | admit 1
        5  | edit 1 @0 targeted | ready 1
        6  | arrive 2           |
        7  | update 7 @0        |
        8  | end 1              | forward 7, ping 0 @0, admit 2 after 2
        20 | pong 0             | open
        30 | failed 1           | settle 1
        ",
    );
}

#[test]
fn an_edit_that_ends_with_nothing_to_send_opens_the_gate() {
    check(
        "
        0 | edit 1 @0 targeted | ready 1
        3 | arrive 1           |
        9 | end 1              | admit 1 after 6, open
        ",
    );
}

#[test]
fn an_update_waits_for_no_edit_that_has_begun_since() {
    // Vite goes on with 3 when the runner has evaluated 7.
    check(
        "
        0  | edit 1 @0 targeted | ready 1
        1  | edit 2 @0 targeted | ready 2
        2  | update 7 @0        |
        3  | edit 3 @0 targeted | ready 3
        4  | end 1              |
        5  | end 2              | forward 7, ping 0 @0
        8  | update 8 @0        |
        9  | end 3              | forward 8, ping 1 @0
        20 | pong 1             | open
        ",
    );
}

#[test]
fn a_reload_in_a_targeted_edit_waits_for_requests_in_flight() {
    check(
        "
        0  | arrive 1           | admit 1
        5  | edit 1 @0 targeted | ready 1
        6  | update 7 @0        |
        7  | reload 8 @0        |
        8  | end 1              |
        9  | arrive 2           |
        20 | done 1             | drop 7, forward 8 to everything, ping 0 @0
        40 | pong 0             | admit 2 after 31, open
        ",
    );
}

#[test]
fn a_request_that_fails_for_an_update_is_replayed_once_the_runner_has_done_it() {
    check(
        "
        0  | update 7 @0 | forward 7, ping 0 @0
        1  | arrive 1    | admit 1
        2  | arrive 2 once | admit 2
        5  | failed 1    |
        6  | failed 2    | settle 2
        9  | pong 0      | replay 1, open
        10 | failed 1    | settle 1
        ",
    );
}

#[test]
fn a_reload_that_an_update_asks_for_comes_before_the_replay() {
    check(
        "
        0  | update 7 @0 | forward 7, ping 0 @0
        1  | arrive 1    | admit 1
        5  | failed 1    |
        6  | reload 8 @0 | forward 8, ping 1 @0
        7  | arrive 2    |
        9  | pong 0      |
        30 | pong 1      | replay 1, admit 2 after 23, open
        ",
    );
}

#[test]
fn an_update_that_no_runner_acknowledges_makes_nothing_wait() {
    check_timers(
        "
        0   | update 7 @0 | forward 7, ping 0 @0, wake 300
        1   | arrive 1    | admit 1
        300 | tick        | open
        ",
    );
}
