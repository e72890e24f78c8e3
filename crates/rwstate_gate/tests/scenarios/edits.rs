//! What an edit waits for.

use crate::table::check;

#[test]
fn an_edit_is_ready_at_once_where_nothing_is_in_flight() {
    check(
        "
        0 | edit 1 @0 | ready 1
        5 | end 1     | open
        ",
    );
}

#[test]
fn an_edit_is_ready_when_the_last_request_has_left() {
    check(
        "
        0  | arrive 1      | admit 1
        0  | arrive 2 once | admit 2
        5  | edit 1 @0     |
        30 | done 1        |
        40 | broken 2      | ready 1
        50 | end 1         | open
        ",
    );
}

#[test]
fn an_endless_response_is_not_waited_for() {
    check(
        "
        0  | arrive 1  | admit 1
        0  | arrive 2  | admit 2
        1  | stream 1  |
        5  | edit 1 @0 |
        30 | stream 2  | ready 1
        50 | end 1     | open
        ",
    );
}

#[test]
fn an_edit_is_ready_when_the_drain_has_lasted_for_its_bound() {
    check(
        "
        0   | arrive 1  | admit 1
        50  | edit 1 @0 |
        249 | tick      |
        250 | tick      | ready 1
        260 | end 1     | open
        ",
    );
}

#[test]
fn edits_of_several_environments_are_ready_together_and_all_must_end() {
    check(
        "
        0  | arrive 1  | admit 1
        5  | edit 1 @0 |
        5  | edit 2 @1 |
        9  | done 1    | ready 1, ready 2
        10 | arrive 2  |
        20 | end 2     |
        30 | end 1     | admit 2 after 20, open
        ",
    );
}

#[test]
fn a_later_edit_waits_no_longer_for_what_outlasted_the_first() {
    check(
        "
        0   | arrive 1  | admit 1
        0   | edit 1 @0 |
        150 | edit 2 @0 |
        200 | tick      | ready 1, ready 2
        210 | end 1     |
        220 | edit 3 @0 | ready 3
        230 | end 2     |
        240 | end 3     | open
        500 | edit 4 @0 | ready 4
        510 | end 4     | open
        ",
    );
}

#[test]
fn an_edit_that_ends_before_it_is_ready_becomes_ready_by_that() {
    check(
        "
        0 | arrive 1  | admit 1
        0 | edit 1 @0 |
        9 | end 1     | ready 1, open
        ",
    );
}

#[test]
fn a_drain_that_was_not_seen_through_counts_for_nothing() {
    check(
        "
        0   | arrive 1  | admit 1
        0   | edit 1 @0 |
        150 | end 1     | ready 1, open
        160 | edit 2 @0 |
        200 | tick      |
        360 | tick      | ready 2
        ",
    );
}

#[test]
fn an_edit_that_never_ends_opens_the_gate_after_the_hold_bound() {
    check(
        "
        0    | edit 1 @0 | ready 1
        400  | arrive 1  |
        999  | tick      |
        1000 | tick      | admit 1 after 600, open
        1001 | end 1     |
        ",
    );
}

#[test]
fn a_number_that_is_taken_is_ignored() {
    check(
        "
        0 | edit 1 @0 | ready 1
        5 | edit 1 @0 |
        5 | edit 1 @1 |
        9 | end 1     | open
        9 | edit 1 @0 | ready 1
        ",
    );
}
