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

mod hold;
mod keys;
mod options;

use oxc_allocator::Allocator;
use oxc_ast::{
    AstKind,
    ast::{
        Comment, Expression, ImportDeclarationSpecifier, ModuleExportName, Program, Statement,
        TSType, TSTypeOperatorOperator, VariableDeclarator,
    },
};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::SymbolId;
use rwstate_diagnostics::Diagnostic;
use string_wizard::MagicString;

use crate::{
    Verdict,
    analyze::{Analyzed, Form, Found, with_found},
    module,
    rewrite::{definite_mark, open_call, quoted},
};
use hold::hold;
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
            if let Err(error) = one(&mut text, analyzed, found, &key, &define.local) {
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

/// The name of `defineRwState` in a module.
struct Define {
    local: String,
    is_imported: bool,
}

impl Define {
    fn of(analyzed: &Analyzed<'_, '_>, specifier: &str) -> Self {
        let imported = analyzed.program.body.iter().find_map(|statement| {
            let Statement::ImportDeclaration(import) = statement else { return None };
            // `import type { defineRwState }` binds nothing that can be called.
            if import.source.value != specifier || !import.import_kind.is_value() {
                return None;
            }
            import.specifiers.as_ref()?.iter().find_map(|specifier| match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(named)
                    if named.imported.name() == "defineRwState" && named.import_kind.is_value() =>
                {
                    Some(named.local.name.to_string())
                }
                _ => None,
            })
        });
        if let Some(local) = imported {
            return Self { local, is_imported: true };
        }
        let is_taken = |name: &str| analyzed.semantic.scoping().symbol_names().any(|it| it == name);
        let mut local = "defineRwState".to_owned();
        if is_taken(&local) {
            local = "defineModuleState".into();
        }
        while is_taken(&local) {
            local.push('_');
        }
        Self { local, is_imported: false }
    }

    /// Whether a declaration calls it already: a comment that asks to keep it is no reason to call it again.
    fn is_called(&self, found: &Found<'_>) -> bool {
        let init = found.declaration.init.map(Expression::get_inner_expression);
        matches!(init, Some(Expression::CallExpression(call))
            if call.callee.is_specific_id(&self.local) || call.callee.is_specific_id("defineRwState"))
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
        // import { defineRwState as defineModuleState } from "rwsdk/__state";
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
        let newline = if analyzed.source.contains("\r\n") { "\r\n" } else { "\n" };
        if let Some(end) = after {
            let end = end_with_comment(program, end);
            return text.append_left(end, format!("{newline}{import}")).map(|_| ());
        }
        match first_of_its_own(program) {
            0 => text.prepend(format!("{import}{newline}")),
            start => text.append_left(start, format!("{import}{newline}"))?,
        };
        Ok(())
    }
}

/// Where something ends with the comment that follows it on its line.
fn end_with_comment(program: &Program<'_>, end: u32) -> u32 {
    let follows = |comment: &&Comment| {
        let between = program.source_text.get(end as usize..comment.span.start as usize);
        let is_on_its_line =
            |it: &str| it.trim().is_empty() && !it.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        comment.is_line() && between.is_some_and(is_on_its_line)
    };
    program.comments.iter().find(follows).map_or(end, |comment| comment.span.end)
}

/// Where the first statement begins with the comments that are about it. Those about the whole file stay before it: some tools
/// look for them there only.
fn first_of_its_own(program: &Program<'_>) -> u32 {
    let mut start = program.body.first().map_or(0, |statement| statement.span().start);
    let before: Vec<_> =
        program.comments.iter().take_while(|comment| comment.span.end <= start).collect();
    for comment in before.into_iter().rev() {
        let text = comment.span.source_text(program.source_text);
        let between = program.source_text.get(comment.span.end as usize..start as usize);
        let is_near = between.is_some_and(|it| it.matches('\n').count() < 2);
        let of_file =
            ["@ts-", "@jsx", "@license", "@preserve", "@flow", "@vitest-", "eslint-", "/*!"];
        let is_of_file = of_file.iter().any(|word| text.contains(word));
        if !text.contains("rwstate:") && (is_of_file || !is_near) {
            break;
        }
        start = comment.span.start;
    }
    start
}

