//! The search through a module's bytes that spares most modules a parse.

use memchr::memmem;

use crate::{
    AnalyzeOptions,
    listed::{CONTEXT, bare},
};

/// Returns whether a module may have state that these options look for. `false` is certain, and costs a pass over the bytes for each
/// word.
pub fn may_have_state(source: &str, options: &AnalyzeOptions) -> bool {
    words(options).any(|word| memmem::find(source.as_bytes(), word.as_bytes()).is_some())
}

/// The words that are looked for: a module without any of them has no state.
pub fn words(options: &AnalyzeOptions) -> impl Iterator<Item = &str> {
    // A default export has whatever name its import gives it: then its module's name is what must be there.
    let listed = options
        .listed
        .iter()
        .map(|listed| if listed.name == "default" { bare(&listed.module) } else { &*listed.name });
    [CONTEXT, "rwstate:"].into_iter().chain(listed)
}

#[cfg(test)]
mod tests {
    use super::may_have_state;
    use crate::{AnalyzeOptions, Listed};

    #[test]
    fn state_is_looked_for_by_the_names_of_what_makes_it() {
        let options = |module: &str, name: &str| AnalyzeOptions {
            listed: vec![Listed { module: module.into(), name: name.into() }],
        };
        let none = AnalyzeOptions::default();
        assert!(may_have_state("new AsyncLocalStorage()", &none));
        assert!(may_have_state("/* rwstate: keep */", &none));
        assert!(!may_have_state("let a = new Map()", &none));
        let scope = options("fw/context", "scope");
        assert!(may_have_state("import { scope } from 'fw/context'", &scope));
        let default = options("fw/context", "default");
        assert!(may_have_state("import make from 'fw/context'", &default));
        assert!(!may_have_state("import make from 'fw'", &default));
        assert!(may_have_state("import E from 'events'", &options("node:events", "default")));
    }
}
