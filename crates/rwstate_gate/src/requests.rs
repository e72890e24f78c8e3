//! The requests that are in flight, and those that are held.

use std::collections::VecDeque;

use crate::{Replay, RequestId, Time};

/// A request that has been admitted and has not left.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct InFlight {
    pub(crate) request: RequestId,
    /// Whether it may still be replayed.
    pub(crate) replay: Replay,
    /// Whether a disturbance overlapped its time in flight.
    pub(crate) disturbed: bool,
    /// Whether a run of an optimizer did.
    pub(crate) optimized: bool,
    /// What the gate's clock said when it entered.
    pub(crate) clock: Time,
    since: Time,
    drain: Drain,
}

/// Whether a drain waits for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Drain {
    /// It does.
    Due,
    /// It did, and the request outlasted it. Without this one slow request would cost every edit twice the bound, once
    /// before Vite's graph is invalidated and once before the update goes out.
    Outlasted,
    /// It never will: the response is endless.
    Endless,
}

impl InFlight {
    /// Whether it may be replayed now that it has failed, unless it has been in the app for too long.
    pub(crate) fn may_be_replayed(&self) -> bool {
        self.replay == Replay::Replayable && self.disturbed && self.drain != Drain::Endless
    }
}

/// When a request enters: the moment, and what the gate's clock says then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Began {
    pub(crate) at: Time,
    pub(crate) clock: Time,
}

/// What goes on when a request enters.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overlap {
    /// Something that keeps the gate closed.
    pub(crate) disturbed: bool,
    /// A run of an optimizer.
    pub(crate) optimized: bool,
}

/// A request that waits for the gate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Held {
    pub(crate) request: RequestId,
    pub(crate) since: Time,
    pub(crate) entrance: Entrance,
}

/// How a request enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Entrance {
    /// For the first time.
    First(Replay),
    /// Once more, after it failed. There is no third time.
    Again,
}

/// All requests that are not done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Requests {
    /// In ascending order of their numbers, which in practice is the order of arrival: entering is a push, and unlike a
    /// tree it allocates nothing once it has grown.
    in_flight: Vec<InFlight>,
    /// The one held longest first.
    held: VecDeque<Held>,
}

impl Requests {
    /// Returns a request in flight.
    pub(crate) fn get(&self, request: RequestId) -> Option<&InFlight> {
        self.find(request).ok().map(|index| &self.in_flight[index])
    }

    pub(crate) fn is_known(&self, request: RequestId) -> bool {
        self.find(request).is_ok() || self.is_held(request)
    }

    pub(crate) fn is_held(&self, request: RequestId) -> bool {
        self.held.iter().any(|held| held.request == request)
    }

    /// Puts a request in flight that is not known.
    pub(crate) fn enter(
        &mut self,
        request: RequestId,
        entrance: Entrance,
        overlap: Overlap,
        Began { at: since, clock }: Began,
    ) {
        let replay = match entrance {
            Entrance::First(replay) => replay,
            // There is no third time.
            Entrance::Again => Replay::Once,
        };
        if let Err(index) = self.find(request) {
            let Overlap { disturbed, optimized } = overlap;
            let drain = Drain::Due;
            let entered = InFlight { request, replay, disturbed, optimized, clock, since, drain };
            self.in_flight.insert(index, entered);
        }
    }

    /// Holds a request that is not known.
    pub(crate) fn hold(&mut self, held: Held) {
        self.held.push_back(held);
    }

    /// Takes out a request that is in flight.
    pub(crate) fn leave(&mut self, request: RequestId) -> Option<InFlight> {
        self.find(request).ok().map(|index| self.in_flight.remove(index))
    }

    /// Forgets a request. Returns its hold, if it was held.
    pub(crate) fn abort(&mut self, request: RequestId) -> Option<Held> {
        // What is in flight is not held: there is no hold to report.
        if self.leave(request).is_some() {
            return None;
        }
        let index = self.held.iter().position(|held| held.request == request)?;
        self.held.remove(index)
    }

    /// Takes the requests that are held and have not entered before, the one held longest first.
    pub(crate) fn release_first(&mut self) -> VecDeque<Held> {
        let is_first = |held: &Held| matches!(held.entrance, Entrance::First(_));
        // Both parts stay in the order in which they were held.
        let (first, again) = std::mem::take(&mut self.held).into_iter().partition(is_first);
        self.held = again;
        first
    }

    /// Takes the request that is held longest.
    pub(crate) fn release(&mut self) -> Option<Held> {
        self.held.pop_front()
    }

    /// Whether a request waits for the gate.
    pub(crate) fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// Since when the request that is held longest is held.
    pub(crate) fn held_since(&self) -> Option<Time> {
        self.held.front().map(|held| held.since)
    }

    pub(crate) fn stream(&mut self, request: RequestId) {
        if let Ok(index) = self.find(request) {
            self.in_flight[index].drain = Drain::Endless;
        }
    }

    /// Notes that something began which requests in flight may fail for.
    pub(crate) fn disturb(&mut self) {
        self.in_flight.iter_mut().for_each(|request| request.disturbed = true);
    }

    /// Whether a drain has anything to wait for.
    pub(crate) fn must_drain(&self) -> bool {
        self.in_flight.iter().any(|request| request.drain == Drain::Due)
    }

    /// Gives up on the requests that a whole drain, begun at `since`, has waited for.
    pub(crate) fn outlast(&mut self, since: Time) {
        for request in &mut self.in_flight {
            // One that entered while the drain lasted has been waited for by a part of it alone.
            if request.drain == Drain::Due && request.since <= since {
                request.drain = Drain::Outlasted;
            }
        }
    }

    /// Notes that an optimizer began to run.
    pub(crate) fn optimize(&mut self) {
        for request in &mut self.in_flight {
            request.optimized = true;
            // It may wait for the optimizer from now on, and end soon after it: drains wait for it
            // again.
            if request.drain == Drain::Outlasted {
                request.drain = Drain::Due;
            }
        }
    }

    fn find(&self, request: RequestId) -> Result<usize, usize> {
        self.in_flight.binary_search_by_key(&request, |known| known.request)
    }
}