fn one<'a>(
    text: &mut MagicString<'a>,
    analyzed: &Analyzed<'a, '_>,
    found: &Found<'a>,
    key: &str,
    define: &str,
) -> Result<(), String> {
    let declaration = &found.declaration;
    let mirrored = found.mirrored();
    if let Some(symbol) = mirrored {
        hold(text, analyzed, symbol)?;
        // let n = 0;  ->  const n = …;
        // The object itself is never reassigned.
        let start = declaration.statement.start;
        let statement = declaration.statement.source_text(analyzed.source);
        let at = start + u32::try_from(statement.find("let").unwrap_or(0)).unwrap_or(0);
        text.update(at, at + 3, "const")?;
    }
    // The annotation was the value's. What is written first stands first: an initializer may begin where the annotation ends.
    if mirrored.is_some() {
        annotate(text, analyzed, found)?;
    }
    // A sequence has lost its parentheses on the way here; a brace would be that of a function's body.
    let is_grouped = declaration.init.is_some_and(|init| {
        matches!(init, Expression::SequenceExpression(_))
            || (mirrored.is_none() && starts_with_brace(analyzed.source, init.span().start))
    });
    let (group, ungroup) = if is_grouped { ("(", ")") } else { ("", "") };
    let (hold, unhold) = if mirrored.is_some() { ("({ value: ", " })") } else { ("", "") };
    let (open, close) = (format!("{hold}{group}"), format!("{ungroup}{unhold}"));
    if let Some(init) = declaration.init {
        let span = init.span();
        let call = open_call(analyzed.source, span.start, define);
        // const als = new Als();  ->  const als = defineRwState("als", () => new Als());
        // let n = 0;              ->  const n = defineRwState("n", () => ({ value: 0 }));
        text.prepend_right(span.start, format!("{call}{key}, () => {open}"))?;
        text.append_left(span.end, format!("{close})"))?;
    } else {
        let typed = declaration.binding.end..declaration.end;
        if let Some(mark) = definite_mark(analyzed.program, typed) {
            text.remove(mark, mark + 1)?;
        }
        // TypeScript lets functions read it as what it will be, which nothing is not yet.
        let annotation = declarator(analyzed, found).and_then(|it| it.type_annotation.as_ref());
        let is_strict = annotation.is_some_and(|it| !has_nothing(&it.type_annotation));
        let nothing = if is_strict { "void 0 as never" } else { "void 0" };
        // let n: number;  ->  const n: { value: number } = defineRwState("n", () => ({ value: void 0 as never }));
        let text_of = format!(" = {define}({key}, () => {open}{nothing}{close})");
        text.append_left(declaration.end, text_of)?;
    }
    if declaration.is_open() && may_go_on(analyzed.program, declaration.end) {
        text.append_left(declaration.end, ";")?;
    }
    Ok(())
}

/// `let hits: number = 0` -> `const hits = define<{ value: number }>(…)` would need the call's place: the type goes to the binding.
fn annotate(
    text: &mut MagicString<'_>,
    analyzed: &Analyzed<'_, '_>,
    found: &Found<'_>,
) -> Result<(), String> {
    let Some(declarator) = declarator(analyzed, found) else { return Ok(()) };
    let Some(annotation) = &declarator.type_annotation else { return Ok(()) };
    let span = annotation.type_annotation.span();
    // let n: number = 0  ->  const n: { value: number } = …
    text.append_left(span.start, "{ value: ")?;
    text.append_left(span.end, " }")?;
    Ok(())
}

/// Whether the next line could continue a call.
fn may_go_on(program: &Program<'_>, end: u32) -> bool {
    let mut comments = program.comments.iter().filter(|comment| comment.span.start >= end);
    let mut at = end as usize;
    loop {
        let rest = program.source_text.get(at..).unwrap_or_default();
        let next = rest.trim_start();
        match comments.next() {
            Some(comment) if comment.span.start as usize == at + rest.len() - next.len() => {
                at = comment.span.end as usize;
            }
            _ => {
                // `instanceof` too. Before a name such as `index` a semicolon changes nothing.
                return next.starts_with(['(', '[', '`', '+', '-', '/', '<', '*', '.'])
                    || next.starts_with("in");
            }
        }
    }
}

fn declarator<'s, 'a>(
    analyzed: &Analyzed<'a, 's>,
    found: &Found<'_>,
) -> Option<&'s VariableDeclarator<'a>> {
    let Form::Variable { identifier, .. } = found.declaration.form else { return None };
    let node = analyzed.semantic.scoping().symbol_declaration(identifier.symbol_id());
    match analyzed.semantic.nodes().kind(node) {
        AstKind::VariableDeclarator(declarator) => Some(declarator),
        _ => None,
    }
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

/// Whether `undefined` is one of a type's values as it is written.
fn has_nothing(it: &TSType<'_>) -> bool {
    match it {
        TSType::TSUndefinedKeyword(_) => true,
        TSType::TSUnionType(union) => union.types.iter().any(has_nothing),
        TSType::TSParenthesizedType(it) => has_nothing(&it.type_annotation),
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
