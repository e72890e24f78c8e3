//! What is gathered, and what of it is shown.

use super::{About, Configured, Inspector};
use crate::{
    edits::Outdated,
    snapshot::{Appended, Dependency, Edit, Evaluated, Recovery, Reload, Why},
};

fn about() -> About {
    About { rwstate: "0.1.0".into(), vite: "8.0.0".into(), root: "/app".into() }
}

fn inspector() -> Inspector {
    let mut inspector = Inspector::default();
    inspector.begin(vec![Configured {
        name: "ssr".into(),
        consumer: "server".into(),
        gated: true,
    }]);
    inspector
}

fn recovery(at: f64) -> Recovery {
    Recovery {
        id: 0,
        at,
        environment: "ssr".into(),
        dependencies: vec![],
        held: 0,
        longest: 0.0,
        replayed: 0,
        reloaded: true,
        kept: Some(1),
        keys: vec![],
    }
}

fn appended(at: f64) -> Appended {
    Appended {
        id: 0,
        at,
        environment: "ssr".into(),
        dependencies: vec![Dependency {
            name: "zustand".into(),
            importer: Some("src/late.ts".into()),
        }],
        milliseconds: 41.0,
    }
}

const ENTRY: &str =
    r#"[{"key":"a","kind":"Map","disposable":false,"born":10,"preview":"Map(0) {}"}]"#;

fn edit(at: f64) -> Edit {
    Edit {
        id: 0,
        at,
        environment: "ssr".into(),
        evaluated: vec![],
        count: 0,
        kept: 40,
        milliseconds: None,
        reload: None,
    }
}

fn changed(id: &str) -> Outdated {
    Outdated { id: id.into(), is_changed: true, ..Outdated::default() }
}

#[test]
fn an_entry_has_survived_the_reloads_since_it_began_whatever_they_were_for() {
    let mut inspector = inspector();
    inspector.reloaded("ssr", 5.0);
    inspector.entries("ssr", ENTRY).unwrap();
    for at in 0..19 {
        inspector.reloaded("ssr", f64::from(at) + 20.0);
    }
    // That of a re-optimization is one of them.
    inspector.recovered(recovery(38.0));
    inspector.appended(appended(39.0));
    let snapshot = inspector.snapshot(&about(), 40.0);
    assert_eq!(snapshot.environments[0].entries[0].survived, 19);
}

#[test]
fn an_entry_has_survived_the_edits_that_evaluated_its_module_again() {
    let mut inspector = inspector();
    inspector.entries("ssr", ENTRY).unwrap();
    inspector.declares("ssr", "/app/src/a.ts", vec![("a".into(), 3)]);
    inspector.edited(edit(5.0), &[changed("/app/src/a.ts")], "/app");
    inspector.edited(edit(20.0), &[changed("/app/src/b.ts")], "/app");
    // One file may be several modules.
    let both = [changed("/app/src/a.ts"), changed("/app/src/a.ts?raw")];
    inspector.edited(edit(30.0), &both, "/app");
    inspector.reloaded("ssr", 35.0);
    assert_eq!(inspector.snapshot(&about(), 40.0).environments[0].entries[0].survived, 2);
}

#[test]
fn an_edit_is_shown_with_what_it_evaluated_and_how_long_that_took() {
    let mut inspector = inspector();
    inspector.appended(appended(10.0));
    let id = inspector.edited(edit(20.0), &[changed("/app/src/a.ts")], "/app");
    inspector.evaluated(id, 41.0);
    let reload = Reload { reason: "no root".into(), file: Some("src/a.ts".into()) };
    let reload = Edit { reload: Some(reload), kept: 0, ..edit(30.0) };
    inspector.edited(reload.clone(), &[], "/app");
    let evaluated = Evaluated { module: "src/a.ts".into(), why: Why::Changed, imports: None };
    let first = Edit {
        id: 1,
        evaluated: vec![evaluated],
        count: 1,
        milliseconds: Some(41.0),
        ..edit(20.0)
    };
    assert_eq!(inspector.snapshot(&about(), 40.0).edits, [Edit { id: 2, ..reload }, first]);
    let many: Vec<_> = (0..300).map(|n| changed(&format!("/app/{n}.ts"))).collect();
    for at in 0..300 {
        inspector.edited(edit(f64::from(at)), &many, "/app");
    }
    let edits = inspector.snapshot(&about(), 40.0).edits;
    assert_eq!((edits.len(), edits[0].evaluated.len(), edits[0].count), (50, 20, 300));
    assert_eq!(inspector.successor().snapshot(&about(), 40.0).edits, edits);
}

