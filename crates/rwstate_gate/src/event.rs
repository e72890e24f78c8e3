//! What happens to the gate.

use crate::{EditId, EnvironmentId, PingId, RequestId, SendId, Time};

/// One thing that happened. An event about something the gate does not know is ignored, but for a failure: see
/// [`Outcome::Failed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A request came: it is admitted at once where the gate is open, else held. Ignored where its number is taken.
    Arrive {
        /// The request.
        request: RequestId,
        /// Whether it may be sent a second time.
        replay: Replay,
        /// When it came: an adapter may report it late while the gate is open, but before anything disturbs the request.
        since: Time,
    },
    /// The response turned out to be endless (an event stream, a WebSocket): no drain waits for it any more.
    Stream {
        /// The request.
        request: RequestId,
    },
    /// A request that was in flight ended.
    Leave {
        /// The request.
        request: RequestId,
        /// How it ended.
        outcome: Outcome,
    },
    /// The client is gone. The request is forgotten, held or in flight.
    Abort {
        /// The request.
        request: RequestId,
    },
    /// A file in an environment's graph changed. The gate closes, and [`crate::Action::EditReady`] says when Vite may
    /// invalidate its graph. Several edits may be in progress at once. Ignored where its number is taken.
    EditBegin {
        /// The edit.
        edit: EditId,
        /// The environment whose graph has the file.
        environment: EnvironmentId,
        /// What it makes of the graph.
        scope: EditScope,
    },
    /// Vite has sent all it sends for an edit. An edit that was not ready yet becomes so.
    EditEnd {
        /// The edit.
        edit: EditId,
    },
    /// The optimizer of an environment works on newly discovered dependencies. Counted: it is done after as many ends.
    ///
    /// The gate closes to new requests, and nothing waits for those in flight: they may wait for the optimizer.
    OptimizeBegin {
        /// The environment.
        environment: EnvironmentId,
    },
    /// One of the environment's runs is committed, the oldest. To be reported after the reload that the commit may cause
    /// was offered as [`Event::Send`]: else the gate opens for the moment between.
    OptimizeEnd {
        /// The environment.
        environment: EnvironmentId,
    },
    /// Vite wants to send a message to a runner. It is withheld while an edit of its environment is in progress, and then
    /// a reload until requests in flight have ended. What is withheld for one environment goes out together: all of it where it
    /// is updates, else the last reload alone. Each is answered by one [`crate::Action::Forward`] or
    /// [`crate::Action::Drop`].
    Send {
        /// The message.
        send: SendId,
        /// The environment of the runner.
        environment: EnvironmentId,
        /// What the message is.
        kind: SendKind,
        /// Whether the runner can say that it has done it.
        acknowledgement: Acknowledgement,
    },
    /// A runner fetches a module, and so is at work on what it was sent.
    Fetch {
        /// The environment of the runner.
        environment: EnvironmentId,
    },
    /// A runner answered a ping, and so has done all it was sent before that ping.
    Pong {
        /// The ping.
        ping: PingId,
    },
    /// The server closes or restarts. Everything that waits goes on at once, and from then on nothing is made to wait.
    Close,
    /// The timer that [`crate::Action::Wake`] asked for has fired.
    Tick,
}

/// What an edit makes of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditScope {
    /// Single modules are evaluated again beside the others: requests in flight go on with what they have.
    Targeted,
    /// Any module may: requests in flight end first.
    Whole,
}

/// Whether a request may be sent a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replay {
    /// It may: a GET or HEAD.
    Replayable,
    /// It must not: anything that may have a body or an effect.
    Once,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was answered.
    Done,
    /// It failed, and nothing was sent to the client yet. It is replayed, now or when the gate opens, where it may be,
    /// was not yet, something disturbed it, and it has not been in the app for longer than
    /// [`crate::GateOptions::replay`]; in every other case, an unknown request included, the answer is
    /// [`crate::Action::Settle`].
    Failed,
    /// It failed after its response had begun.
    Broken,
}

/// What Vite wants to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendKind {
    /// `full-reload`: the runner clears its graph and imports its entry points again.
    Reload,
    /// `update`: the runner replaces single modules.
    Update,
    /// A runner that holds its entry module imports it again, after updates. Until then that module answers requests as it was.
    EntryReload,
}

/// Whether a runner can say that it has done what it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Acknowledgement {
    /// It can: a ping follows, and but for an update the gate stays closed until the answer.
    Expected,
    /// It cannot, as there is no connection (`server.ssrLoadModule`): the message is done when it is forwarded.
    None,
}
