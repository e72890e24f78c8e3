//! Whether a declaration is state, and whether it can be kept.

use oxc_ast::{
    AstKind,
    ast::{Expression, Program, Statement, VariableDeclarationKind},
};
use oxc_semantic::Semantic;
use oxc_span::{GetSpan, Span as OxcSpan};
use oxc_syntax::symbol::SymbolId;

use super::{
    change::{MemberChange, Watch, Write, Writes},
    comments::Wish,
    declarations::{Declaration, Form, Place},
    make::{Made, Maker},
    wait::awaited,
};
use crate::{AnalyzeOptions, Kind, Level, Reason, Refusal, State, Verdict};

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
        let Declaration { name, binding, statement, wish, .. } = &self.declaration;
        State {
            name: name.clone(),
            kind: self.kind,
            span: binding.start..binding.end,
            declaration: statement.start..statement.end,
            verdict: self.verdict.clone(),
            is_asked: *wish == Some(Wish::Keep),
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
    level: Level,
    /// What keeps the whole module from being rewritten.
    module: Option<Refusal>,
}

/// What speaks for a declaration's being state.
struct Case {
    kind: Kind,
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
            level: options.level,
            module: whole_module(program, semantic),
        }
    }

    /// Returns the declaration as state, or `None` where it is none at this level.
    pub(crate) fn judge(&self, declaration: Declaration<'a>) -> Option<Found<'a>> {
        let is_asked = declaration.wish == Some(Wish::Keep);
        let case = match declaration.form {
            Form::Variable { identifier, keyword, place } => {
                self.variable(&declaration, identifier.symbol_id(), keyword, place)
            }
            Form::Static { property } => self.property(&declaration, property),
            Form::Default => self.default(&declaration),
        };
        let Case { kind, mut objection, writes, .. } =
            case.or_else(|| is_asked.then(|| Case::of(Kind::Instance, None)))?;
        if !is_asked && self.level == Level::Contexts && kind != Kind::Context {
            return None;
        }
        if is_asked {
            objection = objection.filter(|objection| !objection.reason.is_advice());
        }
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
    ) -> Option<Case> {
        let writes = self.watch.writes(symbol, self.maker);
        let is_asked = declaration.wish == Some(Wish::Keep);
        let is_using =
            matches!(keyword, VariableDeclarationKind::Using | VariableDeclarationKind::AwaitUsing);
        let case = match keyword {
            VariableDeclarationKind::Let | VariableDeclarationKind::Var if writes.by_function => {
                Some(self.binding(declaration, writes))
            }
            // Whatever a module's evaluation assigns, the next one assigns anew: that is no state, and cannot be kept.
            VariableDeclarationKind::Let | VariableDeclarationKind::Var
                if writes.by_module.is_some() =>
            {
                is_asked.then(|| self.binding(declaration, writes))
            }
            // A write of a constant throws.
            _ => declaration.init.and_then(|init| self.fixed(init, Some(symbol))),
        };
        let case = case.or_else(|| is_asked.then(|| Case::of(Kind::Instance, None)))?;
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
        Some(Case { objection, ..case })
    }

    /// A binding that functions reassign.
    fn binding(&self, declaration: &Declaration<'a>, writes: Writes) -> Case {
        let starts = declaration.init.map(|init| self.maker.make(init));
        let starts_as_context = match (starts, declaration.init) {
            (None, _) => true,
            (Some(made), Some(init)) => {
                made == Made::Certain(Kind::Context) || init.is_null_or_undefined()
            }
            (Some(_), None) => false,
        };
        let kind = if writes.contexts_only && starts_as_context && !writes.all.is_empty() {
            Kind::Context
        } else {
            Kind::Binding
        };
        let reloadable = match (starts, declaration.init) {
            (Some(Made::Reloadable), Some(init)) => Some(init.span()),
            _ => writes.reloadable,
        };
        let objection = writes
            .by_module
            .map(|span| refuse(Reason::WrittenAtTopLevel, span))
            .or_else(|| reloadable.map(|span| refuse(Reason::UnsafeInstance, span)));
        Case { kind, objection, writes: writes.all }
    }

    /// What is declared once: a constant, or a variable that nobody reassigns.
    fn fixed(&self, init: &'a Expression<'a>, symbol: Option<SymbolId>) -> Option<Case> {
        let is_changed = || symbol.is_none_or(|symbol| self.watch.is_changed(symbol));
        match self.maker.make(init) {
            Made::Certain(kind) => Some(Case::of(kind, None)),
            Made::Empty => {
                let is_state =
                    is_changed() || symbol.is_none_or(|symbol| self.watch.escapes(symbol));
                is_state.then(|| Case::of(Kind::Container, None))
            }
            Made::Changeable if symbol.is_some() && is_changed() => {
                Some(Case::of(Kind::Container, self.maker.objection(init)))
            }
            Made::Reloadable if symbol.is_some() => {
                // The instance of a class of this very module that functions change is state beyond doubt.
                is_changed().then(|| {
                    Case::of(Kind::Instance, Some(refuse(Reason::UnsafeInstance, init.span())))
                })
            }
            _ => None,
        }
    }

    fn property(&self, declaration: &Declaration<'a>, property: &str) -> Option<Case> {
        let init = declaration.init?;
        let change =
            (!property.is_empty()).then(|| self.watch.is_member_changed(property)).flatten();
        let kind = match (self.maker.make(init), change) {
            (Made::Certain(kind), change) if change != Some(MemberChange::Written) => kind,
            (Made::Empty, change) if change != Some(MemberChange::Written) => Kind::StaticContainer,
            (Made::Changeable, Some(MemberChange::Changed)) => Kind::StaticContainer,
            (_, Some(MemberChange::Written)) if is_static_write(self, declaration, property) => {
                return Some(Case::of(
                    Kind::Binding,
                    Some(refuse(Reason::StaticPrimitive, declaration.binding)),
                ));
            }
            _ => return None,
        };
        Some(Case::of(kind, self.maker.objection(init)))
    }

    fn default(&self, declaration: &Declaration<'a>) -> Option<Case> {
        self.fixed(declaration.init?, None)
    }
}

impl Case {
    const fn of(kind: Kind, objection: Option<Refusal>) -> Self {
        Self { kind, objection, writes: vec![] }
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
