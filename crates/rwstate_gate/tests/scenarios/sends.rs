//! What becomes of messages to runners.

use crate::table::check;

#[test]
fn a_reload_waits_for_requests_in_flight_and_the_gate_for_its_acknowledgement() {
    check(
        "
        0  | arrive 1    | admit 1
        5  | reload 7 @0 |
        6  | arrive 2    |
        30 | done 1      | forward 7, ping 0 @0
        50 | pong 0      | admit 2 after 44, open
        ",
    );
}

#[test]
fn an_update_waits_for_no_request_in_flight() {
    check(
        "
        0  | arrive 1    | admit 1
        5  | update 7 @0 | forward 7, ping 0 @0
        6  | arrive 2    | admit 2
        20 | failed 1    | settle 1
        50 | pong 0      | open
        ",
    );
}

#[test]
fn a_send_goes_when_the_drain_has_lasted_for_its_bound() {
    check(
        "
        0   | arrive 1    | admit 1
        5   | reload 7 @0 |
        204 | tick        |
        205 | tick        | forward 7, ping 0 @0
        ",
    );
}

#[test]
fn a_send_without_acknowledgement_is_done_when_it_is_forwarded() {
    check(
        "
        0  | reload 7 @0 unacknowledged | forward 7, open
        5  | arrive 1                   | admit 1
        6  | reload 8 @0 unacknowledged |
        9  | done 1                     | forward 8, open
        ",
    );
}

#[test]
fn a_send_waits_for_the_end_of_the_edits_of_its_environment_and_of_no_other() {
    check(
        "
        0  | edit 1 @0   | ready 1
        0  | edit 2 @0   | ready 2
        5  | update 7 @0 |
        6  | update 8 @1 | forward 8, ping 0 @1
        10 | end 1       |
        20 | end 2       | forward 7, ping 1 @0
        30 | pong 0      |
        30 | pong 1      | open
        ",
    );
}

#[test]
fn updates_go_in_their_order_with_one_ping() {
    check(
        "
        0 | edit 1 @0   | ready 1
        5 | update 9 @0 |
        5 | update 7 @0 |
        5 | update 8 @0 unacknowledged |
        9 | end 1       | forward 9, forward 7, forward 8, ping 0 @0
        ",
    );
}

#[test]
fn the_last_reload_stands_for_everything() {
    check(
        "
        0 | edit 1 @0   | ready 1
        5 | update 1 @0 |
        5 | reload 2 @0 |
        5 | update 3 @0 |
        5 | reload 4 @0 |
        5 | update 5 @0 |
        5 | update 6 @1 | forward 6, ping 0 @1
        9 | end 1       | drop 1, drop 2, drop 3, forward 4 to everything, drop 5, ping 1 @0
        ",
    );
}

#[test]
fn an_edit_that_begins_during_the_drain_of_a_reload_shares_it() {
    check(
        "
        0  | arrive 1    | admit 1
        5  | reload 7 @0 |
        10 | edit 1 @0   |
        20 | done 1      | ready 1
        30 | update 8 @0 |
        40 | end 1       | forward 7 to everything, drop 8, ping 0 @0
        ",
    );
}

#[test]
fn an_edit_that_begins_before_the_acknowledgement_keeps_the_gate_closed() {
    check(
        "
        0  | reload 7 @0 | forward 7, ping 0 @0
        5  | arrive 1    |
        10 | edit 1 @0   | ready 1
        20 | pong 0      |
        30 | update 8 @0 |
        40 | end 1       | forward 8, ping 1 @0, admit 1 after 35
        50 | pong 1      | open
        ",
    );
}

#[test]
fn a_second_send_goes_before_the_first_is_acknowledged_where_nothing_is_in_flight() {
    check(
        "
        0  | reload 7 @0 | forward 7, ping 0 @0
        5  | reload 8 @0 | forward 8, ping 1 @0
        20 | pong 0      |
        30 | pong 1      | open
        ",
    );
}

#[test]
fn a_second_send_waits_for_what_the_hold_bound_let_in() {
    check(
        "
        0    | edit 1 @0   | ready 1
        100  | arrive 1    |
        900  | edit 2 @0   | ready 2
        1000 | end 1       |
        1090 | reload 7 @1 | forward 7, ping 0 @1
        1100 | tick        | admit 1 after 1000
        1110 | reload 8 @1 |
        1120 | pong 0      |
        1130 | done 1      | forward 8, ping 1 @1
        ",
    );
}

#[test]
fn a_pong_acknowledges_all_that_was_sent_before_to_that_runner() {
    check(
        "
        0  | reload 7 @0 | forward 7, ping 0 @0
        1  | reload 8 @1 | forward 8, ping 1 @1
        2  | reload 9 @0 | forward 9, ping 2 @0
        20 | pong 2      |
        30 | pong 0      |
        40 | pong 1      | open
        ",
    );
}

#[test]
fn a_pong_that_never_comes_is_awaited_for_its_bound() {
    check(
        "
        0   | reload 7 @0 | forward 7, ping 0 @0
        5   | arrive 1    |
        299 | tick        |
        300 | tick        | admit 1 after 295, open
        310 | pong 0      |
        ",
    );
}

#[test]
fn a_runner_that_holds_its_entry_is_waited_for() {
    check(
        "
        0  | arrive 1           | admit 1
        1  | edit 1 @0 targeted | ready 1
        2  | update 1 @0        |
        2  | entry 2 @0         |
        3  | end 1              | forward 1, forward 2, ping 0 @0
        4  | arrive 2           |
        9  | pong 0             | admit 2 after 5, open
        ",
    );
}
