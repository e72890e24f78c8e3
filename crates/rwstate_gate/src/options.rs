//! How long the gate waits.

use std::time::Duration;

/// The bounds of the gate's waits. Zero means not to wait, and a bound of zero is never counted as hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GateOptions {
    /// How long an edit or a send waits for requests in flight, from the moment that it could otherwise go on. Default:
    /// 2 seconds. Never more than `hold`.
    ///
    /// A request that outlasted one drain is not waited for by the next, unless an optimizer was busy at the end of that
    /// one or has been since: the request may have waited for just that, and soon end.
    pub drain: Duration,
    /// How long a request is held (again, where it is held for a replay), how long one edit or one run of the optimizer
    /// keeps the gate closed, and how long edits that overlap defer a send. Default: 10 seconds.
    pub hold: Duration,
    /// How long a runner's answer to one ping is awaited, from the ping or from the last module that the runner has fetched since,
    /// though never for longer than `hold` where that is more. Default: 3 seconds. With zero, no ping is asked for.
    pub acknowledge: Duration,
    /// How long a request may have been in the app, at most, to be sent once more after it failed: what has run for longer may have had
    /// an effect. Default: a second. With zero, none is sent again.
    ///
    /// From the moment at which an optimizer begins to run until the gate opens no time counts, as the request may wait for just that.
    pub replay: Duration,
}

impl Default for GateOptions {
    fn default() -> Self {
        Self {
            drain: Duration::from_secs(2),
            hold: Duration::from_secs(10),
            acknowledge: Duration::from_secs(3),
            replay: Duration::from_secs(1),
        }
    }
}
