//! The acknowledgements that are outstanding. A runner does what it is sent one after the other, so an answer means that
//! whatever it was sent before is done too.

use std::time::Duration;

use crate::{EnvironmentId, PingId, SendKind, Time};

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
    /// What it follows.
    kind: SendKind,
    since: Time,
}

impl Pings {
    pub(crate) const fn is_empty(&self) -> bool {
        self.outstanding.is_empty()
    }

    /// Whether more than updates are outstanding. A request that enters while an update is asks for the new modules itself.
    pub(crate) fn keep_closed(&self) -> bool {
        self.outstanding.iter().any(|asked| asked.kind != SendKind::Update)
    }

    /// Creates the ping that follows a flush.
    pub(crate) fn ask(&mut self, environment: EnvironmentId, kind: SendKind, now: Time) -> PingId {
        let id = PingId(self.next);
        self.next = self.next.wrapping_add(1);
        self.outstanding.push(Ping { id, environment, kind, since: now });
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

    /// Forgets the pings that have been outstanding for `acknowledge`, and returns how many followed more than updates: for those nothing
    /// has waited.
    pub(crate) fn expire(&mut self, now: Time, acknowledge: Duration) -> u32 {
        let is_late = |asked: &Ping| asked.since.after(acknowledge) <= now;
        let late = self.outstanding.iter().take_while(|asked| is_late(asked)).count();
        let late = self.outstanding.drain(..late);
        let awaited = late.filter(|asked| asked.kind != SendKind::Update).count();
        u32::try_from(awaited).unwrap_or(u32::MAX)
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
