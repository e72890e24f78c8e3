//! Files that a runner has as more than one module, and packages that it has twice.

use std::collections::BTreeMap;

use crate::snapshot::Duplicate;

/// Returns the duplicates among an environment's modules, each given as its id and its file.
pub(crate) fn duplicates<'a>(
    modules: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<Duplicate> {
    let mut by_name: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
    for (id, file) in modules {
        // What a query asks for is another thing than the module: its text, its address, one block of a component.
        // Our own modules hold nothing: RedwoodSDK has each runner evaluate those of two environments.
        if is_other(id) || in_package(file).is_some_and(|path| path.starts_with("rwstate/dist/")) {
            continue;
        }
        by_name.entry(file.to_owned()).or_default().push((id, file));
        // By its path in the package too: two copies of `react` have files of different folders.
        if let Some(path) = in_package(file).filter(|path| *path != file) {
            by_name.entry(path.to_owned()).or_default().push((id, file));
        }
    }
    let mut duplicates: Vec<Duplicate> = vec![];
    for (name, mut same) in by_name {
        same.sort_unstable();
        same.dedup();
        if same.len() < 2 {
            continue;
        }
        // Two copies of a package show by the files in them; the name that says so comes first or last.
        let ids: Vec<String> = same.iter().map(|(id, _)| (*id).to_owned()).collect();
        if !duplicates.iter().any(|known| known.ids == ids) {
            duplicates.push(Duplicate { name, ids });
        }
    }
    duplicates
}

/// A file's path from the name of the package that has it, whichever copy of the package that is.
fn in_package(file: &str) -> Option<&str> {
    file.rfind("/node_modules/").map(|at| &file[at + "/node_modules/".len()..])
}

fn is_other(id: &str) -> bool {
    let Some((_, query)) = id.split_once('?') else { return false };
    query.split('&').any(|part| {
        let name = part.split('=').next().unwrap_or(part);
        // What Vite adds to an id of the same module: a version, a time, the mark of an import.
        !matches!(name, "v" | "t" | "import" | "")
    })
}

#[cfg(test)]
mod tests {
    use super::duplicates;

    #[test]
    fn one_file_under_two_ids_is_a_duplicate() {
        let found = duplicates([
            ("/app/node_modules/.vite/deps/react.js?v=1", "/app/node_modules/.vite/deps/react.js"),
            ("/app/node_modules/.vite/deps/react.js?v=2", "/app/node_modules/.vite/deps/react.js"),
            ("/app/src/a.ts", "/app/src/a.ts"),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].ids.len(), 2);
    }

    #[test]
    fn our_own_modules_are_none() {
        let file = "/app/node_modules/rwstate/dist/runtime/inspect.mjs";
        assert!(
            duplicates([(file, file), ("virtual:rwsdk:ssr:/@fs/inspect.mjs", file)]).is_empty()
        );
    }

    #[test]
    fn two_copies_of_a_package_are_duplicates() {
        let found = duplicates([
            ("/app/node_modules/react/index.js", "/app/node_modules/react/index.js"),
            (
                "/app/node_modules/fw/node_modules/react/index.js",
                "/app/node_modules/fw/node_modules/react/index.js",
            ),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "react/index.js");
    }

    #[test]
    fn what_a_query_asks_for_is_another_thing() {
        let found = duplicates([
            ("/app/a.vue", "/app/a.vue"),
            ("/app/a.vue?vue&type=style&lang.css", "/app/a.vue"),
            ("/app/a.vue?raw", "/app/a.vue"),
        ]);
        assert!(found.is_empty());
    }
}
