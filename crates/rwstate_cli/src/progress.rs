//! A bar on a terminal, for a run that takes longer than half a second.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::Stream;

const PATIENCE: Duration = Duration::from_millis(500);

/// The progress of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    start: Instant,
    is_settled: AtomicBool,
}

impl Progress {
    /// Creates it with nothing to do, and nothing shown.
    pub(crate) fn new(stream: &Stream<'_>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} files") {
            bar.set_style(style);
        }
        // Where there is no terminal, it is settled that nothing is ever shown.
        Self { bar, start: Instant::now(), is_settled: AtomicBool::new(!stream.is_terminal) }
    }

    /// Counts a file that was found.
    pub(crate) fn found(&self) {
        self.bar.inc_length(1);
        self.show();
    }

    /// Counts a file that is done.
    pub(crate) fn done(&self) {
        self.bar.inc(1);
        self.show();
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show(&self) {
        // Many threads come here for each file: one of them passes the last condition, once.
        if !self.is_settled.load(Ordering::Relaxed)
            && self.start.elapsed() >= PATIENCE
            && !self.is_settled.swap(true, Ordering::Relaxed)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
