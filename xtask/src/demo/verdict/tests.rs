//! Observations as a real server gives them, and what is to be made of them.

use super::{Answer, Column, Context, Row, Split, State};
use crate::demo::line::{Kind, Observation, Step};

/// What is seen: an instance, the app's state and the framework's late view of it, and the contexts.
fn seen(instance: u32, app: u32, late: Option<u32>, contexts: &[Option<&str>]) -> Observation {
    let report = serde_json::json!({
        "id": "r1", "instance": instance, "acceptedInstance": 1, "contexts": contexts,
        "state": { "app": app, "accepted": app, "late": late }, "store": { "app": 9, "late": late.map(|_| 9) },
    });
    Observation {
        report: Some(serde_json::from_value(report).unwrap()),
        error: None,
        generation: instance.to_string(),
        page: 0,
        reloads: 0,
        seconds: 0.1,
    }
}

/// What the last of some steps shows, each of them an edit that reloads.
fn last(observations: Vec<Observation>) -> (Column, Row) {
    let mut column = Column::new("test".into());
    for observation in observations {
        let kind = if column.rows.is_empty() { Kind::Start } else { Kind::Reload };
        column.add(&Step { kind, name: "step".into() }, observation);
    }
    let row = column.rows.last().unwrap().clone();
    (column, row)
}

const CURRENT: Option<&str> = Some("r1");

const fn answer(state: State, context: Context, split: Split) -> Row {
    Row::Answered(Answer { state, context, split })
}

#[test]
fn one_object_from_start_to_end_is_clean() {
    let (column, row) = last(vec![
        seen(1, 1, None, &[CURRENT]),
        seen(2, 1, None, &[CURRENT, CURRENT]),
        seen(3, 1, Some(1), &[CURRENT, CURRENT, CURRENT]),
    ]);
    assert_eq!(row, answer(State::Kept, Context::Kept, Split::One));
    assert!(column.is_clean(3));
    assert_eq!(column.objects(), 1);
}

#[test]
fn a_step_that_was_not_taken_is_not_clean() {
    let (column, _) = last(vec![seen(1, 1, None, &[CURRENT])]);
    assert!(!column.is_clean(2));
    assert!(!Column::new("nothing".into()).is_clean(1));
}

#[test]
fn another_object_than_at_the_start_is_lost_state_for_good() {
    let (column, row) = last(vec![
        seen(1, 1, None, &[CURRENT]),
        seen(2, 5, None, &[CURRENT]),
        seen(3, 5, None, &[CURRENT]),
    ]);
    assert_eq!(row, answer(State::Lost, Context::Kept, Split::NotYet));
    assert!(!column.is_clean(3));
    assert_eq!(column.objects(), 2);
}

#[test]
fn the_same_number_in_a_new_realm_is_another_object() {
    let (column, row) = last(vec![seen(7, 1, None, &[CURRENT]), seen(2, 1, None, &[CURRENT])]);
    assert_eq!(row, answer(State::Lost, Context::Kept, Split::NotYet));
    assert_eq!(column.objects(), 2);
}

#[test]
fn an_instance_that_reads_no_request_or_another_has_lost_the_context() {
    for contexts in [&[None, CURRENT][..], &[Some("r0"), CURRENT], &[]] {
        let (_, row) = last(vec![seen(1, 1, None, contexts)]);
        assert_eq!(row, answer(State::Kept, Context::Lost, Split::NotYet));
    }
}

#[test]
fn two_objects_at_one_time_are_split_state_or_store() {
    let (_, row) = last(vec![seen(1, 1, Some(2), &[CURRENT])]);
    assert_eq!(row, answer(State::Kept, Context::Kept, Split::Two));
    let mut observation = seen(1, 1, Some(1), &[CURRENT]);
    if let Some(report) = &mut observation.report {
        report.store.late = Some(10);
    }
    assert_eq!(last(vec![observation]).1, answer(State::Kept, Context::Kept, Split::Two));
}

#[test]
fn a_reloaded_page_starts_fresh_and_is_clean() {
    let on_page = |page, observation| Observation { page, ..observation };
    let (column, row) = last(vec![
        on_page(1, seen(4, 1, None, &[CURRENT])),
        on_page(2, seen(1, 1, None, &[CURRENT])),
    ]);
    assert_eq!(row, answer(State::NewPage, Context::Kept, Split::NotYet));
    assert!(column.is_clean(2));
    let (_, row) = last(vec![
        on_page(1, seen(4, 1, None, &[CURRENT])),
        on_page(2, seen(1, 2, None, &[CURRENT])),
        on_page(2, seen(2, 3, None, &[CURRENT])),
    ]);
    assert_eq!(row, answer(State::Lost, Context::Kept, Split::NotYet));
}

#[test]
fn a_step_without_effect_proves_nothing() {
    let start = Step { kind: Kind::Start, name: "start".into() };
    for kind in [Kind::Accepted, Kind::Reload, Kind::Import] {
        let mut column = Column::new("test".into());
        column.add(&start, seen(1, 1, None, &[CURRENT]));
        let step = Step { kind, name: "step".into() };
        assert_eq!(*column.add(&step, seen(1, 1, None, &[CURRENT])), Row::WithoutEffect);
        assert!(!column.is_clean(2));
    }
}

#[test]
fn no_answer_is_never_clean() {
    let failed = Observation { report: None, error: Some("500".into()), ..seen(1, 1, None, &[]) };
    let (column, row) = last(vec![seen(1, 1, None, &[CURRENT]), failed]);
    assert_eq!(row, Row::Failed("500".into()));
    assert!(!column.is_clean(2));
}
