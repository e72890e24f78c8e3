//! The registry of codes -> a page that lists their pages.

use rwstate_diagnostics::CODES;

/// Returns the page.
pub(crate) fn generate() -> String {
    let head = "# Diagnostics\n\nWhat goes wrong has a code, which is never reused for another meaning, and a page.\n\n";
    let lines = CODES
        .iter()
        .map(|code| format!("- [{code} {}]({}): {}\n", code.name(), code.page(), code.summary()));
    std::iter::once(head.to_owned()).chain(lines).collect()
}
