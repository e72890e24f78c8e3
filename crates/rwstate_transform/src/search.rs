//! The search through a module's bytes that spares most modules a parse.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem;

use crate::{AnalyzeOptions, Kind, Level};

/// What every declaration of state has one of: a reassigned binding, a construction, an identity, a static property, or a
/// literal that is declared.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = ["let", "var", "new", "Symbol(", "static", "rwstate:", "= [", "= {", "=[", "={"];
    let calls = ["create", "get", "import"];
    AhoCorasick::new(words.iter().chain(&calls)).ok()
});

/// Returns whether a module may have state that these options look for. `false` is certain, and costs one pass over the bytes.
pub fn may_have_state(source: &str, options: &AnalyzeOptions) -> bool {
    let has = |word: &str| memmem::find(source.as_bytes(), word.as_bytes()).is_some();
    match options.level {
        Level::Contexts => {
            let contexts = options.listed.iter().filter(|listed| listed.kind == Kind::Context);
            // A default export has whatever name its import gives it: then its module's name is what must be there.
            let mut words = contexts.map(|listed| {
                if listed.name == "default" { &*listed.module } else { &*listed.name }
            });
            has("AsyncLocalStorage") || has("rwstate:") || words.any(has)
        }
        Level::State => WORDS.as_ref().is_none_or(|words| words.is_match(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::may_have_state;
    use crate::{AnalyzeOptions, Kind, Level, Listed};

    #[test]
    fn contexts_are_looked_for_by_their_names() {
        let listed = |name: &str| Listed {
            module: "fw/context".into(),
            name: name.into(),
            kind: Kind::Context,
        };
        let options = |name| AnalyzeOptions { listed: vec![listed(name)], ..Default::default() };
        let none = AnalyzeOptions::default();
        assert!(may_have_state("new AsyncLocalStorage()", &none));
        assert!(may_have_state("/* rwstate: keep */", &none));
        assert!(!may_have_state("let a = new Map()", &none));
        assert!(may_have_state("import { scope } from 'fw/context'", &options("scope")));
        assert!(may_have_state("import make from 'fw/context'", &options("default")));
        assert!(!may_have_state("import make from 'fw'", &options("default")));
    }

    #[test]
    fn code_without_a_word_for_state_is_not_parsed() {
        let options = AnalyzeOptions { level: Level::State, ..Default::default() };
        assert!(!may_have_state("export const add = (a, b) => a + b;\nfunction f() {}", &options));
        assert!(may_have_state("export let n = 0", &options));
    }
}
