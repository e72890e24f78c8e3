//! Which module ids are scripts that a person or a package wrote.

/// A module's file, and whether a language plugin makes JavaScript of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script<'a> {
    /// The file.
    pub file: &'a str,
    /// Whether it is JavaScript only once it has been compiled.
    pub is_compiled: bool,
}

/// Returns the file of a module id and how to parse it; `None` where it is not code that a person or a package wrote.
///
/// `/app/src/a.ts?v=1` is `/app/src/a.ts`. A file that a language plugin has compiled is JavaScript by then. Any other query asks for
/// something that is made from the file.
pub fn script(id: &str) -> Option<Script<'_>> {
    let (file, query) = id.split_once('?').unwrap_or((id, ""));
    if id.starts_with('\0') || !is_absolute(file) {
        return None;
    }
    let is_harmless = query.split('&').all(|part| {
        let name = part.split('=').next().unwrap_or_default();
        // Vite adds `v` to pre-bundled files, `t` to what an update changed, and `import` where an
        // extension does not say that a script is meant. The module is the file's own.
        matches!(name, "" | "v" | "t" | "import")
    });
    if !is_harmless {
        return None;
    }
    let extension = file.rsplit_once('.')?.1;
    match extension {
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" => {
            Some(Script { file, is_compiled: false })
        }
        "vue" | "svelte" | "astro" | "mdx" => Some(Script { file, is_compiled: true }),
        _ => None,
    }
}

fn is_absolute(file: &str) -> bool {
    file.starts_with('/') || file.get(1..3) == Some(":/")
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn ids_are_files_unless_they_ask_for_something_made_of_them() {
        let file = |id| script(id).map(|script| script.file);
        assert_eq!(file("/a/b.ts?v=12&t=1"), Some("/a/b.ts"));
        assert_eq!(file("C:/a/b.tsx"), Some("C:/a/b.tsx"));
        assert!(script("/a/b.vue").is_some_and(|script| script.is_compiled));
        for id in ["\0virtual:x.js", "/a/b.ts?raw", "/a/b.css", "virtual:a.js", "/a/b"] {
            assert_eq!(file(id), None, "{id}");
        }
    }
}
