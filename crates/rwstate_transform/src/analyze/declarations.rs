//! What is declared for a whole module, found without binding a name.
//!
//! Only declarations that may turn out to be state: a `const` of a number or of a function never does.

use oxc_ast::ast::{
    BindingIdentifier, Class, ClassElement, Declaration as AstDeclaration,
    ExportDefaultDeclarationKind, Expression, ForStatementInit, ForStatementLeft, Program,
    PropertyDefinition, PropertyKey, Statement, VariableDeclaration, VariableDeclarationKind,
};
use oxc_span::{GetSpan, Span};

use super::comments::{Comments, Wish};

/// A declaration that may be state.
#[derive(Debug, Clone)]
pub(crate) struct Declaration<'a> {
    /// Its name in the module: `cache`, `Pool.idle`, `default`.
    pub(crate) name: String,
    /// How it is declared.
    pub(crate) form: Form<'a>,
    /// What it begins with.
    pub(crate) init: Option<&'a Expression<'a>>,
    /// Where its name is.
    pub(crate) binding: Span,
    /// Where it ends, but for its semicolon: an initializer goes there that is not there.
    pub(crate) end: u32,
    /// The whole statement, or the whole property.
    pub(crate) statement: Span,
    /// What a comment asks for.
    pub(crate) wish: Option<Wish>,
}

impl Declaration<'_> {
    /// Whether it ends with its line and not with a semicolon. A call that is written there may go on in the next line, where
    /// `let a` and `let a = () => {}` could not.
    pub(crate) const fn is_open(&self) -> bool {
        self.end == self.statement.end
    }

    /// Whether nothing is there yet when it is declared.
    pub(crate) fn starts_with_nothing(&self) -> bool {
        self.init.is_none_or(Expression::is_null_or_undefined)
    }

    /// Whether it is a variable of a block or of a loop.
    pub(crate) const fn is_nested(&self) -> bool {
        matches!(self.form, Form::Variable { place: Place::Nested, .. })
    }
}

/// How something is declared.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form<'a> {
    /// A variable of the module.
    Variable {
        identifier: &'a BindingIdentifier<'a>,
        keyword: VariableDeclarationKind,
        place: Place,
    },
    /// A static property, by its own name, of a class, by the names of its binding and of itself.
    Static { property: &'a str, names: [Option<&'a str>; 2], key: &'a PropertyKey<'a> },
    /// A default export of an expression.
    Default,
}

/// Where a variable is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// By itself, in the module's own statements.
    Plain,
    /// In a pattern that takes a value apart.
    Pattern,
    /// In a block or in the head of a loop.
    Nested,
}

/// Collects a module's declarations.
pub(crate) fn collect<'a>(program: &'a Program<'a>, comments: &Comments) -> Vec<Declaration<'a>> {
    let mut collector = Collector { comments, found: vec![] };
    for statement in &program.body {
        collector.top(statement);
    }
    collector.found
}

struct Collector<'a, 'c> {
    comments: &'c Comments,
    found: Vec<Declaration<'a>>,
}

