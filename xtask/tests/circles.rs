//! Finds circles: modules of one crate, or files of the npm package, that need each other.
//!
//! It reads imports line by line, and follows a name through the `use` of the module that re-exports it. What re-exports alone does
//! not need what it names, and tests may need anything.

#![expect(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path, PathBuf},
};

/// The modules that each module needs.
type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn modules_of_a_crate_form_no_circle() {
    let mut crates: Vec<_> =
        fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()).collect();
    crates.push(root().join("xtask"));
    let found = crates.into_iter().flat_map(|folder| {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        named(&name, &crate_graph(&folder.join("src")))
    });
    assert_eq!(found.collect::<Vec<_>>(), [] as [String; 0]);
}

#[test]
fn files_of_the_package_form_no_circle() {
    let graph = package_graph(&root().join("packages/rwstate/src"));
    assert!(graph["plugin/index.ts"].len() > 3, "{graph:?}");
    assert_eq!(named("packages/rwstate", &graph), [] as [String; 0]);
}

#[test]
fn a_circle_is_found_and_named() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in edges {
            graph.entry((*from).into()).or_default().insert((*to).into());
        }
        graph
    };
    assert_eq!(circles(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])), [] as [Vec<String>; 0]);
    assert_eq!(circles(&graph(&[("a", "b"), ("b", "c"), ("c", "b")])), [["b", "c"]]);
    let modules = Modules(
        [
            ("", "pub use a::{A, inner::I as J};\nmod a;\nmod b;"),
            ("a", "use crate::b::{self, B};"),
            ("a::inner", "use super::A;\n#[cfg(test)]\nuse crate::b;"),
            ("b", "use crate::{J};\nfn b() { super::a::f() }"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into(),
    );
    let edges = [("a", "b"), ("a::inner", "a"), ("b", "a"), ("b", "a::inner")];
    assert_eq!(modules.graph(), graph(&edges));
}

/// The circles of a crate or package, as a failed assertion shows them.
fn named(name: &str, graph: &Graph) -> Vec<String> {
    let circles = circles(graph).into_iter();
    circles.map(|circle| format!("{name}: {} need each other", circle.join(", "))).collect()
}

/// The groups of modules that all reach each other.
fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reached: BTreeMap<_, _> =
        graph.keys().map(|module| (module, reach(graph, module))).collect();
    let mut circles = BTreeSet::new();
    for (module, reached_from_it) in &reached {
        let is_mutual = |other: &&String| {
            reached
                .get(other)
                .is_some_and(|reached_from_other| reached_from_other.contains(*module))
        };
        let circle: Vec<String> = reached_from_it.iter().filter(is_mutual).cloned().collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reach(graph: &Graph, module: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![module];
    while let Some(module) = next.pop() {
        for needed in graph.get(module).into_iter().flatten() {
            if reached.insert(needed.clone()) {
                next.push(needed);
            }
        }
    }
    reached
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below a folder, by their paths from it.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    files
}

/// The texts of a crate's modules by their paths: `a::b`, and nothing for the root.
struct Modules(BTreeMap<String, String>);

fn crate_graph(src: &Path) -> Graph {
    let files = files(src);
    let has_library = files.contains_key(Path::new("lib.rs"));
    let modules = files.into_iter().filter_map(|(path, text)| {
        let path = path.with_extension("");
        let mut names: Vec<_> =
            path.components().map(|it| it.as_os_str().to_string_lossy()).collect();
        match &**names.last()? {
            "main" if has_library => return None,
            "lib" | "main" | "mod" => _ = names.pop(),
            "tests" => return None,
            _ => {}
        }
        Some((names.join("::"), text))
    });
    Modules(modules.collect()).graph()
}

impl Modules {
    fn graph(&self) -> Graph {
        let mut graph = Graph::new();
        for (module, text) in &self.0 {
            let text = without_tests(text);
            let paths = uses(text).into_iter().filter(|it| !it.is_public).map(|it| it.path);
            let paths = paths.chain(mentions(text));
            let needed = paths.filter_map(|path| self.resolve(module, &path, 0));
            let needed: BTreeSet<_> = needed.filter(|needed| needed != module).collect();
            if !needed.is_empty() {
                graph.insert(module.clone(), needed);
            }
        }
        graph
    }

    /// The module that declares what a path names; `None` where that is another crate's.
    fn resolve(&self, module: &str, path: &[String], depth: usize) -> Option<String> {
        let mut at: Vec<&str> = module.split("::").filter(|name| !name.is_empty()).collect();
        let mut names = path.iter().map(String::as_str).peekable();
        let is_child = |name: &str| self.0.contains_key(&join(&at, name));
        match *names.peek()? {
            "crate" => at.clear(),
            "self" | "super" => {}
            name if is_child(name) => {}
            _ => return None,
        }
        for name in names {
            match name {
                "crate" | "self" | "*" => {}
                "super" => _ = at.pop(),
                _ if self.0.contains_key(&join(&at, name)) => at.push(name),
                _ => {
                    // A path may go through the `use` of another module, even one of a private name.
                    let owner = at.join("::");
                    let text = self.0.get(&owner).filter(|_| owner != module && depth < 9)?;
                    let imported = uses(without_tests(text)).into_iter().find(|it| it.name == name);
                    return match imported {
                        Some(it) => self.resolve(&owner, &it.path, depth + 1),
                        None => Some(owner),
                    };
                }
            }
        }
        Some(at.join("::"))
    }
}

fn join(path: &[&str], name: &str) -> String {
    path.iter().chain([&name]).copied().collect::<Vec<_>>().join("::")
}

/// Tests come last in a file.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

/// One name that a `use` brings in.
struct Use {
    path: Vec<String>,
    name: String,
    is_public: bool,
}

fn uses(text: &str) -> Vec<Use> {
    let mut uses = vec![];
    for statement in text.split(';') {
        let Some(at) = statement.match_indices("use ").map(|(at, _)| at).find(|at| {
            let before = statement[..*at].rsplit('\n').next().unwrap_or_default();
            before.is_empty() || (before.starts_with("pub") && before.ends_with(' '))
        }) else {
            continue;
        };
        let line = statement[..at].rsplit('\n').next().unwrap_or_default();
        expand(&statement[at + 4..], &[], line.starts_with("pub"), &mut uses);
    }
    uses
}

/// `a::{b, c as d}` -> `a::b`, `a::c`.
fn expand(tree: &str, prefix: &[String], is_public: bool, uses: &mut Vec<Use>) {
    let tree = tree.trim();
    if let Some(brace) = tree.find('{') {
        let mut prefix = prefix.to_vec();
        prefix.extend(names(&tree[..brace]));
        let inner = tree[brace + 1..].trim_end().trim_end_matches('}');
        let (mut depth, mut start) = (0, 0);
        for (at, char) in inner.char_indices() {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&inner[start..at], &prefix, is_public, uses);
                    start = at + 1;
                }
                _ => {}
            }
        }
        expand(&inner[start..], &prefix, is_public, uses);
    } else if !tree.is_empty() {
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
        let path: Vec<_> = prefix.iter().cloned().chain(names(path)).collect();
        let own = path.iter().rev().find(|name| *name != "self").cloned().unwrap_or_default();
        let name = if alias.is_empty() { own } else { alias.trim().to_owned() };
        uses.push(Use { path, name, is_public });
    }
}

