//! Stages of `cargo xtask test`, and how they run: in order, with others beside them.

use std::{
    panic::resume_unwind,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{flags::Part, step};

/// What is done under one name.
pub(super) struct Stage<'a> {
    name: &'static str,
    part: Part,
    work: Box<dyn Fn() -> Result<()> + Send + 'a>,
}

/// Lists of stages that may run once those of the phase before have passed: all at the same time, each in its order.
pub(super) type Phase<'a> = Vec<Vec<Stage<'a>>>;

/// How a stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed(Duration),
    Failed(Duration),
    Skipped,
}

/// A stage's name, and how it ended.
pub(super) type Ended = (&'static str, Outcome);

pub(super) fn stage<'a>(
    name: &'static str,
    part: Part,
    work: impl Fn() -> Result<()> + Send + 'a,
) -> Stage<'a> {
    Stage { name, part, work: Box::new(work) }
}

/// Runs the stages of one part, or all. What fails in one phase keeps the next from starting.
pub(super) fn run(phases: Vec<Phase<'_>>, only: Option<Part>) -> Vec<Ended> {
    let mut all = Vec::new();
    for mut phase in phases {
        let is_stopped = all.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)));
        for stages in &mut phase {
            // What was not asked for is not skipped: it is in no list of the outcome.
            stages.retain(|stage| only.is_none_or(|only| only == stage.part));
        }
        phase.retain(|stages| !stages.is_empty());
        all.extend(if is_stopped { skip(phase) } else { run_lists(phase) });
    }
    all
}

fn skip(phase: Phase<'_>) -> Vec<Ended> {
    phase.into_iter().flatten().map(|stage| (stage.name, Outcome::Skipped)).collect()
}

/// Runs the lists of a phase beside each other, and returns how their stages ended in the phase's order.
fn run_lists(phase: Phase<'_>) -> Vec<Ended> {
    // Several lists write to one terminal.
    let _lines = (phase.len() > 1).then(step::together);
    thread::scope(|scope| {
        let lists: Vec<_> =
            phase.into_iter().map(|stages| scope.spawn(|| in_order(stages))).collect();
        // A panic there is a bug here, and not a stage that failed.
        let ended =
            lists.into_iter().map(|list| list.join().unwrap_or_else(|it| resume_unwind(it)));
        ended.flatten().collect()
    })
}

fn in_order(stages: Vec<Stage<'_>>) -> Vec<Ended> {
    stages.into_iter().map(|stage| (stage.name, stage.run())).collect()
}

impl Stage<'_> {
    fn run(&self) -> Outcome {
        println!("\n== {}", self.name);
        let start = Instant::now();
        match (self.work)() {
            Ok(()) => Outcome::Passed(start.elapsed()),
            Err(error) => {
                println!("{}: {error:#}", self.name);
                Outcome::Failed(start.elapsed())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use anyhow::bail;

    use super::{Outcome, Phase, run, stage};
    use crate::flags::Part;

    fn words(phases: Vec<Phase<'_>>, only: Option<Part>) -> Vec<(&'static str, &'static str)> {
        let word = |outcome| match outcome {
            Outcome::Passed(_) => "passed",
            Outcome::Failed(_) => "failed",
            Outcome::Skipped => "skipped",
        };
        run(phases, only).into_iter().map(|(name, outcome)| (name, word(outcome))).collect()
    }

    #[test]
    fn what_fails_keeps_the_next_phase_from_starting_and_no_other_stage_of_its_own() {
        let phases = vec![
            vec![
                vec![
                    stage("fails", Part::Rust, || bail!("no")),
                    stage("goes on", Part::Rust, || Ok(())),
                ],
                vec![stage("beside", Part::Unit, || Ok(()))],
            ],
            vec![vec![stage("next", Part::E2e, || Ok(()))]],
        ];
        let expected =
            [("fails", "failed"), ("goes on", "passed"), ("beside", "passed"), ("next", "skipped")];
        assert_eq!(words(phases, None), expected);
    }

    #[test]
    fn lists_run_beside_each_other() {
        let (to_first, first) = channel();
        let (to_second, second) = channel();
        // Each waits for what comes after it.
        let phase = vec![
            vec![stage("first", Part::Rust, move || Ok(first.recv()?))],
            vec![stage("second", Part::Unit, move || Ok(to_first.send(second.recv()?)?))],
            vec![stage("third", Part::E2e, move || Ok(to_second.send(())?))],
        ];
        let expected = [("first", "passed"), ("second", "passed"), ("third", "passed")];
        assert_eq!(words(vec![phase], None), expected);
    }

    #[test]
    fn of_other_parts_nothing_runs() {
        let phase = vec![
            vec![stage("rust", Part::Rust, || bail!("no"))],
            vec![stage("unit", Part::Unit, || Ok(()))],
        ];
        assert_eq!(words(vec![phase], Some(Part::Unit)), [("unit", "passed")]);
    }
}
