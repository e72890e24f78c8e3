//! How far the demo is: a bar on a terminal, plain lines elsewhere. On the error stream, so that the table stands alone.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// In the language of indicatif.
const TEMPLATE: &str = "{bar:24} {pos:>2}/{len} {wide_msg}";

/// A bar, or none.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begins something of so many steps.
    pub(crate) fn new(steps: usize) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(steps as u64);
            if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
                bar.set_style(style);
            }
            bar
        });
        Self { bar }
    }

    /// Shows what is being done.
    pub(crate) fn show(&self, message: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(message.to_owned()),
            None => eprintln!("{message}"),
        }
    }

    /// Shows what was done, and counts one step.
    pub(crate) fn step(&self, message: &str) {
        self.show(message);
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
