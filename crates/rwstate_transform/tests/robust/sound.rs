//! What must hold for every text, whatever is in it: shared by the test, the fuzz targets and the benchmark.

use std::collections::{BTreeMap, BTreeSet};

use oxc_allocator::Allocator;
use oxc_ast::{
    AstKind,
    ast::{ExportDefaultDeclarationKind, Expression, Statement},
};
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::{GetSpan, SourceType};
use rwstate_diagnostics::Severity;
use rwstate_transform::{
    AnalyzeOptions, AnalyzeReturn, MigrateOptions, RewriteOptions, RewriteReturn, Verdict, analyze,
    migrate, rewrite,
};

/// What an output may take from the globals that its source did not.
const ADDED: [&str; 2] = ["arguments", "undefined"];

/// What became of one text.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether it could be parsed and bound.
    pub is_valid: bool,
    /// How many declarations are kept.
    pub kept: usize,
    /// How many declarations are refused, by the name of their code.
    pub refused: BTreeMap<&'static str, usize>,
    /// How many declarations were migrated.
    pub migrated: usize,
}

/// Analyzes, rewrites and migrates a text as it is, and with a comment that asks to keep each of its declarations; an error says
/// what does not hold. The outcome is the second one's.
pub fn check(path: &str, source: &str) -> Result<Outcome, String> {
    let outcome = check_one(path, source)?;
    let Some(asked) = asked(path, source) else { return Ok(outcome) };
    check_one(path, &asked).map_err(|problem| format!("all asked for: {problem}"))
}

/// The same text, with a comment that asks to keep each declaration; `None` where it has none, or does not parse.
pub fn asked(path: &str, source: &str) -> Option<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, source_type(path)?).parse();
    if !parsed.diagnostics.is_empty() {
        return None;
    }
    let bound = SemanticBuilder::new().with_build_nodes(true).build(&parsed.program);
    let nodes = bound.semantic.nodes();
    let starts: BTreeSet<u32> = nodes
        .iter()
        .filter(|node| match node.kind() {
            AstKind::VariableDeclaration(_) => {
                !matches!(nodes.parent_kind(node.id()), AstKind::ExportDeclaration(_))
            }
            AstKind::ExportDeclaration(_) => true,
            AstKind::ExportDefaultDeclaration(export) => !matches!(
                export.declaration,
                ExportDefaultDeclarationKind::FunctionDeclaration(_)
                    | ExportDefaultDeclarationKind::ClassDeclaration(_)
            ),
            AstKind::PropertyDefinition(property) => property.r#static,
            _ => false,
        })
        .map(|node| node.kind().span().start)
        .collect();
    let mut text = source.to_owned();
    for start in starts.iter().rev() {
        text.insert_str(*start as usize, "/* rwstate: keep */ ");
    }
    (!starts.is_empty()).then_some(text)
}

fn check_one(path: &str, source: &str) -> Result<Outcome, String> {
    let options = AnalyzeOptions::default();
    let mut outcome = analyzed(path, source, &options)?;
    let shape = shape(path, source).ok();
    outcome.is_valid = shape.is_some();
    if let Some(code) = rewritten(path, source, &options)? {
        sound(path, &code, shape.as_ref()).map_err(|problem| report("rewrite", &problem, &code))?;
        // What is rewritten is a module like any other.
        if let Some(again) = rewritten(path, &code, &options)? {
            sound(path, &again, shape.as_ref())
                .map_err(|problem| report("rewrite, twice", &problem, &again))?;
        }
    } else if outcome.kept > 0 {
        return Err(format!("{} declarations can be kept, and none is", outcome.kept));
    }
    let with = MigrateOptions { analyze: &options, key: "app/m", specifier: "rwsdk/__state" };
    let migrated = migrate(path, source, &with);
    outcome.migrated = migrated.migrated;
    if let Some(problem) = migrated.rejected.filter(|_| outcome.is_valid) {
        return Err(format!("migrate: {problem}"));
    }
    if let Some(code) = migrated.code {
        sound(path, &code, shape.as_ref()).map_err(|problem| report("migrate", &problem, &code))?;
    }
    Ok(outcome)
}

/// A path for a text that has none: its end decides what it is taken for, so that one corpus does for all.
pub fn path_of(source: &str) -> &'static str {
    match source.bytes().last().unwrap_or_default() % 4 {
        0 => "m.js",
        1 => "m.tsx",
        2 => "m.ts",
        _ => "m.mjs",
    }
}

/// Parses as the crate does.
pub fn source_type(path: &str) -> Option<SourceType> {
    let source_type = SourceType::from_path(path).ok()?;
    Some(if source_type.is_javascript() { source_type.with_jsx(true) } else { source_type })
}

