//! The numbers by which the gate and its adapter name things. All but [`PingId`] are the adapter's to choose.

/// A request. Its number stays taken until it has left for good or was aborted; then it may be used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u32);

/// An edit: one change of a file, as one environment sees it. Its number stays taken until the edit has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditId(pub u32);

/// A message that Vite wants to send to a module runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SendId(pub u32);

/// An environment of the server: `ssr`, `rsc`, a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvironmentId(pub u32);

/// A question to a module runner whether it has done all that was sent before. The gate counts them from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PingId(pub u32);
