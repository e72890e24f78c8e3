//! A server's text, without control characters that a terminal would interpret.

/// Escapes what is not shown, as JavaScript does: `\n`, `\x1b`, `\u202e`.
pub(crate) fn plain(text: &str) -> String {
    let escaped = |char: char| match char {
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        _ if is_shown(char) => String::from(char),
        _ if u32::from(char) < 0x100 => format!("\\x{:02x}", u32::from(char)),
        _ => format!("\\u{:04x}", u32::from(char)),
    };
    text.chars().map(escaped).collect()
}

/// A number with its noun.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Whether a character stands for itself. Others move the cursor, change colors, or turn the direction of what follows.
pub(crate) fn is_shown(char: char) -> bool {
    let is_layout = matches!(
        char,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    !char.is_control() && !is_layout
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_terminal_would_interpret_is_escaped() {
        assert_eq!(plain("Map(1) { \"é𝒳\" => 1 }"), "Map(1) { \"é𝒳\" => 1 }");
        assert_eq!(plain("a\x1b[2J\r\n\t\0\x7f\u{9b}"), "a\\x1b[2J\\r\\n\\t\\x00\\x7f\\x9b");
        assert_eq!(plain("\u{202e}cod.exe\u{2066}\u{feff}"), "\\u202ecod.exe\\u2066\\ufeff");
    }
}
