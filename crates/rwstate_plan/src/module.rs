//! A module as the plugin knows it: its file, and the package that has it.

/// A package, as its `package.json` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name; the name of its folder, where `package.json` has none.
    pub name: String,
    /// Its version; empty where there is none.
    pub version: String,
    /// The folder of its `package.json`, with forward slashes.
    pub folder: String,
}

/// A module's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The package that has it.
    pub package: Package,
    /// Its absolute path, with forward slashes and without a query.
    pub file: String,
    /// The root of the project, with forward slashes.
    pub root: String,
    /// The name of the package that the root is in.
    pub root_name: String,
}

impl Module {
    /// Returns what the keys of the module's state begin with: `app@1.0.0/src/store.ts`.
    ///
    /// Two folders with packages of one name and version have states of their own, as they have without rwstate: a package that is
    /// neither the root's nor right in the root's `node_modules` is named by its place.
    pub fn key(&self) -> String {
        let Package { name, version, folder } = &self.package;
        let at = if version.is_empty() { String::new() } else { format!("@{version}") };
        let path = relative(folder, &self.file);
        let place = relative(&self.root, folder);
        let is_installed =
            || place.strip_prefix("node_modules/") == Some(name) && *name != self.root_name;
        if place.is_empty() || is_installed() {
            format!("{name}{at}/{path}")
        } else {
            format!("{name}{at}/{path} ({place})")
        }
    }

    /// Returns the path from the root.
    pub fn from_root(&self) -> String {
        relative(&self.root, &self.file)
    }
}

/// Returns the path from a folder to a file, both absolute, with forward slashes.
fn relative(folder: &str, file: &str) -> String {
    let mut from = folder.split('/').filter(|part| !part.is_empty()).peekable();
    let mut to = file.split('/').filter(|part| !part.is_empty()).peekable();
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| "..");
    up.chain(to).collect::<Vec<_>>().join("/")
}

/// Returns the file of a module id and how to parse it; `None` where it is not code that a person or a package wrote.
///
/// `/app/src/a.ts?v=1` is `/app/src/a.ts`. A file that a language plugin has compiled is JavaScript by then. Any other query asks for
/// something that is made from the file.
pub(crate) fn script(id: &str) -> Option<Script<'_>> {
    let (file, query) = id.split_once('?').unwrap_or((id, ""));
    if id.starts_with('\0') || !is_absolute(file) {
        return None;
    }
    let is_harmless = query.split('&').all(|part| {
        let name = part.split('=').next().unwrap_or_default();
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

/// A module's file, and whether a language plugin makes JavaScript of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script<'a> {
    /// The file.
    pub file: &'a str,
    /// Whether it is JavaScript only once it has been compiled.
    pub is_compiled: bool,
}

fn is_absolute(file: &str) -> bool {
    file.starts_with('/') || file.get(1..3) == Some(":/")
}

#[cfg(test)]
mod tests {
    use super::{Module, Package, script};

    #[track_caller]
    fn check(folder: &str, name: &str, file: &str, expect: &str) {
        let package = Package { name: name.into(), version: "1.2.3".into(), folder: folder.into() };
        let module = Module {
            package,
            file: file.into(),
            root: "/repo/app".into(),
            root_name: "app".into(),
        };
        assert_eq!(module.key(), expect);
    }

    #[test]
    fn a_key_names_the_package_and_the_path_in_it() {
        check("/repo/app", "app", "/repo/app/src/a.ts", "app@1.2.3/src/a.ts");
        check(
            "/repo/app/node_modules/hono",
            "hono",
            "/repo/app/node_modules/hono/dist/a.js",
            "hono@1.2.3/dist/a.js",
        );
        check(
            "/repo/app/node_modules/@acme/fw",
            "@acme/fw",
            "/repo/app/node_modules/@acme/fw/a.js",
            "@acme/fw@1.2.3/a.js",
        );
    }

    #[test]
    fn another_folder_with_a_package_of_that_name_and_version_is_named_by_its_place() {
        check(
            "/repo/app/node_modules/a/node_modules/hono",
            "hono",
            "/repo/app/node_modules/a/node_modules/hono/a.js",
            "hono@1.2.3/a.js (node_modules/a/node_modules/hono)",
        );
        check(
            "/repo/node_modules/hono",
            "hono",
            "/repo/node_modules/hono/a.js",
            "hono@1.2.3/a.js (../node_modules/hono)",
        );
        check("/repo/a/ui", "ui", "/repo/a/ui/x.js", "ui@1.2.3/x.js (../a/ui)");
        check("/repo/b/ui", "ui", "/repo/b/ui/x.js", "ui@1.2.3/x.js (../b/ui)");
        check("/repo/app/ui", "ui", "/repo/app/ui/x.js", "ui@1.2.3/x.js (ui)");
        check("/repo", "app", "/repo/src/x.js", "app@1.2.3/src/x.js (..)");
        check(
            "/repo/app/node_modules/app",
            "app",
            "/repo/app/node_modules/app/x.js",
            "app@1.2.3/x.js (node_modules/app)",
        );
    }

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
