//! How far the demo is: the table as it fills on a terminal, plain lines elsewhere. On the error stream, so that the table stands alone.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// What a terminal shows in one place, or none.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::no_length();
            if let Ok(style) = ProgressStyle::with_template("{msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar }
    }

    /// Shows the screen in place of the one before, or the line.
    pub(crate) fn show(&self, screen: &str, line: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(screen.to_owned()),
            None => eprintln!("{line}"),
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
