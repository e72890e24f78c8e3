//! Whether a declaration is state, and whether it can be kept.

use oxc_ast::{
    AstKind,
    ast::{Expression, Program, Statement, VariableDeclarationKind},
};
use oxc_semantic::Semantic;
use oxc_span::{GetSpan, Span as OxcSpan};
use oxc_syntax::symbol::SymbolId;

use super::{
    change::{Watch, Write, Writes},
    comments::Wish,
    declarations::{Declaration, Form, Place},
    make::Maker,
    wait::awaited,
};
use crate::{AnalyzeOptions, Kind, Reason, Refusal, State, Verdict};

/// A declaration that is state.
#[derive(Debug, Clone)]
pub(crate) struct Found<'a> {
    pub(crate) declaration: Declaration<'a>,
    pub(crate) kind: Kind,
    pub(crate) verdict: Verdict,
    pub(crate) writes: Vec<Write>,
}

impl Found<'_> {
    pub(crate) fn to_state(&self) -> State {
        let Declaration { name, binding, statement, .. } = &self.declaration;
        State {
            name: name.clone(),
            kind: self.kind,
            span: binding.start..binding.end,
            declaration: statement.start..statement.end,
            verdict: self.verdict.clone(),
        }
    }

    /// The bound variable, where it is one that is reassigned.
    pub(crate) fn mirrored(&self) -> Option<SymbolId> {
        match self.declaration.form {
            Form::Variable { identifier, .. } if !self.writes.is_empty() => {
                Some(identifier.symbol_id())
            }
            _ => None,
        }
    }
}

/// Judges the declarations of one module.
pub(crate) struct Judge<'s, 'a> {
    maker: Maker<'s, 'a>,
    watch: Watch<'s, 'a>,
    /// What keeps the whole module from being rewritten.
    module: Option<Refusal>,
}

/// What the source says of a declaration.
struct Case {
    /// Why what it makes is state.
    made: Option<Kind>,
    /// Why it cannot be kept.
    objection: Option<Refusal>,
    writes: Vec<Write>,
}

impl<'s, 'a> Judge<'s, 'a> {
    pub(crate) fn new(
        program: &'s Program<'a>,
        semantic: &'s Semantic<'a>,
        options: &'s AnalyzeOptions,
    ) -> Self {
        Self {
            maker: Maker { semantic, listed: &options.listed },
            watch: Watch { semantic },
            module: whole_module(program, semantic),
        }
    }

