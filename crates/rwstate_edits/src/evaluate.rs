//! What a module does while it is evaluated, by its code as Vite's SSR transform gives it to a runner.
//!
//! ```js
//! const __vite_ssr_import_0__ = await __vite_ssr_import__("/src/registry.ts", {"importedNames":["define"]});
//! (0,__vite_ssr_import_0__.define)("user");      // imports /src/registry.ts, and writes to its export `define`
//! ```
//!
//! What is written to may write to other modules on behalf of this one: a helper that registers, a module that exports another's. So an
//! evaluation says that of each export.
//!
//! It is a guess on the safe side: what is called may only read. A function that is passed to a call counts as run by it, unless the
//! callee is a dependency's (see `calls`). Not seen is what a local function that is called does to its parameters.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use rwstate_syntax::{too_deep, with_stack};

use crate::{evaluation::Evaluation, reader::Reader, run::run};

impl Evaluation {
    /// Reads the result of Vite's SSR transform; `None` where it does not parse. `is_first_party` answers by URLs: what is called may
    /// belong to a dependency.
    pub fn of(code: &str, is_first_party: impl Fn(&str) -> bool) -> Option<Self> {
        if too_deep(code).is_some() {
            return None;
        }
        let module = with_stack(code, || {
            let allocator = Allocator::default();
            // Vite's result is JavaScript: types and JSX are gone.
            let parsed = Parser::new(&allocator, code, SourceType::mjs()).parse();
            // The parser goes on after some errors, but what a runner cannot evaluate has no
            // evaluation.
            if parsed.panicked || parsed.diagnostics.has_errors() {
                return None;
            }
            let builder = SemanticBuilder::new().with_build_nodes(false);
            let scoping = builder.build(&parsed.program).semantic.into_scoping();
            Some(Reader::new(&scoping).read(&parsed.program))
        })?;
        // On the stack of the thread: where JavaScript answers, V8 knows no other.
        Some(run(&module, &is_first_party))
    }
}
