//! The same module, whose state is kept by calls that a person would write.
//!
//! ```js
//! const requests = new AsyncLocalStorage();                             // in
//! /* rwstate: keep */
//! let hits = 0;
//! const bump = () => hits++;
//!
//! import { defineRwState } from "rwsdk/__state";                        // out
//! const requests = defineRwState("app/src/a.js#requests", () => new AsyncLocalStorage());
//! /* rwstate: keep */
//! const hits = defineRwState("app/src/a.js#hits", () => ({ value: 0 }));
//! const bump = () => hits.value++;
//! ```
//!
//! A binding that functions reassign becomes an object that holds its value. One that is exported is left to its author: whoever
//! imports it would have to be changed as well. So is a `var`, which is read before its declaration where an object is not there yet, and
//! a `unique symbol`, whose type no call of ours returns.

mod declaration;
mod define;
mod hold;
mod keys;
mod options;

use oxc_allocator::Allocator;
use oxc_ast::{
    AstKind,
    ast::{ModuleExportName, TSTypeOperatorOperator},
};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::SymbolId;
use rwstate_diagnostics::Diagnostic;
use string_wizard::MagicString;

use crate::{
    Verdict,
    analyze::{Analyzed, Found, with_found},
    module,
    rewrite::open_call,
};
use define::Define;
use keys::Keys;
pub use options::MigrateOptions;

/// A module, migrated.
#[derive(Debug, Clone, Default)]
pub struct MigrateReturn {
    /// The module's code; `None` where there is nothing to migrate.
    pub code: Option<String>,
    /// How many declarations were migrated.
    pub migrated: usize,
    /// The names of bindings that are left to their author.
    pub left: Vec<String>,
    /// Why there is no code though there should be: an edit failed, or its result does not parse. Each is a bug of this crate.
    pub rejected: Option<String>,
    /// What is wrong with the module.
    pub diagnostics: Vec<Diagnostic>,
}

/// Rewrites declarations into calls of `defineRwState`. What is migrated already is left alone.
pub fn migrate(path: &str, source: &str, options: &MigrateOptions<'_>) -> MigrateReturn {
    let mut migrated = MigrateReturn::default();
    let diagnostics = with_found(path, source, options.analyze, |analyzed| {
        let mut text = MagicString::new(analyzed.source);
        let define = Define::of(analyzed, options.specifier);
        let mut keys = Keys::of(path, source, options);
        let mut count = 0;
        let creations = analyzed.creations.iter().filter(|it| it.verdict == Verdict::Keepable);
        let mut creations: Vec<_> = creations.collect();
        // The inner before the outer.
        creations.sort_by_key(|creation| creation.span().size());
        for creation in creations {
            count += 1;
            let span = creation.span();
            // { als: new Als() }  ->  { als: defineRwState("…#scopes.als", () => new Als()) }
            let call = open_call(analyzed.source, span.start, &define.local);
            let open = format!("{call}{}, () => ", keys.take(&creation.name));
            let edited = text.prepend_right(span.start, open).map(|_| ());
            let edited = edited.and_then(|()| text.append_left(span.end, ")").map(|_| ()));
            if let Err(error) = edited {
                migrated.rejected = Some(error);
                return;
            }
        }
        for found in &analyzed.states {
            if found.verdict != Verdict::Keepable || define.is_called(found) {
                continue;
            }
            let is_exported = found.mirrored().is_some_and(|symbol| is_exported(analyzed, symbol));
            // `let a = 0, b = 1` shares one keyword: such a declaration is left as well. What the evaluation makes again would be
            // another one in the kept object.
            let is_left = is_exported
                || !is_alone(analyzed, found)
                || found.is_made_by_evaluation()
                || is_unique_symbol(analyzed, found);
            if is_left {
                migrated.left.push(found.declaration.name.clone());
                continue;
            }
            count += 1;
            // Half of an edit may be a module too, and another one.
            let key = keys.take(&found.declaration.name);
            if let Err(error) =
                declaration::migrate(&mut text, analyzed, found, &key, &define.local)
            {
                migrated.rejected = Some(error);
                return;
            }
        }
        if count == 0 {
            return;
        }
        let introduced = define.introduce(&mut text, analyzed, options.specifier);
        let code = text.to_string();
        // The command replaces a file with this, so it is parsed before.
        migrated.rejected = introduced.err().or_else(|| problem(path, &code));
        if migrated.rejected.is_none() {
            migrated.code = Some(code);
            migrated.migrated = count;
        }
    });
    migrated.diagnostics = diagnostics;
    migrated
}

/// What is wrong with a module that was written here.
fn problem(path: &str, code: &str) -> Option<String> {
    let allocator = Allocator::default();
    let parsed = module::parse(&allocator, code, rwstate_syntax::source_type(path)?);
    let error = match &parsed {
        Ok(program) => module::bind(program).err()?,
        Err(error) => error.clone(),
    };
    Some(error.message)
}

/// Whether a declaration has its statement for itself, so that its keyword may change, and is not read before it.
fn is_alone(analyzed: &Analyzed<'_, '_>, found: &Found<'_>) -> bool {
    let Some(symbol) = found.mirrored() else { return true };
    let node = analyzed.semantic.scoping().symbol_declaration(symbol);
    match analyzed.semantic.nodes().parent_kind(node) {
        AstKind::VariableDeclaration(declaration) => {
            declaration.declarations.len() == 1 && !declaration.kind.is_var()
        }
        _ => false,
    }
}

/// Whether a declaration is of a `unique symbol`, which is the type of what `Symbol()` returns right there and of no other call.
fn is_unique_symbol(analyzed: &Analyzed<'_, '_>, found: &Found<'_>) -> bool {
    let Some(init) = found.declaration.init else { return false };
    // static readonly tag: unique symbol = Symbol();
    // What a default export is called is what it begins with: nothing is between them.
    let (start, end) = (found.declaration.binding.end, init.span().start);
    let annotation = analyzed.source.get(start as usize..end as usize);
    annotation.is_some_and(|annotation| annotation.contains("unique"))
        && analyzed.semantic.nodes().iter().any(|node| {
            matches!(node.kind(), AstKind::TSTypeOperator(it)
                if it.operator == TSTypeOperatorOperator::Unique
                    && Span::new(start, end).contains_inclusive(it.span))
        })
}

fn is_exported(analyzed: &Analyzed<'_, '_>, symbol: SymbolId) -> bool {
    let scoping = analyzed.semantic.scoping();
    let nodes = analyzed.semantic.nodes();
    let is_declared_so = nodes
        .ancestor_kinds(scoping.symbol_declaration(symbol))
        .any(|kind| matches!(kind, AstKind::ExportDeclaration(_)));
    is_declared_so
        || scoping.get_resolved_references(symbol).any(|reference| {
            matches!(nodes.parent_kind(reference.node_id()), AstKind::ExportSpecifier(specifier)
                if matches!(specifier.local, ModuleExportName::IdentifierReference(_)))
        })
}
