//! The same module, whose state is kept by calls that a person would write.
//!
//! ```js
//! const cache = new Map();                                              // in
//! let hits = 0;
//! const bump = () => hits++;
//!
//! import { defineRwState } from "rwsdk/__state";                        // out
//! const cache = defineRwState("app/src/a.js#cache", () => new Map());
//! const hits = defineRwState("app/src/a.js#hits", () => ({ value: 0 }));
//! const bump = () => hits.value++;
//! ```
//!
//! A binding that functions reassign becomes an object that holds its value. One that is exported is left to its author: whoever
//! imports it would have to be changed as well.

use oxc_ast::{
    AstKind,
    ast::{ImportDeclarationSpecifier, ModuleExportName, Statement, VariableDeclarationKind},
};
use oxc_span::GetSpan;
use oxc_syntax::symbol::SymbolId;
use rwstate_diagnostics::Diagnostic;
use string_wizard::MagicString;

use crate::{
    AnalyzeOptions, Verdict,
    analyze::{Analyzed, Form, Found, with_found},
    rewrite::quoted,
};

/// How to migrate.
#[derive(Debug, Clone)]
pub struct MigrateOptions<'a> {
    /// What to migrate.
    pub analyze: &'a AnalyzeOptions,
    /// What a module's keys begin with: `package/path/in/it.ts`.
    pub key: &'a str,
    /// The name under which the module imports the state module.
    pub specifier: &'a str,
}

/// A module, migrated.
#[derive(Debug, Clone, Default)]
pub struct MigrateReturn {
    /// The module's code; `None` where there is nothing to migrate.
    pub code: Option<String>,
    /// How many declarations were migrated.
    pub migrated: usize,
    /// The names of exported bindings, which are left.
    pub left: Vec<String>,
    /// What is wrong with the module.
    pub diagnostics: Vec<Diagnostic>,
}

/// Rewrites declarations into calls of `defineRwState`. What it has migrated it finds no more.
pub fn migrate(path: &str, source: &str, options: &MigrateOptions<'_>) -> MigrateReturn {
    let mut migrated = MigrateReturn::default();
    let diagnostics = with_found(path, source, options.analyze, |analyzed| {
        let mut text = MagicString::new(analyzed.source);
        let define = Define::of(analyzed, options.specifier);
        let mut count = 0;
        for found in &analyzed.states {
            if found.verdict != Verdict::Keepable {
                continue;
            }
            let is_exported = found.mirrored().is_some_and(|symbol| is_exported(analyzed, symbol));
            // `let a = 0, b = 1` shares one keyword: such a declaration is left as well.
            if is_exported || !is_alone(analyzed, found) {
                migrated.left.push(found.declaration.name.clone());
            } else if one(&mut text, analyzed, found, options, &define.local).is_ok() {
                count += 1;
            }
        }
        if count > 0 && define.introduce(&mut text, analyzed, options.specifier).is_ok() {
            migrated.code = Some(text.to_string());
            migrated.migrated = count;
        }
    });
    migrated.diagnostics = diagnostics;
    migrated
}

/// The name of `defineRwState` in a module.
struct Define {
    local: String,
    is_imported: bool,
}

impl Define {
    fn of(analyzed: &Analyzed<'_, '_>, specifier: &str) -> Self {
        let imported = analyzed.program.body.iter().find_map(|statement| {
            let Statement::ImportDeclaration(import) = statement else { return None };
            if import.source.value != specifier || !import.import_kind.is_value() {
                return None;
            }
            import.specifiers.as_ref()?.iter().find_map(|specifier| match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(named)
                    if named.imported.name() == "defineRwState" =>
                {
                    Some(named.local.name.to_string())
                }
                _ => None,
            })
        });
        let is_taken = analyzed.semantic.scoping().symbol_names().any(|it| it == "defineRwState");
        match imported {
            Some(local) => Self { local, is_imported: true },
            None if is_taken => Self { local: "defineModuleState".into(), is_imported: false },
            None => Self { local: "defineRwState".into(), is_imported: false },
        }
    }

    fn introduce(
        &self,
        text: &mut MagicString<'_>,
        analyzed: &Analyzed<'_, '_>,
        specifier: &str,
    ) -> Result<(), String> {
        if self.is_imported {
            return Ok(());
        }
        let Self { local, .. } = self;
        let name = if local == "defineRwState" {
            local.clone()
        } else {
            format!("defineRwState as {local}")
        };
        let import = format!("import {{ {name} }} from {};", quoted(specifier));
        let program = analyzed.program;
        let last = program
            .body
            .iter()
            .take_while(|statement| matches!(statement, Statement::ImportDeclaration(_)))
            .last();
        let after = last
            .map(|statement| statement.span().end)
            .or_else(|| program.directives.last().map(|directive| directive.span.end))
            .or_else(|| program.hashbang.as_ref().map(|hashbang| hashbang.span.end));
        match after {
            Some(end) => text.append_left(end, format!("\n{import}")).map(|_| ()),
            None => {
                text.prepend(format!("{import}\n"));
                Ok(())
            }
        }
    }
}

