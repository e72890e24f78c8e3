//! How a file is parsed, by its name.

use oxc_span::SourceType;

/// Returns how to parse a file; `None` where it is not JavaScript or TypeScript, or only declares types.
///
/// JavaScript is parsed as JSX too: Vite's hosts accept it there.
pub fn source_type(path: &str) -> Option<SourceType> {
    let source_type = SourceType::from_path(path).ok()?;
    if source_type.is_typescript_definition() {
        return None;
    }
    Some(if source_type.is_javascript() { source_type.with_jsx(true) } else { source_type })
}

#[cfg(test)]
mod tests {
    use oxc_span::SourceType;

    use super::source_type;

    #[test]
    fn scripts_are_known_by_their_extensions() {
        for path in ["a.js", "a.mjs", "a.cjs", "a.jsx", "a.ts", "a.mts", "a.cts", "a.tsx"] {
            assert!(source_type(path).is_some(), "{path}");
        }
        for path in ["a.d.ts", "a.d.mts", "a.css", "a.vue", "a"] {
            assert!(source_type(path).is_none(), "{path}");
        }
        assert!(source_type("a.js").is_some_and(SourceType::is_jsx));
        assert!(source_type("a.ts").is_some_and(|it| !it.is_jsx()));
    }
}
