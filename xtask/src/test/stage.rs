//! Stages of `cargo xtask test`, and how they run: in order, with others beside them.

use std::{
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

/// Stages that may run once those of the phase before have passed: two lists at the same time, each in its order.
#[derive(Default)]
pub(super) struct Phase<'a> {
    pub(super) stages: Vec<Stage<'a>>,
    /// What leaves a core to the others, or waits for the network.
    pub(super) beside: Vec<Stage<'a>>,
}

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
        for stages in [&mut phase.stages, &mut phase.beside] {
            // What was not asked for is not skipped: it is in no list of the outcome.
            stages.retain(|stage| only.is_none_or(|only| only == stage.part));
        }
        all.extend(if is_stopped { phase.skip() } else { phase.run() });
    }
    all
}

impl Phase<'_> {
    fn skip(self) -> Vec<Ended> {
        let stages = self.stages.into_iter().chain(self.beside);
        stages.map(|stage| (stage.name, Outcome::Skipped)).collect()
    }

    fn run(self) -> Vec<Ended> {
        let Self { stages, beside } = self;
        if stages.is_empty() || beside.is_empty() {
            return in_order(if stages.is_empty() { beside } else { stages });
        }
        // Two lists write to one terminal.
        let _together = step::together();
        let (mut ended, others) = thread::scope(|scope| {
            let others = scope.spawn(|| in_order(beside));
            (in_order(stages), others.join())
        });
        // A panic there is a bug here, and not a stage that failed.
        ended.extend(others.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended
    }
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
            Phase {
                stages: vec![
                    stage("fails", Part::Rust, || bail!("no")),
                    stage("goes on", Part::Rust, || Ok(())),
                ],
                beside: vec![stage("beside", Part::Unit, || Ok(()))],
            },
            Phase { stages: vec![stage("next", Part::E2e, || Ok(()))], ..Phase::default() },
        ];
        let expected =
            [("fails", "failed"), ("goes on", "passed"), ("beside", "passed"), ("next", "skipped")];
        assert_eq!(words(phases, None), expected);
    }

    #[test]
    fn stages_run_beside_each_other() {
        let (sender, receiver) = channel();
        let phase = Phase {
            stages: vec![stage("waits", Part::Rust, move || Ok(receiver.recv()?))],
            beside: vec![stage("sends", Part::Unit, move || Ok(sender.send(())?))],
        };
        assert_eq!(words(vec![phase], None), [("waits", "passed"), ("sends", "passed")]);
    }

    #[test]
    fn of_other_parts_nothing_runs() {
        let phase = Phase {
            stages: vec![stage("rust", Part::Rust, || bail!("no"))],
            beside: vec![stage("unit", Part::Unit, || Ok(()))],
        };
        assert_eq!(words(vec![phase], Some(Part::Unit)), [("unit", "passed")]);
    }
}
