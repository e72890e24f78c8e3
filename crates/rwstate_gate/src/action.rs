//! What the gate wants done.

use std::time::Duration;

use crate::{EditId, EnvironmentId, PingId, Report, RequestId, SendId, Time};

/// How much of a runner's graph a message must reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// What Vite said.
    AsSent,
    /// All of it. A reload that names the file which caused it is ignored by a runner that does not know that file, and
    /// the messages for which this one stands would be lost with it.
    Everything,
}

/// One thing to do. Actions are to be carried out in their order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Action {
    /// Let a request in. It is in flight from now on.
    Admit {
        /// The request.
        request: RequestId,
        /// How long it was held; zero where the gate was open.
        held: Duration,
    },
    /// Send a request that had failed once more. It is in flight again.
    Replay {
        /// The request.
        request: RequestId,
    },
    /// Let a request's failure through to the client.
    Settle {
        /// The request.
        request: RequestId,
    },
    /// Let Vite go on with an edit: invalidate its graph and run its hooks. Comes once for each edit.
    EditReady {
        /// The edit.
        edit: EditId,
    },
    /// A failure is about to reach the client, and an optimizer's run overlapped the request: say why. Comes
    /// before the request's [`Action::Settle`], and alone where its response had begun.
    Explain {
        /// The request.
        request: RequestId,
    },
    /// Send a message on to the runner.
    Forward {
        /// The message.
        send: SendId,
        /// How much of the graph it must reach.
        reach: Reach,
    },
    /// Forget a message: a reload that is forwarded makes it needless.
    Drop {
        /// The message.
        send: SendId,
    },
    /// Ask the runner of an environment for an answer, after all that was forwarded before.
    Ping {
        /// What the answer must name.
        ping: PingId,
        /// The environment of the runner.
        environment: EnvironmentId,
    },
    /// Set the one timer to a moment, in place of any before, or cancel it. The moment may have passed.
    Wake {
        /// When to send [`crate::Event::Tick`]; `None` cancels.
        at: Option<Time>,
    },
    /// The gate has opened. Comes once for each period in which it was closed, after all that the opening lets go.
    Report(Box<Report>),
}
