//! The writes of a binding, which reach its other instances.
//!
//! ```js
//! hits += 2                        ->   write(hits += 2, mirror)
//! [hits, last] = [last, hits]      ->   write(write([hits, last] = [last, hits], mirror_hits), mirror_last)
//! for (hits of list) use(hits);    ->   for (hits of list) { write(0, mirror); use(hits); }
//! storage = new AsyncLocalStorage() -> write(storage = make(() => (new AsyncLocalStorage()), mirror), mirror)
//! ```
//!
//! `write` returns its first argument: what the expression was, so `hits++` is still the number before. `make` returns what is kept
//! where the module's evaluation makes what an earlier one has made.

use std::collections::BTreeSet;

use string_wizard::MagicString;

use super::{Names, open_call};
use crate::analyze::{Found, Write};

/// Redirects all writes of the bindings that have mirrors. Returns where a statement that relied on a line break needs an end, lest
/// what follows continue the call: after all else that is written there.
pub(crate) fn redirect(
    (source, text): (&str, &mut MagicString<'_>),
    Names { write, make, .. }: &Names,
    mirrors: &[(&Found<'_>, String)],
) -> Result<BTreeSet<u32>, String> {
    let mut writes: Vec<(&Write, &str, bool)> = vec![];
    for (found, mirror) in mirrors {
        let is_made = found.is_made_by_writes;
        writes.extend(found.writes.iter().map(|write| (write, mirror.as_str(), is_made)));
    }
    // `for (n of xs) n++` has a write and a body of one size: the block goes outside of the call.
    // Both writes of `[a, b] = [b, a]` are one expression: either may go outside.
    // The inner before the outer: where two begin or end together, what is written later goes outside.
    writes.sort_by_key(|(write, ..)| match write {
        Write::Expression { span, .. } => (span.size(), 0),
        Write::Head { body } => (body.size(), 1),
    });
    let mut open = BTreeSet::new();
    for (redirected, mirror, is_made) in writes {
        match redirected {
            Write::Expression { span, is_open, made } => {
                // `als ??= new AsyncLocalStorage()` needs no `make`: `als` begins with what is
                // kept.
                // als = new AsyncLocalStorage()  ->  als = make(() => (new AsyncLocalStorage()), mirror_als)
                if let Some(made) = made.filter(|made| is_made && !made.is_lazy) {
                    let call = open_call(source, made.span.start, make);
                    text.prepend_right(made.span.start, format!("{call}() => ("))?;
                    text.append_left(made.span.end, format!("), {mirror})"))?;
                }
                // hits++  ->  write(hits++, mirror_hits)
                text.prepend_right(span.start, open_call(source, span.start, write))?;
                text.append_left(span.end, format!(", {mirror})"))?;
                if *is_open {
                    open.insert(span.end);
                }
            }
            Write::Head { body } => {
                // for (last of all) use(last);  ->  for (last of all) { write(0, mirror_last); use(last); }
                text.prepend_right(body.start, format!("{{ {write}(0, {mirror}); "))?;
                text.append_left(body.end, " }".to_owned())?;
                // The block is an end.
                open.remove(&body.end);
            }
        }
    }
    Ok(open)
}
