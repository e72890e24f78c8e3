//! Servers that close.

use crate::table::check_timers;

#[test]
fn a_server_that_closes_lets_everything_go() {
    check_timers(
        "
        0 | arrive 1    | admit 1
        0 | arrive 2    | admit 2
        1 | edit 1 @0   | wake 201
        2 | optimize @1 |
        3 | reload 7 @0 |
        3 | update 8 @0 |
        4 | failed 1    |
        5 | arrive 3    |
        9 | close       | ready 1, forward 7, forward 8, replay 1, admit 3 after 4, open, no wake
        ",
    );
}

#[test]
fn a_server_that_has_closed_makes_nothing_wait() {
    check_timers(
        "
        0 | reload 7 @0  | forward 7, ping 0 @0, wake 300
        1 | close        | open, no wake
        2 | edit 1 @0    | ready 1
        2 | optimize @0  |
        2 | reload 8 @0  | forward 8
        3 | arrive 1     | admit 1
        4 | failed 1     | settle 1
        4 | arrive 1     | admit 1
        5 | end 1        |
        5 | optimized @0 |
        5 | pong 0       |
        6 | close        |
        9 | tick         |
        ",
    );
}
