//! The acknowledgements that are outstanding. A runner does what it is sent one after the other, so an answer means that
//! whatever it was sent before is done too.

use std::time::Duration;

use crate::{EnvironmentId, PingId, Time};

/// The pings that no answer has come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Pings {
    next: u32,
    /// The oldest first.
    outstanding: Vec<Ping>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Ping {
    id: PingId,
    environment: EnvironmentId,
    since: Time,
}

impl Pings {
    pub(crate) const fn is_empty(&self) -> bool {
        self.outstanding.is_empty()
    }

    /// Creates the ping that follows a flush.
    pub(crate) fn ask(&mut self, environment: EnvironmentId, now: Time) -> PingId {
        let id = PingId(self.next);
        self.next = self.next.wrapping_add(1);
        self.outstanding.push(Ping { id, environment, since: now });
        id
    }

    pub(crate) fn pong(&mut self, ping: PingId) {
        if let Some(index) = self.outstanding.iter().position(|asked| asked.id == ping) {
            self.acknowledge(index);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.outstanding.clear();
    }

    /// Forgets the pings that have been outstanding for `acknowledge`, and returns how many.
    pub(crate) fn expire(&mut self, now: Time, acknowledge: Duration) -> u32 {
        let is_late = |asked: &Ping| asked.since.after(acknowledge) <= now;
        let late = self.outstanding.iter().take_while(|asked| is_late(asked)).count();
        self.outstanding.drain(..late);
        u32::try_from(late).unwrap_or(u32::MAX)
    }

    /// When the oldest ping was asked for.
    pub(crate) fn oldest(&self) -> Option<Time> {
        self.outstanding.first().map(|asked| asked.since)
    }

    fn acknowledge(&mut self, last: usize) {
        let environment = self.outstanding[last].environment;
        let mut index = 0;
        self.outstanding.retain(|asked| {
            let is_done = index <= last && asked.environment == environment;
            index += 1;
            !is_done
        });
    }
}
