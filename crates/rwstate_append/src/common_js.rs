//! What has to be known of a CommonJS module to register it: by a parse, as words may stand anywhere.

use oxc_ast::ast::{
    ArrowFunctionExpression, BindingIdentifier, CatchParameter, Class, Function, ReturnStatement,
    StaticBlock, VariableDeclaration, VariableDeclarationKind,
};
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::{ScopeFlags, ScopeId};
use std::cell::Cell;

use crate::format::parse;

/// The shape of a CommonJS module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CommonJs {
    /// Where its directives end: what stands before them would make them mere strings.
    pub(crate) prologue_end: usize,
    /// It may return before its end.
    pub(crate) returns: bool,
}

/// Reads a module; `None` where it does not parse, or itself binds a name that the wrapper of a CommonJS module binds.
pub(crate) fn common_js(file: &str, source: &str) -> Option<CommonJs> {
    parse(file, source, |parsed| {
        let program = &parsed.program;
        // A BOM and a hashbang mean something at the very start alone.
        let start = program.hashbang.as_ref().map_or_else(
            || source.len() - source.trim_start_matches('\u{feff}').len(),
            |hashbang| line_end(source, hashbang.span.end as usize),
        );
        let prologue_end = program.directives.last().map(|directive| directive.span.end as usize);
        let mut module = TopLevel { blocks: 0, returns: false, binds_wrapper_name: false };
        module.visit_program(program);
        (!module.binds_wrapper_name).then_some(CommonJs {
            prologue_end: prologue_end.unwrap_or(start),
            returns: module.returns,
        })
    })?
}

/// A hashbang is a line of its own.
fn line_end(source: &str, from: usize) -> usize {
    let rest = &source[from..];
    let end =
        if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
    from + end
}

/// Looks at a module's statements, and not into its functions.
struct TopLevel {
    /// How many blocks are around.
    blocks: usize,
    returns: bool,
    binds_wrapper_name: bool,
}

impl TopLevel {
    fn bind(&mut self, name: &str) {
        self.binds_wrapper_name |= matches!(name, "require" | "module");
    }
}

impl<'a> Visit<'a> for TopLevel {
    fn enter_scope(&mut self, _: ScopeFlags, _: &Cell<Option<ScopeId>>) {
        self.blocks += 1;
    }

    fn leave_scope(&mut self) {
        self.blocks -= 1;
    }

    fn visit_return_statement(&mut self, _: &ReturnStatement<'a>) {
        self.returns = true;
    }

    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'a>) {
        // The program is a scope too; a `var` is the module's from inside of any block.
        if self.blocks == 1 || declaration.kind == VariableDeclarationKind::Var {
            walk::walk_variable_declaration(self, declaration);
        }
    }

    fn visit_binding_identifier(&mut self, name: &BindingIdentifier<'a>) {
        self.bind(name.name.as_str());
    }

    fn visit_function(&mut self, function: &Function<'a>, _: ScopeFlags) {
        // In sloppy code one in a block is the module's too.
        if function.is_declaration()
            && let Some(name) = &function.id
        {
            self.bind(name.name.as_str());
        }
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        if class.is_declaration()
            && self.blocks == 1
            && let Some(name) = &class.id
        {
            self.bind(name.name.as_str());
        }
    }

    // `() => { return 1; }` returns from itself, and has names of its own.
    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}

    // `catch (require) {}` binds it for that block.
    fn visit_catch_parameter(&mut self, _: &CatchParameter<'a>) {}

    // `class A { static { var require; } }`: even a `var` is the static block's own.
    fn visit_static_block(&mut self, _: &StaticBlock<'a>) {}
}
