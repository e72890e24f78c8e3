//! Names that stand for one thing each.
//!
//! ```js
//! { class Registry { static items = … } }      // Registry.items
//! { class Registry { static items = … } }      // Registry.items:2
//! ```
//!
//! Which of two is the second depends on the order, so an entry of either is for its own statement's text alone.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Creation, Found};
use crate::Verdict;

/// Gives each of the kept a name of its own.
pub(crate) fn name_apart(states: &mut [Found<'_>], creations: &mut [Creation<'_>]) {
    let states = states
        .iter_mut()
        .filter(|found| found.verdict == Verdict::Keepable)
        .map(|it| (it.declaration.binding.start, &mut it.declaration.name, &mut it.is_doubled));
    let creations = creations
        .iter_mut()
        .filter(|creation| creation.verdict == Verdict::Keepable)
        .map(|it| (it.span().start, &mut it.name, &mut it.is_doubled));
    let mut named: Vec<_> = states.chain(creations).collect();
    named.sort_by_key(|(at, ..)| *at);
    let mut count: FxHashMap<String, u32> = FxHashMap::default();
    for (_, name, _) in &named {
        *count.entry((**name).clone()).or_default() += 1;
    }
    let mut taken: FxHashSet<String> = count.keys().cloned().collect();
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for (_, name, is_doubled) in named {
        if count.get(&*name) == Some(&1) {
            continue;
        }
        *is_doubled = true;
        let number = seen.entry(name.clone()).or_default();
        *number += 1;
        if *number == 1 {
            continue;
        }
        // A property may have such a name: `{ "list:2": new AsyncLocalStorage() }`.
        let mut own = format!("{name}:{number}");
        while !taken.insert(own.clone()) {
            own.push('_');
        }
        *name = own;
    }
}
