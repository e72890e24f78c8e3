//! What an edit affects. A case is the graph before the edit, and the changed modules after it: `a` is as before, `a -> b; a => b` has
//! these edges alone, `a ->` has none, `+a -> b` is new, and `-a` is deleted or does not compile.

mod graph;

use graph::{TextGraph, parts};
use rwstate_edits::{Change, affected};

#[track_caller]
fn check(before: &str, edit: &str, expect: &str) {
    let mut graph = TextGraph::new(before);
    let mut changes: Vec<Change> = Vec::new();
    for part in parts(edit) {
        let module = graph.module(part.from);
        let known = changes.iter().position(|change| change.module == module);
        let known = known.unwrap_or_else(|| {
            let before = (part.mark != Some('+')).then(|| graph.sides(module));
            let as_before = before.clone().filter(|_| part.is_bare).unwrap_or_default();
            let after = (part.mark != Some('-')).then_some(as_before);
            changes.push(Change { module, before, after });
            changes.len() - 1
        });
        if let Some(after) = &mut changes[known].after {
            for to in part.to {
                if part.is_write {
                    after.writes.push(graph.write(to));
                } else {
                    after.imports.push(graph.module(to));
                }
            }
        }
    }
    assert_eq!(graph.names(&affected(&changes, &graph)), expect, "{before}\n{edit}");
}

#[test]
fn what_affected_modules_write_to_is_affected() {
    for (before, edit, expect) in [
        // An array, a map: the registrant is edited.
        ("entry -> user, list; user -> list; user => list", "user", "list"),
        ("entry -> user, post; user -> map; post -> map; user => map; post => map", "user", "map"),
        // Something else is.
        ("entry -> user, page; user -> list; user => list", "page", ""),
        // The registry itself: its importers are affected anyhow.
        ("entry -> user; user -> list; user => list", "list", ""),
        // What the importer of a changed module writes to.
        ("entry -> user, list; user -> page; user => list", "page", "list"),
        ("entry -> user, list; entry => list", "user", "list"),
        // A side-effect import writes to nothing by itself.
        ("entry -> side, user", "side", ""),
        ("entry -> side; side -> list; side => list", "side", "list"),
        // A helper between registrant and registry.
        (
            "entry -> user; user -> helper; helper -> list; user => helper; helper => list",
            "user",
            "helper list",
        ),
        ("entry -> user; user -> helper; helper -> list; user => helper", "user", "helper"),
        // What the helper writes to on behalf of the registrant, by the export that it calls.
        (
            "entry -> user; user -> helper; helper -> list, map; user => helper.add; helper.add => list; helper.set => map",
            "user",
            "helper list",
        ),
        (
            "entry -> user; user -> helper; helper -> list, map; user => helper; helper.add => list; helper.set => map",
            "user",
            "helper list map",
        ),
        (
            "entry -> user; user -> a; a -> b; b -> c; user => a.x; a.x => b.y; b.y => c.z",
            "user",
            "a b c",
        ),
        ("entry -> user; user -> a; a -> b; user => a.x; a.x => b.y; b.y => a.x", "user", "a b"),
        // A module that exports another's.
        (
            "entry -> user; user -> all; all -> list, map; user => all.add; all.add is => list.add; all.set => map",
            "user",
            "all list",
        ),
        (
            "entry -> user; user -> all; all -> list; user => all.add; all.* is => list; list.add => map",
            "user",
            "all list map",
        ),
        (
            "entry -> user; user -> all; all -> list; user => all.own; all.* is => list; all.own => x; list.own => map",
            "user",
            "all x",
        ),
        (
            "entry -> user; user -> all; all -> list; user => all; all.* is => list; list.add => map",
            "user",
            "all list map",
        ),
        // What is passed is written to, and called where it is a function that its callee calls.
        ("entry -> user; user -> a; a -> b; user => a.x pass; a.x() => b", "user", "a"),
        ("entry -> user; user -> a; a -> b; user => a.x callback; a.x() => b", "user", "a b"),
        ("entry -> user; user -> a; a -> b; user => a.x callback; a.x => b", "user", "a"),
        (
            "entry -> user; user -> a; a -> b; b -> c; user => a.x pass; a.x is => b.y; b.y() => c",
            "user",
            "a b",
        ),
        (
            "entry -> user; user -> a; a -> b; b -> c; user => a.x callback; a.* is => b; b.x() => c",
            "user",
            "a b c",
        ),
        // What the helper itself does is not what its importers ask of it.
        ("entry -> user; user -> helper; helper.add => list", "user", ""),
        // Two registries, and one that registers with the other.
        ("entry -> user; user -> a, b; user => a, b", "user", "a b"),
        ("entry -> user; user -> a; a -> b; user => a; a => b", "user", "a b"),
        // Another registrant is an importer of the registry, and what it writes to follows.
        ("entry -> x, y; x -> list; y -> list, map; x => list; y => list, map", "x", "list map"),
        // A diamond: each once.
        (
            "entry -> l, r; l -> list; r -> list; list -> d; l => list; r => list; l -> d; r -> d",
            "d",
            "",
        ),
        ("entry -> l, r; l -> d, list; r -> d, list; l => list; r => list", "d", "list"),
        // Itself.
        ("entry -> a; a => a", "a", ""),
        ("", "alone", ""),
    ] {
        check(before, edit, expect);
    }
}

