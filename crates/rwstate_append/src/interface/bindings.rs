//! What an output's own names stand for.

use oxc_ast::ast::Program;
use oxc_parser::ParserReturn;
use oxc_semantic::{Reference, Scoping, SemanticBuilder};
use oxc_syntax::{
    module_record::{ImportImportName, ModuleRecord},
    scope::{ScopeFlags, ScopeId},
};

/// What an exported name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Binding {
    /// Once the output is evaluated it is the same for ever.
    Constant,
    /// A function of the output assigns to it.
    Reassigned,
    /// Another output's export.
    Imported { output: String, name: String },
}

/// Knows an output's own bindings.
pub(super) struct Bindings<'p, 'a> {
    record: &'p ModuleRecord<'a>,
    scoping: Scoping,
}

impl<'p, 'a> Bindings<'p, 'a> {
    pub(super) fn of(parsed: &'p ParserReturn<'a>) -> Self {
        let program: &Program<'_> = &parsed.program;
        // Scopes and references are all that is asked for: the nodes need no table of their own.
        let semantic = SemanticBuilder::new().with_build_nodes(false).build(program).semantic;
        Self { record: &parsed.module_record, scoping: semantic.into_scoping() }
    }

    /// Reads a name; what one of the functions `modules` assigns by itself, it assigns while that module is evaluated.
    pub(super) fn read(&self, local: &str, modules: &[ScopeId]) -> Binding {
        for entry in &self.record.import_entries {
            // `import { n as t } from "./chunk.js"`: what assigns to `n`, only the text of that
            // output says.
            if entry.local_name.name == local
                && let ImportImportName::Name(imported) = &entry.import_name
            {
                return Binding::Imported {
                    output: entry.module_request.name.to_string(),
                    name: imported.name.to_string(),
                };
            }
        }
        // A name that the output does not bind is a global, and counts as constant.
        let is_reassigned = self.scoping.get_root_binding(local.into()).is_some_and(|symbol| {
            self.scoping
                .get_resolved_references(symbol)
                .any(|reference| reference.is_write() && self.is_later(reference, modules))
        });
        if is_reassigned { Binding::Reassigned } else { Binding::Constant }
    }

    /// Whether an assignment may run once the output has been evaluated.
    fn is_later(&self, reference: &Reference, modules: &[ScopeId]) -> bool {
        // `var A = ((A) => {…})(A || (A = {}))` assigns with no function around, and never again.
        // `__esm({ "a.js"() { a = 1; } })` assigns when it evaluates its module, and that once.
        // Any other function may run at any time: `const set = (v) => { a = v; };`.
        self.scoping
            .scope_ancestors(reference.scope_id())
            .find(|scope| self.scoping.scope_flags(*scope).contains(ScopeFlags::Function))
            .is_some_and(|function| !modules.contains(&function))
    }

    /// The module of which a name is the namespace.
    pub(super) fn namespace_import(&self, local: &str) -> Option<String> {
        let entry = self.record.import_entries.iter().find(|entry| {
            entry.local_name.name == local
                && matches!(entry.import_name, ImportImportName::NamespaceObject)
        })?;
        Some(entry.module_request.name.to_string())
    }
}
