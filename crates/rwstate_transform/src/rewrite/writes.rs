//! The writes of a binding, which its other instances are told of.
//!
//! ```js
//! hits += 2                        ->   write(hits += 2, mirror)
//! [hits, last] = [last, hits]      ->   write(write([hits, last] = [last, hits], mirror_hits), mirror_last)
//! for (hits of list) use(hits);    ->   for (hits of list) { write(0, mirror); use(hits); }
//! ```
//!
//! `write` returns its first argument: what the expression was, so `hits++` is still the number before.

use string_wizard::MagicString;

use crate::analyze::{Found, Write};

/// Redirects all writes of the bindings that have mirrors.
pub(crate) fn redirect(
    text: &mut MagicString<'_>,
    write: &str,
    mirrors: &[(&Found<'_>, String)],
) -> Result<(), String> {
    let mut writes: Vec<(&Write, &str)> = mirrors
        .iter()
        .flat_map(|(found, mirror)| found.writes.iter().map(move |write| (write, &**mirror)))
        .collect();
    // The inner before the outer: where two begin or end together, what is written later goes outside.
    writes.sort_by_key(|(write, _)| match write {
        Write::Expression { span, .. } => (span.size(), 0),
        Write::Head { body } => (body.size(), 1),
    });
    for (position, (redirected, mirror)) in writes.iter().enumerate() {
        match redirected {
            Write::Expression { span, is_open } => {
                // A statement that relied on a line break must end before what follows can continue the call.
                let is_outermost = !writes[position + 1..].iter().any(|(other, _)| {
                    matches!(other, Write::Expression { span: outer, .. } if outer == span)
                });
                let end = if *is_open && is_outermost { ";" } else { "" };
                text.prepend_right(span.start, format!("{write}("))?;
                text.append_left(span.end, format!(", {mirror}){end}"))?;
            }
            Write::Head { body } => {
                text.prepend_right(body.start, format!("{{ {write}(0, {mirror}); "))?;
                text.append_left(body.end, " }".to_owned())?;
            }
        }
    }
    Ok(())
}