#[test]
fn what_happens_is_numbered_as_one_list() {
    let mut inspector = inspector();
    inspector.appended(appended(20.0));
    inspector.recovered(Recovery { reloaded: false, ..recovery(30.0) });
    inspector.recovered(recovery(40.0));
    inspector.appended(appended(50.0));
    let snapshot = inspector.snapshot(&about(), 60.0);
    let ids: Vec<u32> = snapshot.recoveries.iter().map(|recovery| recovery.id).collect();
    assert_eq!(ids, [2, 1]);
    let last = Appended { id: 3, ..appended(50.0) };
    assert_eq!(snapshot.appended, [last, appended(20.0)]);
}

#[test]
fn an_environment_runs_once_a_runner_has_asked_or_answered() {
    let runs = |inspector: &Inspector| inspector.snapshot(&about(), 0.0).environments[0].runs;
    let (mut asked, mut answered) = (inspector(), inspector());
    assert!(!runs(&asked));
    asked.runs("ssr");
    answered.entries("ssr", ENTRY).unwrap();
    assert!(runs(&asked) && runs(&answered));
}

#[test]
fn an_entry_of_a_rewritten_module_has_its_place_too() {
    let mut inspector = inspector();
    inspector.entries("ssr", ENTRY).unwrap();
    inspector.keeps("ssr", "/app/src/a.ts", vec![("b".into(), 1), ("a".into(), 4)]);
    let entry = &inspector.snapshot(&about(), 40.0).environments[0].entries[0];
    assert_eq!((&*entry.declared[0].file, entry.declared[0].line), ("/app/src/a.ts", 4));
}

#[test]
fn a_restart_keeps_what_was_survived_and_asks_for_entries_again() {
    let mut inspector = inspector();
    inspector.reloaded("ssr", 20.0);
    inspector.recovered(recovery(20.0));
    inspector.appended(appended(25.0));
    inspector.entries("ssr", ENTRY).unwrap();
    let same = inspector.environments[0].configured.clone();
    let mut inspector = inspector.successor();
    inspector.begin(vec![same]);
    assert!(!inspector.snapshot(&about(), 40.0).environments[0].answers);
    inspector.entries("ssr", ENTRY).unwrap();
    let snapshot = inspector.snapshot(&about(), 40.0);
    assert_eq!(snapshot.environments[0].entries[0].survived, 1);
    assert_eq!(snapshot.appended, [Appended { id: 1, ..appended(25.0) }]);
}

#[test]
fn only_the_latest_are_shown() {
    let mut inspector = inspector();
    for at in 0..300 {
        inspector.recovered(recovery(f64::from(at) + 100.0));
        inspector.appended(appended(f64::from(at)));
    }
    let snapshot = inspector.snapshot(&about(), 0.0);
    assert_eq!((snapshot.recoveries.len(), snapshot.appended.len()), (200, 200));
    assert_eq!((snapshot.appended[0].at, snapshot.appended[199].at), (299.0, 100.0));
}

#[test]
fn what_a_runner_says_that_is_no_list_of_entries_changes_nothing() {
    let mut inspector = inspector();
    for text in ["", "{}", "[1]", "[{\"key\":\"a\"}]"] {
        assert!(inspector.entries("ssr", text).is_err(), "{text}");
    }
    inspector.entries("elsewhere", ENTRY).unwrap();
    assert!(!inspector.snapshot(&about(), 0.0).environments[0].answers);
}

#[test]
fn an_old_class_is_reported_once() {
    let mut inspector = inspector();
    inspector.declares("ssr", "/app/src/a.ts", vec![("a".into(), 3)]);
    let stale = inspector.stale("ssr", "/app", "a", "Store").unwrap();
    assert_eq!(stale.place, "src/a.ts:3");
    assert_eq!(inspector.stale("ssr", "/app", "a", "Store"), None);
}
