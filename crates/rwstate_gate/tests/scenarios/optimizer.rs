//! What a busy optimizer means.

use crate::table::check;

#[test]
fn a_busy_optimizer_closes_the_gate_and_waits_for_nothing() {
    check(
        "
        0  | arrive 1     | admit 1
        1  | optimize @0  |
        5  | arrive 2     |
        50 | optimized @0 | admit 2 after 45, open
        60 | done 1       |
        ",
    );
}

#[test]
fn runs_are_counted() {
    check(
        "
        0  | optimize @0  |
        1  | optimize @0  |
        5  | optimized @0 |
        6  | optimize @0  |
        7  | optimized @0 |
        8  | optimized @0 | open
        9  | optimized @0 |
        ",
    );
}

#[test]
fn environments_are_counted_apart() {
    check(
        "
        0  | optimize @0  |
        1  | optimize @1  |
        5  | optimized @0 |
        6  | optimized @0 |
        7  | optimized @1 | open
        ",
    );
}

#[test]
fn each_run_has_its_own_bound() {
    check(
        "
        0    | optimize @0  |
        400  | optimize @0  |
        500  | optimized @0 |
        1399 | tick         |
        1400 | tick         | open
        ",
    );
}

#[test]
fn the_end_of_a_run_that_the_bound_has_ended_ends_no_later_run() {
    check(
        "
        0    | optimize @0  |
        1000 | tick         | open
        1001 | optimize @0  |
        1002 | optimized @0 |
        1003 | arrive 1     |
        1004 | optimized @0 | admit 1 after 1, open
        ",
    );
}

#[test]
fn the_reload_after_a_run_waits_for_requests_that_waited_for_the_run() {
    check(
        "
        0   | arrive 1     | admit 1
        1   | optimize @0  |
        900 | reload 5 @0  |
        900 | optimized @0 |
        930 | done 1       | forward 5, ping 0 @0
        940 | pong 0       | open
        ",
    );
}

#[test]
fn even_where_they_outlasted_the_drain_of_an_edit() {
    check(
        "
        0   | arrive 1     | admit 1
        0   | edit 1 @0    |
        50  | optimize @0  |
        200 | tick         | ready 1
        300 | end 1        |
        400 | reload 5 @0  |
        400 | optimized @0 |
        430 | done 1       | forward 5, ping 0 @0
        ",
    );
    check(
        "
        0   | arrive 1     | admit 1
        0   | edit 1 @0    |
        200 | tick         | ready 1
        210 | end 1        | open
        250 | optimize @0  |
        400 | reload 5 @0  |
        400 | optimized @0 |
        430 | done 1       | forward 5, ping 0 @0
        ",
    );
}

#[test]
fn but_only_up_to_the_bound() {
    check(
        "
        0   | arrive 1     | admit 1
        1   | optimize @0  |
        400 | reload 5 @0  |
        599 | tick         |
        600 | tick         | forward 5, ping 0 @0
        610 | optimized @0 |
        620 | pong 0       | open
        ",
    );
}

#[test]
fn the_optimizer_and_the_edit_share_one_reload() {
    check(
        "
        0   | edit 1 @0    | ready 1
        10  | optimize @0  |
        10  | arrive 1     |
        500 | reload 5 @0  |
        500 | optimized @0 |
        600 | update 6 @0  |
        600 | end 1        | forward 5 to everything, drop 6, ping 0 @0
        700 | pong 0       | admit 1 after 690, open
        ",
    );
}
