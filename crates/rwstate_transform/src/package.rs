//! What the keys of a module's state begin with: its package, and its path in there.

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
        // The root's package may be installed below itself, and is another one there.
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

#[cfg(test)]
mod tests {
    use super::{Module, Package};

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
    fn a_path_from_the_root_may_lead_out_of_it() {
        let from_root = |file: &str| {
            let [name, root_name] = ["app"; 2].map(Into::into);
            let package = Package { name, version: String::new(), folder: "/app".into() };
            let root = "/app".into();
            Module { package, file: file.into(), root, root_name }.from_root()
        };
        assert_eq!(from_root("/app/src/deep/a.ts"), "src/deep/a.ts");
        assert_eq!(from_root("/app/node_modules/hono-x/a.js"), "node_modules/hono-x/a.js");
        assert_eq!(from_root("/x.js"), "../x.js");
    }
}