fn one<'a>(
    text: &mut MagicString<'a>,
    analyzed: &Analyzed<'a, '_>,
    found: &Found<'a>,
    options: &MigrateOptions<'_>,
    define: &str,
) -> Result<(), String> {
    let declaration = &found.declaration;
    let key = quoted(&format!("{}#{}", options.key, declaration.name));
    let mirrored = found.mirrored();
    if let (Some(symbol), Form::Variable { keyword, .. }) = (mirrored, declaration.form) {
        hold(text, analyzed, symbol)?;
        // The object itself is never reassigned.
        let word = match keyword {
            VariableDeclarationKind::Var => "var",
            _ => "let",
        };
        let start = declaration.statement.start;
        let statement = declaration.statement.source_text(analyzed.source);
        let at = start + u32::try_from(statement.find(word).unwrap_or(0)).unwrap_or(0);
        text.update(at, at + 3, "const")?;
    }
    let (open, close) = match (mirrored, declaration.init) {
        (Some(_), _) => ("({ value: ", " })"),
        (None, Some(init)) if starts_with_brace(analyzed.source, init.span().start) => ("(", ")"),
        (None, _) => ("", ""),
    };
    match declaration.init {
        Some(init) => {
            let span = init.span();
            text.prepend_right(span.start, format!("{define}({key}, () => {open}"))?;
            text.append_left(span.end, format!("{close})"))?;
        }
        None => {
            let text_of = format!(" = {define}({key}, () => {open}undefined{close})");
            text.append_left(declaration.end, text_of)?;
        }
    }
    // The annotation was the value's: the object's type follows from what is called.
    if mirrored.is_some() && declaration.binding.end < declaration.end {
        annotate(text, analyzed, found)?;
    }
    Ok(())
}

/// `let hits: number = 0` -> `const hits = define<{ value: number }>(…)` would need the call's place: the type goes to the binding.
fn annotate(
    text: &mut MagicString<'_>,
    analyzed: &Analyzed<'_, '_>,
    found: &Found<'_>,
) -> Result<(), String> {
    let Form::Variable { identifier, .. } = found.declaration.form else { return Ok(()) };
    let node = analyzed.semantic.scoping().symbol_declaration(identifier.symbol_id());
    let AstKind::VariableDeclarator(declarator) = analyzed.semantic.nodes().kind(node) else {
        return Ok(());
    };
    let Some(annotation) = &declarator.type_annotation else { return Ok(()) };
    let span = annotation.type_annotation.span();
    text.append_left(span.start, "{ value: ")?;
    text.append_left(span.end, " }")?;
    if declarator.definite {
        let at = identifier.span.end;
        text.remove(at, at + 1)?;
    }
    Ok(())
}

/// Reads and writes of a binding become those of its object's property.
fn hold(
    text: &mut MagicString<'_>,
    analyzed: &Analyzed<'_, '_>,
    symbol: SymbolId,
) -> Result<(), String> {
    let nodes = analyzed.semantic.nodes();
    for reference in analyzed.semantic.scoping().get_resolved_references(symbol) {
        let id = reference.node_id();
        let span = nodes.kind(id).span();
        let name = span.source_text(analyzed.source);
        let is_shorthand = match nodes.parent_kind(id) {
            AstKind::ObjectProperty(property) => property.shorthand,
            AstKind::AssignmentTargetPropertyIdentifier(_) => true,
            _ => false,
        };
        if reference.is_type() && !reference.is_value() {
            // `typeof hits` as a type.
            text.append_left(span.end, "[\"value\"]")?;
        } else if is_shorthand {
            text.append_left(span.end, format!(": {name}.value"))?;
        } else {
            text.append_left(span.end, ".value")?;
        }
    }
    Ok(())
}

/// Whether a declaration has its statement for itself, so that its keyword may change.
fn is_alone(analyzed: &Analyzed<'_, '_>, found: &Found<'_>) -> bool {
    let Some(symbol) = found.mirrored() else { return true };
    let node = analyzed.semantic.scoping().symbol_declaration(symbol);
    match analyzed.semantic.nodes().parent_kind(node) {
        AstKind::VariableDeclaration(declaration) => declaration.declarations.len() == 1,
        _ => false,
    }
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

fn starts_with_brace(source: &str, at: u32) -> bool {
    source.get(at as usize..).is_some_and(|rest| rest.starts_with('{'))
}
