//! Holds CONTRIBUTING.md's glossary: one word for one thing, in names, messages, comments and documentation.

#![expect(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::{fmt::Write as _, fs, path::Path};

use ignore::{DirEntry, WalkBuilder};

const EXTENSIONS: &[&str] = &[
    "css", "html", "js", "json", "md", "mjs", "mts", "rs", "svelte", "toml", "ts", "tsx", "vue",
    "yml",
];

/// What is not ours to word: the names of others' packages, the APIs of tested packages, and the glossary itself.
const OTHERS: &[&str] =
    &["CONTRIBUTING.md", "package-lock.json", "differential/scenarios/", "xtask/tests/words.rs"];

#[test]
fn one_word_for_one_thing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let glossary = Glossary::read(&fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap());
    assert!(glossary.0.len() > 30, "{:?}", glossary.0);
    let mut found = String::new();
    for path in files(&root) {
        let text = fs::read_to_string(root.join(&path)).unwrap();
        for (line, text) in std::iter::once(&*path).chain(text.lines()).enumerate() {
            for (word, instead) in glossary.said(&text.replace(".pause()", "")) {
                let _ = writeln!(found, "{path}:{line}: not `{word}`, but {instead}: {text}");
            }
        }
    }
    assert!(found.is_empty(), "{} lines\n{found}", found.lines().count());
}

#[test]
fn words_are_found_in_names_and_phrases() {
    let glossary = Glossary::read(
        "| not | but |\n| --- | --- |\n| told, untold | report |\n| stands aside | is inactive |\n",
    );
    let words = |text| glossary.said(text).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
    assert_eq!(words("fn told_of(untold: isTold)"), ["told", "untold"]);
    assert_eq!(words("It stands aside."), ["stands aside"]);
    assert_eq!(words("the default of a reminder; storytelling"), [""; 0]);
}

/// What is not said, and what is said instead.
struct Glossary(Vec<(String, String)>);

impl Glossary {
    /// Reads the table that begins with `| not`.
    fn read(text: &str) -> Self {
        let lines = text.lines().skip_while(|line| !line.starts_with("| not ")).skip(2);
        let rows =
            lines.map_while(|line| line.strip_prefix('|')?.strip_suffix('|')?.split_once('|'));
        let words = rows.flat_map(|(left, right)| {
            let words = left.trim().split(", ");
            words.map(|word| (word.to_owned(), right.trim().to_owned()))
        });
        Self(words.collect())
    }

    /// The words of the left column in a line, each once.
    fn said(&self, line: &str) -> Vec<(&str, &str)> {
        let words = words(line);
        let all = self.0.iter().map(|(word, instead)| (&**word, &**instead));
        all.filter(|(word, _)| words.contains(&format!(" {word} "))).collect()
    }
}

/// The words of a line in lower case, with a space before and after each; a name is as many as it has parts.
fn words(line: &str) -> String {
    let mut words = String::from(" ");
    let mut was_lower = false;
    for character in line.chars() {
        if character.is_alphabetic() {
            if character.is_uppercase() && was_lower {
                words.push(' ');
            }
            was_lower = character.is_lowercase();
            words.extend(character.to_lowercase());
        } else {
            was_lower = false;
            if !words.ends_with(' ') {
                words.push(' ');
            }
        }
    }
    words.push(' ');
    words
}

/// The files of the repository that are checked, by their paths: all that .gitignore does not name.
fn files(root: &Path) -> Vec<String> {
    let mut walk = WalkBuilder::new(root);
    walk.hidden(false)
        .parents(false)
        .require_git(false)
        .filter_entry(|it| it.file_name() != ".git");
    let paths = walk.build().filter_map(Result::ok).map(DirEntry::into_path);
    let paths = paths.map(|path| path.strip_prefix(root).unwrap().display().to_string());
    let is_checked = |path: &String| {
        let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
            && !OTHERS.iter().any(|other| path.contains(other))
    };
    let files: Vec<_> = paths.filter(is_checked).collect();
    assert!(files.len() > 500, "{}", files.len());
    files
}
