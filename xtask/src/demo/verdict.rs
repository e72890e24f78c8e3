//! Raw reports -> what was kept.

use std::fmt;

use super::report::Report;

/// What one server did, step by step.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
    /// The identity of the app's state at the start, per path.
    start: Vec<(String, u32)>,
}

/// One step's verdict.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) step: String,
    pub(crate) verdict: Verdict,
}

/// What became of state and context.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The app answered.
    Answered { state_kept: bool, context_kept: bool, split: Option<bool> },
    /// The page was loaded anew, by design: its realm begins anew.
    NewPage { split: Option<bool> },
    /// The app did not answer, even when it was asked again.
    Failed(String),
}

impl Column {
    pub(crate) const fn new(name: String) -> Self {
        Self { name, rows: Vec::new(), start: Vec::new() }
    }

    /// Judges a report. Several paths of one step are as good as the worst of them.
    pub(crate) fn add(
        &mut self,
        step: String,
        path: String,
        report: Option<&Report>,
        error: Option<String>,
    ) -> &Row {
        let verdict = match report {
            Some(report) => self.judge(path, report),
            None => Verdict::Failed(error.unwrap_or_default()),
        };
        match self.rows.iter().position(|row| row.step == step) {
            Some(index) if !verdict.is_clean() => self.rows[index].verdict = verdict,
            Some(_) => {}
            None => self.rows.push(Row { step, verdict }),
        }
        &self.rows[self.rows.len() - 1]
    }

    pub(crate) fn is_clean(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.verdict.is_clean())
    }

    fn judge(&mut self, path: String, report: &Report) -> Verdict {
        let pairs = [&report.state, &report.store];
        let split = pairs
            .iter()
            .filter_map(|seen| seen.late.map(|late| late != seen.app))
            .reduce(|a, b| a || b);
        if report.new_page {
            return Verdict::NewPage { split };
        }
        let app = report.state.app;
        let start = self.start.iter().find(|(known, _)| *known == path).map(|(_, app)| *app);
        if start.is_none() {
            self.start.push((path, app));
        }
        Verdict::Answered {
            state_kept: start.is_none_or(|start| start == app),
            context_kept: report.contexts.iter().all(|seen| seen.as_ref() == Some(&report.id)),
            split,
        }
    }
}

impl Verdict {
    pub(crate) const fn is_clean(&self) -> bool {
        matches!(
            self,
            Self::Answered { state_kept: true, context_kept: true, split: None | Some(false) }
                | Self::NewPage { split: None | Some(false) }
        )
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.step)?;
        match &self.verdict {
            Verdict::Answered { state_kept, context_kept, split } => {
                let word = |kept: &bool| if *kept { "kept" } else { "LOST" };
                write!(f, "state {}, context {}", word(state_kept), word(context_kept))?;
                if *split == Some(true) {
                    f.write_str(", SPLIT")?;
                }
                Ok(())
            }
            Verdict::NewPage { .. } => f.write_str("a new page, whose state begins anew"),
            Verdict::Failed(message) => write!(f, "no answer: {message}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Verdict};
    use crate::demo::report::{Report, Seen};

    fn report(app: u32, late: Option<u32>, contexts: &[Option<&str>]) -> Report {
        Report {
            id: "r".into(),
            contexts: contexts.iter().map(|seen| seen.map(Into::into)).collect(),
            state: Seen { app, late },
            store: Seen { app: 9, late: late.map(|_| 9) },
            new_page: false,
        }
    }

    fn judge(reports: &[Report]) -> Column {
        let mut column = Column::new("test".into());
        for (index, report) in reports.iter().enumerate() {
            column.add(index.to_string(), "/".into(), Some(report), None);
        }
        column
    }

    #[test]
    fn the_same_object_and_context_is_clean() {
        let column =
            judge(&[report(1, None, &[Some("r")]), report(1, Some(1), &[Some("r"), Some("r")])]);
        assert!(column.is_clean());
    }

    #[test]
    fn another_object_is_lost_state() {
        let column = judge(&[report(1, None, &[]), report(2, None, &[])]);
        let expect = Verdict::Answered { state_kept: false, context_kept: true, split: None };
        assert_eq!(column.rows[1].verdict, expect);
        assert!(!column.is_clean());
    }

    #[test]
    fn an_instance_that_reads_no_context_or_another_is_lost_context() {
        for seen in [None, Some("other")] {
            let column = judge(&[report(1, None, &[Some("r"), seen])]);
            let expect = Verdict::Answered { state_kept: true, context_kept: false, split: None };
            assert_eq!(column.rows[0].verdict, expect);
        }
    }

    #[test]
    fn two_objects_at_one_time_are_split() {
        let column = judge(&[report(1, Some(2), &[])]);
        let expect = Verdict::Answered { state_kept: true, context_kept: true, split: Some(true) };
        assert_eq!(column.rows[0].verdict, expect);
        assert!(!column.is_clean());
    }

    #[test]
    fn one_bad_path_makes_the_step_bad_and_no_answer_is_never_clean() {
        let mut column = Column::new("test".into());
        column.add("start".into(), "/".into(), Some(&report(1, None, &[])), None);
        column.add("start".into(), "/rsc".into(), None, Some("500".into()));
        assert_eq!(column.rows.len(), 1);
        assert!(!column.is_clean());
        assert!(!Column::new("empty".into()).is_clean());
    }
}
