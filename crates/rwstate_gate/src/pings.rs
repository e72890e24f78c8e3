//! The acknowledgements that are outstanding. A runner does what it is sent one after the other, so an answer means that
//! whatever it was sent before is done too.

use crate::{EnvironmentId, GateOptions, PingId, SendKind, Time};

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
    /// When its runner was last seen at work.
    seen: Time,
}

impl Ping {
    /// When it is given up: a runner at work has more time, but no more than anything else that a request waits for.
    fn deadline(&self, options: &GateOptions) -> Time {
        // Each fetch starts `acknowledge` again. A runner that never stops fetching ends by `hold`.
        let longest = options.hold.max(options.acknowledge);
        self.seen.after(options.acknowledge).min(self.since.after(longest))
    }
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
        self.outstanding.push(Ping { id, environment, kind, since: now, seen: now });
        id
    }

    /// Notes that a runner is at work on what it was sent.
    pub(crate) fn see(&mut self, environment: EnvironmentId, now: Time) {
        for asked in &mut self.outstanding {
            if asked.environment == environment {
                asked.seen = now;
            }
        }
    }

    pub(crate) fn pong(&mut self, ping: PingId) {
        if let Some(index) = self.outstanding.iter().position(|asked| asked.id == ping) {
            self.acknowledge(index);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.outstanding.clear();
    }

    /// Forgets the pings whose answer is late, and returns how many followed more than updates: for those nothing
    /// has waited.
    pub(crate) fn expire(&mut self, now: Time, options: &GateOptions) -> u32 {
        let mut awaited = 0;
        self.outstanding.retain(|asked| {
            let is_late = asked.deadline(options) <= now;
            awaited += u32::from(is_late && asked.kind != SendKind::Update);
            !is_late
        });
        awaited
    }

    /// When the first of them is given up.
    pub(crate) fn deadline(&self, options: &GateOptions) -> Option<Time> {
        self.outstanding.iter().map(|asked| asked.deadline(options)).min()
    }

    fn acknowledge(&mut self, last: usize) {
        // A connection keeps the order of its messages, so an answer covers all pings before it.
        // Other runners have connections of their own.
        let environment = self.outstanding[last].environment;
        let mut index = 0;
        self.outstanding.retain(|asked| {
            let is_done = index <= last && asked.environment == environment;
            index += 1;
            !is_done
        });
    }
}
