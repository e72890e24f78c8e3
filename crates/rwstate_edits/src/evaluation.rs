//! What a module does while it is evaluated, by its code as Vite's SSR transform gives it to a runner.
//!
//! ```js
//! const __vite_ssr_import_0__ = await __vite_ssr_import__("/src/registry.ts", {"importedNames":["define"]});
//! (0,__vite_ssr_import_0__.define)("user");      // imports and writes /src/registry.ts
//! ```
//!
//! It is a guess on the safe side: what is called may only read. A function that is passed to a call counts as run by it, unless the
//! callee is a dependency's (see `calls`). Not seen are methods of local objects, and what a called function of another module writes
//! to on behalf of this one.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use rwstate_syntax::{too_deep, with_room};

use crate::{reader::Reader, run::run};

/// What a module does while it is evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// The URLs of the modules that it imports, in order, each once: by declarations, and by `import()` where it awaits that.
    pub imports: Vec<String>,
    /// The URLs of the modules that it may write to, in order, each once.
    pub writes: Vec<String>,
}

impl Evaluation {
    /// Reads the result of Vite's SSR transform; `None` where it does not parse. `is_first_party` answers by URLs: what is called may
    /// belong to a dependency.
    pub fn of(code: &str, is_first_party: impl Fn(&str) -> bool) -> Option<Self> {
        if too_deep(code).is_some() {
            return None;
        }
        let module = with_room(code, || {
            let allocator = Allocator::default();
            let parsed = Parser::new(&allocator, code, SourceType::mjs()).parse();
            if parsed.panicked || parsed.diagnostics.has_errors() {
                return None;
            }
            let builder = SemanticBuilder::new().with_build_nodes(false);
            let scoping = builder.build(&parsed.program).semantic.into_scoping();
            Some(Reader::new(&scoping).read(&parsed.program))
        })?;
        // On the stack of the thread: where JavaScript answers, V8 knows no other.
        Some(run(&module, is_first_party))
    }
}