/// Analyzes a text; an error says what does not hold.
pub fn analyzed(path: &str, source: &str, options: &AnalyzeOptions) -> Result<Outcome, String> {
    let AnalyzeReturn { states, diagnostics } = analyze(path, source, options);
    let mut outcome = Outcome::default();
    for state in states {
        let Some(name) = source.get(state.span.start as usize..state.span.end as usize) else {
            return Err(format!("`{}` is nowhere: {:?}", state.name, state.span));
        };
        if source.get(state.declaration.start as usize..state.declaration.end as usize).is_none() {
            return Err(format!("`{name}` is declared nowhere: {:?}", state.declaration));
        }
        match state.verdict {
            Verdict::Keepable => outcome.kept += 1,
            Verdict::Reset => {}
            Verdict::Refused(refusal) => {
                let code = refusal.reason.code();
                let is_reported = diagnostics.iter().any(|it| {
                    it.code == code
                        && it.labels.iter().any(|label| label.span == state.span)
                        && it.help.is_some()
                });
                if !is_reported {
                    return Err(format!("`{name}` is refused without a diagnostic of {code}"));
                }
                *outcome.refused.entry(code.name()).or_default() += 1;
            }
        }
    }
    let is_broken = diagnostics.iter().any(|it| it.severity == Severity::Error);
    if is_broken && outcome.kept > 0 {
        return Err("a module that cannot be parsed has state that is kept".into());
    }
    Ok(outcome)
}

fn rewritten(path: &str, source: &str, options: &AnalyzeOptions) -> Result<Option<String>, String> {
    let with = RewriteOptions { analyze: options, key: "app@1.0.0/m", runtime: "rwstate/preserve" };
    let RewriteReturn { code, entries, .. } = rewrite(path, source, &with);
    let mut keys = BTreeSet::new();
    if let Some(entry) = entries.iter().find(|entry| !keys.insert(&entry.key)) {
        return Err(format!("`{}` is the key of two entries", entry.key));
    }
    let Some((code, map)) = code else { return Ok(None) };
    let map: serde_json::Value = serde_json::from_str(&map).map_err(|error| error.to_string())?;
    if map["version"] != 3 || !map["sourcesContent"].is_null() {
        return Err("the source map is not one, or has its sources' content".into());
    }
    Ok(Some(code))
}

/// What a rewritten module has in common with its source.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    /// The names that it takes from the globals.
    globals: BTreeSet<String>,
    /// How many statements it has, but for imports, mirrors and the end: two that ran into one show here.
    statements: usize,
}

/// Whether a code parses, binds, and has its source's shape.
fn sound(path: &str, code: &str, before: Option<&Shape>) -> Result<(), String> {
    // What oxc takes for a module without parentheses in its tree, such as the label in `(x): f()`, is none.
    let Some(before) = before else { return Ok(()) };
    let after = shape(path, code)?;
    if before.statements != after.statements {
        return Err(format!("{} statements became {}", before.statements, after.statements));
    }
    let mut changed = before.globals.symmetric_difference(&after.globals);
    changed.next().map_or(Ok(()), |name| Err(format!("`{name}` is a global in one of them only")))
}

/// The shape of a module, or why it is none.
fn shape(path: &str, code: &str) -> Result<Shape, String> {
    let source_type = source_type(path).ok_or("not a script")?;
    let allocator = Allocator::default();
    let mut parsed = Parser::new(&allocator, code, source_type).parse();
    if parsed.program.source_type.is_module() {
        // What stands before the first export oxc takes for a script's, with `return` and a name `await`.
        parsed = Parser::new(&allocator, code, source_type.with_module(true)).parse();
    }
    if let Some(error) = parsed.diagnostics.into_iter().next() {
        let at = error.labels.iter().next().map_or(0, |label| label.offset() as usize);
        let from = code.floor_char_boundary(at.saturating_sub(60));
        let to = code.ceil_char_boundary(at + 60);
        return Err(format!("it does not parse: {error} at {:?}", &code[from..to]));
    }
    let builder = SemanticBuilder::new().with_build_nodes(true).with_check_syntax_error(true);
    let bound = builder.build(&parsed.program);
    if let Some(error) = bound.diagnostics.into_iter().next() {
        return Err(format!("it does not bind: {error}"));
    }
    let names = bound.semantic.scoping().root_unresolved_references().keys();
    let globals = names.map(ToString::to_string).filter(|name| !ADDED.contains(&name.as_str()));
    let statements = parsed.program.body.iter().filter(|statement| match statement {
        Statement::ImportDeclaration(_) => false,
        Statement::FunctionDeclaration(function) => {
            !function.name().is_some_and(|name| name.starts_with("__rwstate_"))
        }
        Statement::ExpressionStatement(statement) => match &statement.expression {
            Expression::CallExpression(call) => {
                !call.callee_name().is_some_and(|name| name.starts_with("__rwstate_evaluated"))
            }
            _ => true,
        },
        _ => true,
    });
    Ok(Shape { globals: globals.collect(), statements: statements.count() })
}

#[cold]
fn report(what: &str, problem: &str, code: &str) -> String {
    let shown: String = code.chars().take(4000).collect();
    format!("{what}: {problem}\n{shown}")
}
