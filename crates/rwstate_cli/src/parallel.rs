//! The same work on many things, on some threads.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
};

use rayon::{
    ThreadPoolBuilder,
    iter::{IntoParallelRefIterator as _, ParallelIterator as _},
};

/// A parser and what follows it call themselves for each level of nesting. A stack takes memory only as it is used.
const STACK: usize = 256 << 20;

/// A panic, which is a bug of rwstate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Does some work on each of the items; the results are in their order. A panic costs its own item only.
pub(crate) fn each<I: Sync, R: Send>(
    items: &[I],
    threads: NonZeroUsize,
    work: impl Fn(&I) -> R + Sync,
) -> Vec<Result<R, Panicked>> {
    // The work shares nothing that a panic could leave half done.
    let work = |item: &I| catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|_| Panicked);
    let threads = threads.get().min(items.len().max(1));
    let pool = ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    // A machine that gives no thread still has this one.
    let Ok(pool) = pool else { return items.iter().map(work).collect() };
    pool.install(|| items.par_iter().map(work).collect())
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
