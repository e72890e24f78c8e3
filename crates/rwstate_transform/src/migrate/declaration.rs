//! A declaration becomes a call of `defineRwState`.

use oxc_ast::{
    AstKind,
    ast::{Expression, Program, TSType, VariableDeclarator},
};
use oxc_span::GetSpan;
use string_wizard::MagicString;

use super::hold::hold;
use crate::{
    analyze::{Analyzed, Form, Found},
    rewrite::{definite_mark, open_call},
};

/// Writes one declaration, and what reads and writes it.
pub(super) fn migrate<'a>(
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

/// Whether `undefined` is one of a type's values as it is written.
fn has_nothing(it: &TSType<'_>) -> bool {
    match it {
        TSType::TSUndefinedKeyword(_) => true,
        TSType::TSUnionType(union) => union.types.iter().any(has_nothing),
        TSType::TSParenthesizedType(it) => has_nothing(&it.type_annotation),
        _ => false,
    }
}

fn starts_with_brace(source: &str, at: u32) -> bool {
    source.get(at as usize..).is_some_and(|rest| rest.starts_with('{'))
}
