//! Edits that evaluate single modules again.

use crate::table::check;

#[test]
fn a_targeted_edit_holds_what_comes_and_waits_for_nothing_in_flight() {
    check(
        "
        0  | arrive 1           | admit 1
        5  | edit 1 @0 targeted | ready 1
        6  | arrive 2           |
        7  | update 7 @0        |
        8  | end 1              | forward 7, ping 0 @0
        20 | pong 0             | admit 2 after 14, open
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
