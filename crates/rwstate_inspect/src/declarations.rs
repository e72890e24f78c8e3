//! Which files of an environment declare which entries, and which keys have two owners.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{diagnostics::TwoOwners, snapshot::Declaration};

/// A key and the line that declares it.
type Declared = (String, u32);

/// The declarations of one environment.
#[derive(Debug, Default)]
pub(crate) struct Declarations {
    by_file: BTreeMap<String, Vec<Declared>>,
    reported: FxHashSet<(String, String, String)>,
}

impl Declarations {
    /// Notes what a file declares now, and returns the other files that were seen to declare one of its keys. They may have changed
    /// since: the caller reads them again and notes that, before it asks for [`Self::conflicts`].
    pub(crate) fn note(&mut self, file: &str, declared: Vec<Declared>) -> Vec<String> {
        let others = self
            .by_file
            .iter()
            .filter(|(other, theirs)| {
                other.as_str() != file
                    && theirs.iter().any(|(key, _)| declared.iter().any(|(own, _)| own == key))
            })
            .map(|(other, _)| other.clone())
            .collect();
        if declared.is_empty() {
            self.by_file.remove(file);
        } else {
            self.by_file.insert(file.into(), declared);
        }
        others
    }

    /// Returns where a key is declared.
    pub(crate) fn places(&self, key: &str) -> Vec<Declaration> {
        let all = self.by_file.iter().flat_map(|(file, declared)| {
            let lines = declared.iter().filter(|(own, _)| own == key).map(|(_, line)| *line);
            lines.map(|line| Declaration { file: file.clone(), line })
        });
        all.collect()
    }

    /// Returns where each key is declared.
    pub(crate) fn by_key(&self) -> FxHashMap<&str, Vec<Declaration>> {
        let mut by_key: FxHashMap<&str, Vec<Declaration>> = FxHashMap::default();
        for (file, declared) in &self.by_file {
            for (key, line) in declared {
                let place = Declaration { file: file.clone(), line: *line };
                by_key.entry(key).or_default().push(place);
            }
        }
        by_key
    }

    /// Returns the keys of a file that have another owner too, each pair of files once.
    pub(crate) fn conflicts(
        &mut self,
        environment: &str,
        root: &str,
        file: &str,
    ) -> Vec<TwoOwners> {
        let mut keys: Vec<String> =
            self.by_file.get(file).into_iter().flatten().map(|(key, _)| key.clone()).collect();
        keys.sort();
        keys.dedup();
        let mut conflicts = vec![];
        for key in keys {
            let places = self.places(&key);
            // One file that declares a key twice is one owner: its calls may be branches of a
            // decision.
            let Some(own) = places.iter().find(|place| place.file == file) else { continue };
            let Some(other) = places.iter().find(|place| place.file != file) else { continue };
            let mut pair = [other, own];
            // In one order, so that the pair is known whichever of the two files was transformed
            // last.
            pair.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            let [first, second] = pair;
            if self.reported.insert((key.clone(), first.file.clone(), second.file.clone())) {
                conflicts.push(TwoOwners {
                    environment: environment.into(),
                    key,
                    places: [shown(first, root), shown(second, root)],
                });
            }
        }
        conflicts
    }
}

/// A place as a person reads it: from the root, where it is below.
pub(crate) fn shown(Declaration { file, line }: &Declaration, root: &str) -> String {
    let path = file.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(file);
    if *line == 0 { path.into() } else { format!("{path}:{line}") }
}

#[cfg(test)]
mod tests {
    use super::Declarations;

    fn declared(list: &[(&str, u32)]) -> Vec<(String, u32)> {
        list.iter().map(|(key, line)| ((*key).to_owned(), *line)).collect()
    }

    #[test]
    fn two_files_with_one_key_are_a_conflict_that_is_reported_once() {
        let mut all = Declarations::default();
        assert!(all.note("/app/a.ts", declared(&[("db", 3), ("x", 1)])).is_empty());
        assert_eq!(all.note("/app/b.ts", declared(&[("db", 7)])), ["/app/a.ts"]);
        let conflicts = all.conflicts("ssr", "/app", "/app/b.ts");
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].places, ["a.ts:3", "b.ts:7"]);
        assert!(all.conflicts("ssr", "/app", "/app/b.ts").is_empty());
        assert!(all.conflicts("ssr", "/app", "/app/a.ts").is_empty());
    }

    #[test]
    fn a_declaration_that_moved_is_no_conflict() {
        let mut all = Declarations::default();
        all.note("/app/a.ts", declared(&[("db", 3)]));
        assert_eq!(all.note("/app/b.ts", declared(&[("db", 7)])), ["/app/a.ts"]);
        // Read again, the first file has it no longer.
        all.note("/app/a.ts", vec![]);
        assert!(all.conflicts("ssr", "/app", "/app/b.ts").is_empty());
        assert_eq!(all.places("db").len(), 1);
    }

    #[test]
    fn one_file_may_declare_a_key_in_two_ways() {
        let mut all = Declarations::default();
        all.note("/app/a.ts", declared(&[("db", 3), ("db", 9)]));
        assert!(all.conflicts("ssr", "/app", "/app/a.ts").is_empty());
        assert_eq!(all.places("db").len(), 2);
    }
}