    /// Returns the declaration as state, or `None` where it is none.
    pub(crate) fn judge(&self, declaration: Declaration<'a>) -> Option<Found<'a>> {
        let Case { made, objection, writes } = match declaration.form {
            Form::Variable { identifier, keyword, place } => {
                self.variable(&declaration, identifier.symbol_id(), keyword, place)
            }
            Form::Static { property } => self.property(&declaration, property),
            Form::Default => self.fixed(&declaration),
        };
        let kind = if declaration.wish == Some(Wish::Keep) { Kind::Asked } else { made? };
        let awaits = declaration.init.and_then(awaited);
        let refusal = self
            .module
            .clone()
            .or_else(|| awaits.map(|span| refuse(Reason::TopLevelAwait, span)))
            .or(objection);
        let verdict = match (declaration.wish, refusal) {
            (Some(Wish::Reset), _) => Verdict::Reset,
            (_, Some(refusal)) => Verdict::Refused(refusal),
            (_, None) => Verdict::Keepable,
        };
        Some(Found { declaration, kind, verdict, writes })
    }

    fn variable(
        &self,
        declaration: &Declaration<'a>,
        symbol: SymbolId,
        keyword: VariableDeclarationKind,
        place: Place,
    ) -> Case {
        let case = match keyword {
            VariableDeclarationKind::Let | VariableDeclarationKind::Var => {
                self.binding(declaration, self.watch.writes(symbol, self.maker))
            }
            // A write of a constant throws.
            _ => self.fixed(declaration),
        };
        let is_using =
            matches!(keyword, VariableDeclarationKind::Using | VariableDeclarationKind::AwaitUsing);
        let binding = declaration.binding;
        let scoping = self.maker.semantic.scoping();
        let hard = match place {
            _ if is_using => Some(Reason::UsingDeclaration),
            Place::Pattern => Some(Reason::DestructuredBinding),
            Place::Nested => Some(Reason::NestedBinding),
            Place::Plain if !scoping.symbol_redeclarations(symbol).is_empty() => {
                Some(Reason::RedeclaredBinding)
            }
            Place::Plain => None,
        };
        let objection = hard.map(|reason| refuse(reason, binding)).or(case.objection);
        Case { objection, ..case }
    }

    /// A binding that may be reassigned: state where all that it ever holds is.
    fn binding(&self, declaration: &Declaration<'a>, writes: Writes) -> Case {
        if writes.all.is_empty() {
            return self.fixed(declaration);
        }
        let starts = declaration.init.and_then(|init| self.maker.make(init));
        let is_nothing = declaration.init.is_none_or(Expression::is_null_or_undefined);
        // Whatever a module's evaluation alone assigns, the next one assigns again: that is no state, and cannot be kept.
        let is_state = writes.by_function && !writes.is_mixed && (starts.is_some() || is_nothing);
        Case {
            made: if is_state { starts.or(writes.made) } else { None },
            objection: writes.by_module.map(|span| refuse(Reason::WrittenAtTopLevel, span)),
            writes: writes.all,
        }
    }

    /// What is declared once: a constant, or a variable without a write.
    fn fixed(&self, declaration: &Declaration<'a>) -> Case {
        let made = declaration.init.and_then(|init| self.maker.make(init));
        Case { made, objection: None, writes: vec![] }
    }

    fn property(&self, declaration: &Declaration<'a>, property: &str) -> Case {
        let case = self.fixed(declaration);
        if property.is_empty() || !self.watch.is_member_written(property) {
            return case;
        }
        if is_static_write(self, declaration, property) {
            let objection = Some(refuse(Reason::StaticPrimitive, declaration.binding));
            return Case { objection, ..case };
        }
        // It may be another class's.
        Case { made: None, ..case }
    }
}

/// Whether a written member is certainly this class's: it is written through the class's name.
fn is_static_write(judge: &Judge<'_, '_>, declaration: &Declaration<'_>, property: &str) -> bool {
    let class = declaration.name.split_once('.').map_or("", |(class, _)| class);
    judge.maker.semantic.nodes().iter().any(|node| match node.kind() {
        AstKind::StaticMemberExpression(member) => {
            member.property.name == property && member.object.is_specific_id(class)
        }
        AstKind::PrivateFieldExpression(member) => {
            member.field.name == property && member.object.is_specific_id(class)
        }
        _ => false,
    })
}

/// What keeps a whole module from being rewritten.
fn whole_module(program: &Program<'_>, semantic: &Semantic<'_>) -> Option<Refusal> {
    let scoping = semantic.scoping();
    let unresolved = |name: &str| {
        let references = scoping.root_unresolved_references().get(name)?;
        let reference = scoping.get_reference(*references.first()?);
        Some(semantic.reference_span(reference))
    };
    let has_module_syntax = program.body.iter().any(Statement::is_module_declaration);
    let evals = scoping.root_unresolved_references().get("eval").into_iter().flatten();
    let direct = evals.map(|id| scoping.get_reference(*id)).find_map(|reference| {
        let span = semantic.reference_span(reference);
        match semantic.nodes().parent_kind(reference.node_id()) {
            AstKind::CallExpression(call) => (call.callee.span() == span).then_some(span),
            _ => None,
        }
    });
    if let Some(span) = direct {
        return Some(refuse(Reason::DirectEval, span));
    }
    if program.source_type.is_commonjs() {
        return Some(refuse(Reason::CommonJs, OxcSpan::new(0, 0)));
    }
    if has_module_syntax {
        return None;
    }
    ["module", "exports", "require"]
        .into_iter()
        .find_map(unresolved)
        .map(|span| refuse(Reason::CommonJs, span))
}

const fn refuse(reason: Reason, span: OxcSpan) -> Refusal {
    Refusal { reason, span: span.start..span.end }
}