impl<'a> Collector<'a, '_> {
    fn top(&mut self, statement: &'a Statement<'a>) {
        let span = statement.span();
        match statement {
            Statement::VariableDeclaration(declaration) => {
                self.variables(declaration, span, Place::Plain);
            }
            Statement::ClassDeclaration(class) => self.class(class, None),
            Statement::ExportDeclaration(export) => match &export.declaration {
                AstDeclaration::VariableDeclaration(declaration) => {
                    self.variables(declaration, span, Place::Plain);
                }
                AstDeclaration::ClassDeclaration(class) => self.class(class, None),
                _ => {}
            },
            Statement::ExportDefaultDeclaration(export) => match &export.declaration {
                ExportDefaultDeclarationKind::ClassDeclaration(class) => {
                    self.class(class, None);
                }
                kind => {
                    if let Some(expression) = kind.as_expression() {
                        self.default(expression, span);
                    }
                }
            },
            nested => self.nested(nested),
        }
    }

    /// Looks into the statements that a module's evaluation runs as its own.
    fn nested(&mut self, statement: &'a Statement<'a>) {
        match statement {
            Statement::VariableDeclaration(declaration) => {
                self.variables(declaration, declaration.span, Place::Nested);
            }
            // `{ let n = 0; }` and `if (dev) var n = 0;` are collected to be refused with a reason.
            // A function's variables are of each call, so nothing here leads into one.
            Statement::BlockStatement(block) => self.all(&block.body),
            Statement::IfStatement(branch) => {
                self.nested(&branch.consequent);
                if let Some(alternate) = &branch.alternate {
                    self.nested(alternate);
                }
            }
            Statement::TryStatement(attempt) => {
                self.all(&attempt.block.body);
                if let Some(handler) = &attempt.handler {
                    self.all(&handler.body.body);
                }
                if let Some(finalizer) = &attempt.finalizer {
                    self.all(&finalizer.body);
                }
            }
            Statement::SwitchStatement(switch) => {
                for case in &switch.cases {
                    self.all(&case.consequent);
                }
            }
            Statement::LabeledStatement(labeled) => self.nested(&labeled.body),
            Statement::WhileStatement(repeat) => self.nested(&repeat.body),
            Statement::DoWhileStatement(repeat) => self.nested(&repeat.body),
            Statement::ForStatement(repeat) => {
                if let Some(ForStatementInit::VariableDeclaration(head)) = &repeat.init {
                    self.variables(head, head.span, Place::Nested);
                }
                self.nested(&repeat.body);
            }
            Statement::ForInStatement(repeat) => {
                self.head(&repeat.left);
                self.nested(&repeat.body);
            }
            Statement::ForOfStatement(repeat) => {
                self.head(&repeat.left);
                self.nested(&repeat.body);
            }
            _ => {}
        }
    }

    fn all(&mut self, statements: &'a [Statement<'a>]) {
        for statement in statements {
            self.nested(statement);
        }
    }

    fn head(&mut self, left: &'a ForStatementLeft<'a>) {
        if let ForStatementLeft::VariableDeclaration(head) = left {
            self.variables(head, head.span, Place::Nested);
        }
    }

    fn variables(
        &mut self,
        declaration: &'a VariableDeclaration<'a>,
        statement: Span,
        place: Place,
    ) {
        if declaration.declare {
            return;
        }
        let wish = self.comments.wish(statement.start);
        let keyword = declaration.kind;
        // A function may give a `let` a context later. A `const` is what it begins with.
        let is_fixed =
            !matches!(keyword, VariableDeclarationKind::Let | VariableDeclarationKind::Var);
        for declarator in &declaration.declarations {
            let init = declarator.init.as_ref();
            let name = declarator.id.get_identifier_name();
            if let (Some(Expression::ClassExpression(class)), Some(name), Place::Plain) =
                (init.map(Expression::get_inner_expression), name, place)
            {
                self.class(class, Some(name.as_str()));
            }
            if wish.is_none() && is_fixed && (name.is_none() || !init.is_some_and(may_make_state)) {
                continue;
            }
            let place =
                if name.is_none() && place == Place::Plain { Place::Pattern } else { place };
            for identifier in declarator.id.get_binding_identifiers() {
                self.found.push(Declaration {
                    name: identifier.name.to_string(),
                    form: Form::Variable { identifier, keyword, place },
                    // `const { storage } = make()` does not hold what `make` returns.
                    init: if place == Place::Pattern { None } else { init },
                    binding: identifier.span,
                    end: declarator.span.end,
                    statement,
                    wish,
                });
            }
        }
    }

    /// Looks at a class: its statics are of the binding that it is given to, whatever its own name is.
    fn class(&mut self, class: &'a Class<'a>, binding: Option<&'a str>) {
        if class.declare {
            return;
        }
        let own = class.id.as_ref().map(|id| id.name.as_str());
        let class_name = binding.or(own).unwrap_or("default");
        for element in &class.body.body {
            let ClassElement::PropertyDefinition(property) = element else { continue };
            // `static [name] = 1` has no name before it is evaluated.
            if !property.r#static || property.computed || property.declare {
                continue;
            }
            let Some(key) = property.key.name() else { continue };
            // `static idle;` begins with nothing, and what writes it later is not followed.
            let Some(init) = &property.value else { continue };
            let source = property.key.span();
            let wish = self.comments.wish(property.span.start);
            let prefix = if property.key.is_private_identifier() { "#" } else { "" };
            self.found.push(Declaration {
                name: format!("{class_name}.{prefix}{key}"),
                form: Form::Static {
                    property: leaf(property),
                    names: [binding, own],
                    key: &property.key,
                },
                init: Some(init),
                binding: source,
                end: init.span().end,
                statement: property.span,
                wish,
            });
        }
    }

    fn default(&mut self, expression: &'a Expression<'a>, statement: Span) {
        let wish = self.comments.wish(statement.start);
        if wish.is_none() && !may_make_state(expression) {
            return;
        }
        self.found.push(Declaration {
            name: "default".into(),
            form: Form::Default,
            init: Some(expression),
            binding: expression.span(),
            end: expression.span().end,
            statement,
            wish,
        });
    }
}

/// The property's own name, where it is written as one.
fn leaf<'a>(property: &'a PropertyDefinition<'a>) -> &'a str {
    match &property.key {
        PropertyKey::StaticIdentifier(name) => name.name.as_str(),
        PropertyKey::PrivateIdentifier(name) => name.name.as_str(),
        PropertyKey::StringLiteral(text) => text.value.as_str(),
        _ => "",
    }
}

/// Returns whether an expression has a form that can make state.
fn may_make_state(expression: &Expression<'_>) -> bool {
    matches!(
        expression.get_inner_expression(),
        Expression::NewExpression(_)
            | Expression::CallExpression(_)
            | Expression::ConditionalExpression(_)
            | Expression::LogicalExpression(_)
    )
}
