//! What the gate wants done.

use std::time::Duration;

use crate::{EditId, EnvironmentId, PingId, Report, RequestId, SendId, Time};

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
    /// Send a message on to the runner.
    Forward {
        /// The message.
        send: SendId,
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
