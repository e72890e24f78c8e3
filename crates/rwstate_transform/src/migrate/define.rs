//! The name of `defineRwState` in a module, and its import.

use oxc_ast::ast::{Comment, Expression, ImportDeclarationSpecifier, Program, Statement};
use oxc_span::GetSpan;
use string_wizard::MagicString;

use crate::{
    analyze::{Analyzed, Found},
    rewrite::quoted,
};

/// The name of `defineRwState` in a module.
pub(super) struct Define {
    pub(super) local: String,
    is_imported: bool,
}

impl Define {
    pub(super) fn of(analyzed: &Analyzed<'_, '_>, specifier: &str) -> Self {
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
    pub(super) fn is_called(&self, found: &Found<'_>) -> bool {
        let init = found.declaration.init.map(Expression::get_inner_expression);
        matches!(init, Some(Expression::CallExpression(call))
            if call.callee.is_specific_id(&self.local) || call.callee.is_specific_id("defineRwState"))
    }

    /// Imports it, where the module does not.
    pub(super) fn introduce(
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
