//! The threads that read files.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// A thread's stack: addresses, of which memory is what was used. On rayon's own threads the parser would be given a stack of its own
/// for most files (`rwstate_syntax::with_room`), which costs as much as a parse and keeps other threads waiting for the system.
const STACK: usize = 64 * 1024 * 1024;

static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let named = |index| format!("rwstate-scan-{index}");
    ThreadPoolBuilder::new().stack_size(STACK).thread_name(named).build().ok()
});

/// Does some work where its parallel parts run on these threads; on rayon's where the system gives no such threads.
pub(crate) fn on_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match &*POOL {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// Does some work on one of these threads while the caller goes on.
pub(crate) fn later(work: impl FnOnce() + Send + 'static) {
    match &*POOL {
        Some(pool) => pool.spawn(work),
        None => work(),
    }
}
