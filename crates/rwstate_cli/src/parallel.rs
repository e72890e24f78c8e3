//! The same work on many things, on some threads.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// A parser and what follows it call themselves for each level of nesting. A stack takes memory only as it is used.
const STACK: usize = 256 << 20;

/// A panic, which is a fault of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Does some work on each of the items; the results are in their order. A panic costs its own item only.
pub(crate) fn each<I: Sync, R: Send>(
    items: &[I],
    threads: NonZeroUsize,
    work: impl Fn(&I) -> R + Sync,
) -> Vec<Result<R, Panicked>> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = vec![];
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            // The work shares nothing that a panic could leave half done.
            let result = catch_unwind(AssertUnwindSafe(|| work(item)));
            done.push((index, result.map_err(|_| Panicked)));
        }
    };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).ok();
        let workers: Vec<_> = (0..threads.get().min(items.len())).map_while(spawn).collect();
        // A machine that gives no thread still has this one.
        let mut done = if workers.is_empty() { worker() } else { vec![] };
        done.extend(workers.into_iter().filter_map(|worker| worker.join().ok()).flatten());
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::each;

    #[test]
    fn results_are_in_the_order_of_their_items() {
        let items: Vec<u32> = (0..1000).collect();
        for threads in [1, 2, 7] {
            let results = each(&items, NonZeroUsize::new(threads).unwrap(), |item| item * 2);
            assert!(results.iter().zip(&items).all(|(result, item)| *result == Ok(item * 2)));
            assert_eq!(results.len(), items.len());
        }
        assert!(each(&[] as &[u32], NonZeroUsize::MIN, |item| *item).is_empty());
    }

    #[test]
    fn a_panic_costs_one_item() {
        let results = each(&[1, 0, 2], NonZeroUsize::MIN, |item| 10 / item);
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 2);
        assert!(results[1].is_err());
    }
}