/// The paths in the code that begin at the crate or at the module above.
fn mentions(text: &str) -> Vec<Vec<String>> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.filter(|line| !line.contains("use ") && !line.contains("pub("));
    let is_name = |char: char| char.is_alphanumeric() || char == '_' || char == ':';
    let words = code.flat_map(|line| line.split(move |char: char| !is_name(char)));
    words.filter(|it| it.starts_with("crate::") || it.starts_with("super::")).map(names).collect()
}

fn names(path: &str) -> Vec<String> {
    path.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn package_graph(src: &Path) -> Graph {
    let files = files(src);
    let mut graph = Graph::new();
    for (path, text) in &files {
        let folder = path.parent().unwrap();
        let needed = specifiers(text).filter_map(|specifier| {
            let target = normal(&folder.join(specifier));
            let source = match target.extension()?.to_str()? {
                "js" => target.with_extension("ts"),
                "mjs" => target.with_extension("mts"),
                _ => target,
            };
            files.contains_key(&source).then(|| source.to_string_lossy().into_owned())
        });
        graph.insert(path.to_string_lossy().into_owned(), needed.collect());
    }
    graph
}

/// The relative specifiers of a module's imports, those of types included.
fn specifiers(text: &str) -> impl Iterator<Item = &str> {
    let starts = ["from \"", "import \"", "import(\""];
    let found = starts.into_iter().flat_map(|start| text.split(start).skip(1));
    found.filter_map(|rest| rest.split('"').next()).filter(|it| it.starts_with('.'))
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => _ = normal.pop(),
            Component::Normal(name) => normal.push(name),
            _ => {}
        }
    }
    normal
}
