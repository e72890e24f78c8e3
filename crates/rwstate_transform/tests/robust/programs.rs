//! Programs made of pieces of others: statements beside each other that never were, expressions in each other's place, tokens
//! where they do not belong. Most parse still, which random text never does.

use oxc_allocator::Allocator;
use oxc_ast::AstKind;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::{GetSpan, SourceType};

/// Pieces of the programs that are known.
#[derive(Debug, Default)]
pub struct Pieces {
    programs: Vec<String>,
    statements: Vec<String>,
    expressions: Vec<String>,
    tokens: Vec<String>,
}

/// One change of a program. Numbers are taken modulo what there is to choose from.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Puts a known expression in the place of one.
    Expression(usize, usize),
    /// Puts a known statement in the place of one.
    Statement(usize, usize),
    /// Puts an expression of the program's own in the place of another.
    Swap(usize, usize),
    /// Puts a known token in the place of one.
    Token(usize, usize),
    /// Inserts a known token.
    Insert(usize, usize),
    /// Removes a token.
    Remove(usize),
}

impl Pieces {
    /// Takes programs to pieces.
    pub fn of<'s>(sources: impl IntoIterator<Item = &'s str>) -> Self {
        let mut pieces = Self::default();
        for source in sources {
            pieces.programs.push(source.to_owned());
            let (statements, expressions) = spans(source);
            let text = |(start, end): (usize, usize)| source.get(start..end).map(str::to_owned);
            pieces.statements.extend(statements.into_iter().filter_map(text));
            pieces.expressions.extend(expressions.into_iter().filter_map(text));
            pieces.tokens.extend(tokens(source).into_iter().filter_map(text));
        }
        for list in [&mut pieces.statements, &mut pieces.expressions, &mut pieces.tokens] {
            list.sort();
            list.dedup();
        }
        pieces
    }

    /// Puts statements after a program, or only statements; every third with nothing between but a line break or a space.
    pub fn program(&self, whole: Option<usize>, statements: &[usize]) -> String {
        let whole = whole.and_then(|choice| choose(&self.programs, choice));
        let mut program = whole.cloned().unwrap_or_default();
        for choice in statements {
            if let Some(statement) = choose(&self.statements, *choice) {
                program += statement;
                program += ["\n", ";\n", " "][choice % 3];
            }
        }
        program
    }

    /// Changes a program.
    pub fn edit(&self, program: &str, edit: &Edit) -> String {
        let expressions = || spans(program).1;
        let statements = || spans(program).0;
        let (at, text) = match *edit {
            Edit::Expression(at, with) => {
                (choose(&expressions(), at).copied(), choose(&self.expressions, with))
            }
            Edit::Statement(at, with) => {
                (choose(&statements(), at).copied(), choose(&self.statements, with))
            }
            Edit::Swap(at, with) => {
                let own = expressions();
                let text = choose(&own, with).and_then(|(start, end)| program.get(*start..*end));
                return replaced(program, choose(&own, at).copied(), text);
            }
            Edit::Token(at, with) => {
                (choose(&tokens(program), at).copied(), choose(&self.tokens, with))
            }
            Edit::Insert(at, with) => {
                let place = choose(&tokens(program), at).map(|(start, _)| (*start, *start));
                (place, choose(&self.tokens, with))
            }
            Edit::Remove(at) => {
                return replaced(program, choose(&tokens(program), at).copied(), Some(""));
            }
        };
        replaced(program, at, text.map(String::as_str))
    }
}

/// A part of a text.
type Part = (usize, usize);

fn choose<T>(list: &[T], choice: usize) -> Option<&T> {
    list.get(choice.checked_rem(list.len())?)
}

fn replaced(program: &str, at: Option<Part>, text: Option<&str>) -> String {
    let (Some((start, end)), Some(text)) = (at, text) else { return program.to_owned() };
    match (program.get(..start), program.get(end..)) {
        (Some(before), Some(after)) => format!("{before}{text}{after}"),
        _ => program.to_owned(),
    }
}

/// The statements and the expressions of a program, inner ones too.
fn spans(source: &str) -> (Vec<Part>, Vec<Part>) {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::tsx()).parse();
    let bound = SemanticBuilder::new().with_build_nodes(true).build(&parsed.program);
    let (mut statements, mut expressions) = (vec![], vec![]);
    for node in bound.semantic.nodes().iter() {
        let kind = node.kind();
        let span = kind.span();
        let part = (span.start as usize, span.end as usize);
        if kind.is_statement() || kind.is_declaration() {
            statements.push(part);
        } else if is_expression(kind) {
            expressions.push(part);
        }
    }
    (statements, expressions)
}

fn is_expression(kind: AstKind<'_>) -> bool {
    kind.is_literal()
        || matches!(
            kind,
            AstKind::IdentifierReference(_)
                | AstKind::StaticMemberExpression(_)
                | AstKind::ComputedMemberExpression(_)
                | AstKind::CallExpression(_)
                | AstKind::NewExpression(_)
                | AstKind::ArrayExpression(_)
                | AstKind::ObjectExpression(_)
                | AstKind::ArrowFunctionExpression(_)
                | AstKind::AssignmentExpression(_)
                | AstKind::UpdateExpression(_)
                | AstKind::AwaitExpression(_)
                | AstKind::ConditionalExpression(_)
                | AstKind::LogicalExpression(_)
                | AstKind::SequenceExpression(_)
                | AstKind::TemplateLiteral(_)
                | AstKind::ChainExpression(_)
                | AstKind::BindingIdentifier(_)
        )
}

/// Words and single signs, roughly.
fn tokens(source: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = vec![];
    let mut follows = false;
    for (at, sign) in source.char_indices() {
        let is_word = sign.is_alphanumeric() || matches!(sign, '_' | '$');
        match parts.last_mut() {
            Some(last) if is_word && follows => last.1 = at + sign.len_utf8(),
            _ => parts.push((at, at + sign.len_utf8())),
        }
        follows = is_word;
    }
    parts
}
