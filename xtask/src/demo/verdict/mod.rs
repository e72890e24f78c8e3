//! Raw observations -> what was kept.

use std::collections::BTreeSet;

use super::line::{Kind, Observation, Report, Seen, Step};

/// What became of one server's state, step by step.
pub(crate) struct Column {
    pub(crate) variant: String,
    pub(crate) rows: Vec<Row>,
    /// How often Vite sent the app a reload.
    pub(crate) reloads: u32,
    /// The last answer, with the page and the generation it came from.
    last: Option<(Report, u32, String)>,
    /// The app's state at the start of the realm.
    start: Option<u32>,
    /// Each state object that the app or its framework had, by realm.
    objects: BTreeSet<(u32, u32)>,
    realm: u32,
}

/// One step's verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Row {
    Answered(Answer),
    /// The app did not answer, even when it was asked again.
    Failed(String),
    /// What the step is there for did not happen, so it proves nothing.
    WithoutEffect,
}

/// What an answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) state: State,
    pub(crate) context: Context,
    pub(crate) split: Split,
}

/// The app's state against that of the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Kept,
    Lost,
    /// A browser's page was reloaded, which starts fresh by design.
    NewPage,
}

/// The current request, as all instances of the framework see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    Kept,
    Lost,
}

/// The app's objects against those of a subpath that it imports late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// Nothing is imported late yet.
    NotYet,
    One,
    Two,
}

impl Column {
    pub(crate) const fn new(variant: String) -> Self {
        Self {
            variant,
            rows: Vec::new(),
            reloads: 0,
            last: None,
            start: None,
            objects: BTreeSet::new(),
            realm: 0,
        }
    }

    /// Judges what was seen after the next step.
    pub(crate) fn add(&mut self, step: &Step, seen: Observation) -> &Row {
        self.reloads = seen.reloads;
        let row = match seen.report {
            None => Row::Failed(seen.error.unwrap_or_default()),
            Some(report) => self.judge(step.kind, report, seen.page, seen.generation),
        };
        self.rows.push(row);
        &self.rows[self.rows.len() - 1]
    }

    /// Returns how many objects there were for the one state.
    pub(crate) fn objects(&self) -> usize {
        self.objects.len()
    }

    /// Returns how many realms there were.
    pub(crate) const fn realms(&self) -> usize {
        self.realm as usize + 1
    }

    /// Returns whether a browser's page was reloaded.
    pub(crate) fn has_new_pages(&self) -> bool {
        self.rows
            .iter()
            .any(|row| matches!(row, Row::Answered(Answer { state: State::NewPage, .. })))
    }

    /// Returns whether every one of the steps was taken and nothing was lost or split.
    pub(crate) fn is_clean(&self, steps: usize) -> bool {
        self.rows.len() == steps && self.rows.iter().all(Row::is_clean)
    }

    fn judge(&mut self, kind: Kind, report: Report, page: u32, generation: String) -> Row {
        let before = self.last.take();
        let is_page_new = before.as_ref().is_some_and(|(_, last, _)| *last != page);
        // Evaluations are counted in `globalThis`, so their number falls only with a new realm.
        let is_realm_new =
            before.as_ref().is_some_and(|(last, ..)| report.instance < last.instance);
        if is_page_new || is_realm_new {
            self.realm += 1;
        }
        // A new page begins with state of its own, by design. A new realm elsewhere is a loss.
        if self.start.is_none() || is_page_new {
            self.start = report.state.app;
        }
        let Seen { app, late } = report.state;
        self.objects.extend([app, late].into_iter().flatten().map(|object| (self.realm, object)));
        let has_effect = before.as_ref().is_none_or(|(last, _, last_generation)| match kind {
            Kind::Start => true,
            Kind::Accepted => report.accepted_instance != last.accepted_instance,
            Kind::Reload => is_page_new || report.instance != last.instance,
            Kind::Import => generation != *last_generation,
        });
        let state = match () {
            () if is_page_new => State::NewPage,
            () if is_realm_new || self.start.is_none() || app != self.start => State::Lost,
            () => State::Kept,
        };
        let answer = Answer { state, context: context(&report), split: split(&report) };
        self.last = Some((report, page, generation));
        if has_effect { Row::Answered(answer) } else { Row::WithoutEffect }
    }
}

impl Row {
    /// Returns whether nothing was lost and nothing was split.
    pub(crate) const fn is_clean(&self) -> bool {
        matches!(
            self,
            Self::Answered(Answer {
                state: State::Kept | State::NewPage,
                context: Context::Kept,
                split: Split::NotYet | Split::One,
            })
        )
    }
}

fn context(report: &Report) -> Context {
    let is_current = |seen: &Option<String>| seen.as_ref() == Some(&report.id);
    // Each instance of the framework is asked, the old ones too: one that does not know the request
    // would have lost it.
    let is_kept = !report.contexts.is_empty() && report.contexts.iter().all(is_current);
    if is_kept { Context::Kept } else { Context::Lost }
}

fn split(report: &Report) -> Split {
    match [report.state, report.store] {
        [Seen { late: None, .. }, Seen { late: None, .. }] => Split::NotYet,
        pairs if pairs.iter().all(|seen| seen.app == seen.late) => Split::One,
        _ => Split::Two,
    }
}

#[cfg(test)]
mod tests;
