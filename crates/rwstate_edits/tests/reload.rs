//! What becomes of a full reload.

mod graph;

use graph::TextGraph;
use rwstate_edits::{Reload, reload};

/// `modules` are all that the runner has been given; `expect` is the reason, where everything is evaluated again.
#[track_caller]
fn check(text: &str, modules: u32, outdated: &str, triggered_by: &str, expect: &str) {
    let mut graph = TextGraph::new(text);
    let (outdated, triggered_by) = (graph.modules(outdated), graph.modules(triggered_by));
    let answer = match reload(&outdated, modules, &triggered_by, &graph) {
        Reload::Roots(roots) => graph.names(&roots),
        Reload::Everything(why) => format!("{why:?}"),
    };
    assert_eq!(answer, expect, "{text}");
}

#[test]
fn the_roots_above_the_file_that_triggered_it() {
    let graph = "one -> a; two -> a, b; a -> c";
    for (outdated, triggered_by, expect) in [
        ("", "b", "two"),
        ("", "c", "one two"),
        ("a", "b", "two"),
        ("", "one", "one"),
        ("", "b c", "two one"),
        ("one two a b c", "b", "two"),
        ("", "unknown", "unknown"),
    ] {
        check(graph, 5, outdated, triggered_by, expect);
    }
}

#[test]
fn without_one_the_roots_of_what_is_outdated() {
    let graph = "one -> a; two -> a, b; a -> c";
    for (outdated, expect) in [
        ("b", "two"),
        ("b two", "two"),
        ("a", "one two"),
        ("one", "one"),
        ("", "NoneOutdated"),
        ("one two a b c", "AllOutdated"),
        ("one one one one one", "one"),
    ] {
        check(graph, 5, outdated, "", expect);
    }
}

#[test]
fn no_root_is_everything() {
    check("a -> b; b -> a", 3, "a", "", "NoRoot");
    check("a -> b; b -> a", 3, "", "b", "NoRoot");
    check("a -> a, b", 3, "b", "", "a");
    check("", 0, "", "", "NoneOutdated");
}
