//! The messages that are withheld from runners, and what becomes of them.
//!
//! ```text
//! update 1, update 2           ->  Forward 1, Forward 2
//! update 1, reload 2, update 3 ->  Drop 1, Forward 2 to everything, Drop 3
//! reload 1, reload 2           ->  Drop 1, Forward 2 to everything
//! ```

use std::{collections::BTreeMap, time::Duration};

use crate::{Acknowledgement, Action, EnvironmentId, Reach, SendId, SendKind, Time};

/// One flush for each environment that has messages withheld.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Sends(BTreeMap<EnvironmentId, Flush>);

/// Messages that will go out together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Flush {
    /// Never empty.
    sends: Vec<Withheld>,
    /// When the first was offered.
    since: Time,
    /// Since when only requests in flight defer it.
    draining: Option<Time>,
}

/// A message that is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Withheld {
    pub(crate) send: SendId,
    pub(crate) kind: SendKind,
    pub(crate) acknowledgement: Acknowledgement,
}

/// What went out in one flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Flushed {
    pub(crate) environment: EnvironmentId,
    pub(crate) kind: SendKind,
    pub(crate) acknowledgement: Acknowledgement,
}

impl Sends {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn offer(&mut self, environment: EnvironmentId, send: Withheld, now: Time) {
        let flush = self.0.entry(environment).or_insert(Flush {
            sends: vec![],
            since: now,
            draining: None,
        });
        flush.sends.push(send);
    }

    /// Begins the drain of each flush that no edit defers, and ends it where an edit does now. `defers` says so of the flush of an environment
    /// that began at a moment. Returns how many flushes edits had deferred for `hold`: one edit cannot, but one after the other could for ever.
    pub(crate) fn drain(
        &mut self,
        defers: impl Fn(EnvironmentId, Time) -> bool,
        now: Time,
        hold: Duration,
    ) -> u32 {
        let mut expired = 0;
        for (environment, flush) in &mut self.0 {
            // The edit will send more, and all of it is to go out together. Within `hold`: one edit
            // after the other could defer it for ever.
            let is_deferred = defers(*environment, flush.since);
            if is_deferred && flush.since.after(hold) > now {
                flush.draining = None;
            } else if flush.draining.is_none() {
                flush.draining = Some(now);
                expired += u32::from(is_deferred);
            }
        }
        expired
    }

    /// When the flushes that drain began to.
    pub(crate) fn draining(&self) -> impl Iterator<Item = Time> {
        self.0.values().filter_map(|flush| flush.draining)
    }

    /// When the oldest of the flushes that edits defer was begun.
    pub(crate) fn oldest_deferred(&self) -> Option<Time> {
        self.0.values().filter(|flush| flush.draining.is_none()).map(|flush| flush.since).min()
    }

    /// Lets the flushes out that need not drain any longer.
    pub(crate) fn flush(
        &mut self,
        has_drained: impl Fn(Time) -> bool,
        actions: &mut Vec<Action>,
        mut flushed: impl FnMut(Flushed, &mut Vec<Action>),
    ) {
        self.0.retain(|environment, flush| {
            let reloads = flush.sends.iter().any(|withheld| withheld.kind == SendKind::Reload);
            // Updates replace modules beside those that requests in flight have, so they wait for
            // none.
            let goes = flush.draining.is_some_and(|since| !reloads || has_drained(since));
            if goes {
                let (kind, acknowledgement) = coalesce(&flush.sends, actions);
                flushed(Flushed { environment: *environment, kind, acknowledgement }, actions);
            }
            !goes
        });
    }

    /// Forwards every message as it is. Returns the environments that were sent a reload.
    pub(crate) fn clear(&mut self, actions: &mut Vec<Action>) -> Vec<EnvironmentId> {
        let mut reloaded = vec![];
        for (environment, flush) in std::mem::take(&mut self.0) {
            actions.extend(flush.sends.iter().copied().map(as_sent));
            if flush.sends.iter().any(|withheld| withheld.kind == SendKind::Reload) {
                reloaded.push(environment);
            }
        }
        reloaded
    }
}

fn coalesce(sends: &[Withheld], actions: &mut Vec<Action>) -> (SendKind, Acknowledgement) {
    // A reload imports every module again, as it is then: it does what any message before it, and
    // any update after it, would do.
    if let Some(last) = sends.iter().rposition(|withheld| withheld.kind == SendKind::Reload) {
        // Vite's runner ignores a reload whose `triggeredBy` it does not know. The messages for
        // which this one stands would be lost with it.
        let reach = if sends.len() == 1 { Reach::AsSent } else { Reach::Everything };
        actions.extend(sends.iter().enumerate().map(|(index, &Withheld { send, .. })| {
            if index == last { Action::Forward { send, reach } } else { Action::Drop { send } }
        }));
        return (SendKind::Reload, sends[last].acknowledgement);
    }
    actions.extend(sends.iter().copied().map(as_sent));
    // One ping follows all of them, and its answer is for each.
    let is_expected =
        sends.iter().any(|withheld| withheld.acknowledgement == Acknowledgement::Expected);
    let is_entry = sends.iter().any(|withheld| withheld.kind == SendKind::EntryReload);
    let kind = if is_entry { SendKind::EntryReload } else { SendKind::Update };
    (kind, if is_expected { Acknowledgement::Expected } else { Acknowledgement::None })
}

const fn as_sent(withheld: Withheld) -> Action {
    Action::Forward { send: withheld.send, reach: Reach::AsSent }
}
