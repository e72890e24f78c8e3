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

use crate::{reader::Reader, run::run};

/// What a module does while it is evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// The URLs of the modules that it imports, in order, each once: by declarations, and by `import()` where it awaits that.
    pub imports: Vec<String>,
    /// What it may write to, in order, each once.
    pub writes: Vec<Write>,
    /// What it exports.
    pub exports: Vec<Export>,
}

/// A module that may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Its URL.
    pub url: String,
    /// The export by which it is; `None` where that may be any.
    pub export: Option<String>,
    /// What is done with that.
    pub using: Use,
}

/// What is done with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// It, or a part of it, is called or changed.
    Call,
    /// It is passed to a call, which calls it if it is a function.
    Callback,
    /// It is passed to a call, which may change it.
    Pass,
}

/// An export of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its name; `None` for `export *`, which has the names of what it is.
    pub name: Option<String>,
    /// What other modules it is of, by their exports: what is done with it is done with them.
    pub is: Vec<Write>,
    /// What is written to where it is called.
    pub calls: Vec<Write>,
    /// Whether it is a function, rather than an object with methods.
    pub is_function: bool,
    /// Whether a call of it leaves the module's own state alone.
    pub is_stateless: bool,
}

impl Evaluation {
    /// Reads the result of Vite's SSR transform; `None` where it does not parse. `is_first_party` answers by URLs: what is called may
    /// belong to a dependency.
    pub fn of(code: &str, is_first_party: impl Fn(&str) -> bool) -> Option<Self> {
        if too_deep(code).is_some() {
            return None;
        }
        let module = with_stack(code, || {
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
        Some(run(&module, &is_first_party))
    }
}