#[test]
fn both_versions_of_a_changed_module_count() {
    for (before, edit, expect) in [
        ("entry -> user, a; user -> a; user => a", "user -> a", "a"),
        ("entry -> user, a; user -> a", "user -> a; user => a", "a"),
        ("entry -> user, a, b; user -> a, b; user => a", "user -> a, b; user => b", "a b"),
        // Without a version after it, what it wrote before.
        ("entry -> user, a; user -> a; user => a", "-user", "a"),
        ("entry -> user; user -> a; user => a", "-user", "a"),
        // New modules.
        ("entry -> a", "+user -> a; +user => a", "a"),
        ("entry -> a", "entry -> a, user; +user -> a; +user => a", "a"),
        ("entry -> a, b; b => a", "+user -> a", ""),
    ] {
        check(before, edit, expect);
    }
}

#[test]
fn what_no_module_imports_any_more_is_lost() {
    for (before, edit, expect) in [
        // It registered, so the registry is evaluated again.
        ("entry -> user, list; user -> list; user => list", "entry -> list", "user list"),
        ("entry -> a", "entry", ""),
        ("entry -> a", "entry ->", "a"),
        // It is imported elsewhere.
        ("entry -> user, page; page -> user; user => list", "entry -> page", ""),
        // A chain, and what of it is imported from elsewhere.
        ("entry -> a; a -> b; b -> c; c => list", "entry ->", "a b c list"),
        ("entry -> a, d; a -> b; b -> c; d -> b; c => list", "entry -> d", "a"),
        ("entry -> a, d; a -> b, c; d -> c; b => list", "entry -> d", "a b list"),
        // Cycles: among the lost, and with the module that drops them.
        ("entry -> a; a -> b; b -> a", "entry ->", "a b"),
        ("entry -> a, x; a -> entry; x => list", "entry -> x", "a"),
        ("main -> entry; entry -> a, x; a -> entry; x => list", "entry -> x", "a"),
        // Two changed modules: both drop it, one moves it to the other.
        ("entry -> x, y; x -> a; y -> a", "x ->; y ->", "a"),
        ("entry -> x, y; x -> a", "x ->; y -> a", ""),
        // A new module imports it.
        ("entry -> a", "entry -> n; +n -> a", ""),
        // A lost module that is changed too is not returned, but what it imported is.
        ("entry -> a; a -> b", "entry ->; a -> b", "b"),
        ("entry -> a; a -> b", "entry ->; -a", "b"),
        ("entry -> a; a -> b; b => list", "entry ->; a ->", "b list"),
        // Deleted or broken alone, it loses nothing.
        ("entry -> a; a -> b; b => list", "-a", ""),
        // It imports itself.
        ("entry -> a; a -> a", "entry ->", "a"),
    ] {
        check(before, edit, expect);
    }
}

#[test]
fn cycles_end() {
    for (before, edit, expect) in [
        ("a -> b; b -> a; a => b; b => a", "a", ""),
        ("entry -> a; a -> b; b -> c; c -> a; b => list", "c", "list"),
        ("entry -> a; a -> x; x -> y; y -> x; a => x; x => y; y => x", "a", "x"),
    ] {
        check(before, edit, expect);
    }
}

#[test]
fn a_call_of_a_stateless_function_writes_to_what_that_calls() {
    for (before, edit, expect) in [
        ("entry -> user; user -> log; user => log.make; log.make() stateless =>", "user", ""),
        ("entry -> user; user -> log; user => log.other; log.make() stateless =>", "user", "log"),
        ("entry -> user; user -> log; user => log; log.make() stateless =>", "user", "log"),
        (
            "entry -> user; user -> via; via -> list; user => via.add; via.add() stateless => list.add",
            "user",
            "list",
        ),
        // A barrel has no state of its own.
        (
            "entry -> user; user -> index; index -> list; user => index.add; index.add stateless is => list.add",
            "user",
            "list",
        ),
    ] {
        check(before, edit, expect);
    }
}
