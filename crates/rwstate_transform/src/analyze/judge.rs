//! Whether a declaration is state, and whether it can be kept.

use oxc_ast::{
    AstKind,
    ast::{Expression, Program, Statement, VariableDeclarationKind},
};
use oxc_semantic::Semantic;
use oxc_span::{GetSpan, Span as OxcSpan};
use oxc_syntax::{node::NodeId, symbol::SymbolId};

use super::{
    change::{Made, Watch, Write, Writes},
    comments::Wish,
    compiled::compile_time_call,
    declarations::{Declaration, Form, Place},
    evaluation::{Evaluation, Runs},
    make::Maker,
    wait::awaited,
};
use crate::{Kind, Reason, Refusal, State, Verdict};

/// A declaration that is state.
#[derive(Debug, Clone)]
pub(crate) struct Found<'a> {
    pub(crate) declaration: Declaration<'a>,
    pub(crate) kind: Kind,
    pub(crate) verdict: Verdict,
    pub(crate) writes: Vec<Write>,
    /// Whether writes make what it holds, as it begins with nothing, and the evaluation may make it once more, or clear it.
    pub(crate) is_made_by_writes: bool,
    /// Whether another one would have the same name.
    pub(crate) is_doubled: bool,
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

    /// The name of the bound variable, where it is one that is reassigned: what it is kept as may be another.
    pub(crate) fn binding(&self) -> Option<&str> {
        match self.declaration.form {
            Form::Variable { identifier, .. } if !self.writes.is_empty() => {
                Some(identifier.name.as_str())
            }
            _ => None,
        }
    }

    /// Whether the module's evaluation makes what it holds, or may.
    pub(crate) fn is_made_by_evaluation(&self) -> bool {
        made(&self.writes).any(|made| made.runs != Runs::Later)
    }

    /// Whether a place is a part of what it begins with, or of a value that a write makes.
    pub(crate) fn makes(&self, place: OxcSpan) -> bool {
        let is_in = |span: OxcSpan| span.contains_inclusive(place);
        self.declaration.init.is_some_and(|init| is_in(init.span()))
            || self.writes.iter().any(|write| match write {
                Write::Expression { made: Some(made), .. } => is_in(made.span),
                _ => false,
            })
    }
}

/// Judges the declarations of one module.
pub(crate) struct Judge<'s, 'a> {
    maker: Maker<'s, 'a>,
    watch: Watch<'s, 'a>,
    /// What keeps the whole module from being rewritten.
    module: Option<&'s Refusal>,
}

/// What the source says of a declaration.
struct Case {
    /// Why what it makes is state.
    made: Option<Kind>,
    /// Why it cannot be kept.
    objection: Option<Refusal>,
    writes: Vec<Write>,
    is_made_by_writes: bool,
}

impl<'s, 'a> Judge<'s, 'a> {
    pub(crate) const fn new(
        maker: Maker<'s, 'a>,
        evaluation: &'s Evaluation<'s, 'a>,
        module: Option<&'s Refusal>,
    ) -> Self {
        Self { maker, watch: Watch { semantic: maker.semantic, evaluation }, module }
    }

    /// Returns the declaration as state, or `None` where it is none.
    pub(crate) fn judge(&self, declaration: Declaration<'a>) -> Option<Found<'a>> {
        let Case { made, objection, writes, is_made_by_writes } = match declaration.form {
            Form::Variable { identifier, keyword, place } => {
                self.variable(&declaration, identifier.symbol_id(), keyword, place)
            }
            Form::Static { property, names, .. } => self.property(&declaration, property, names),
            Form::Default => self.fixed(&declaration),
        };
        let kind = if declaration.wish == Some(Wish::Keep) { Kind::Asked } else { made? };
        if kind != Kind::Asked && writes.is_empty() && declaration.is_nested() {
            // A creation of its own: nothing but a loop makes it more than once.
            return None;
        }
        // The initializer goes into a function of its own, `() => (…)`, which cannot wait for the
        // module and hides a `$state(0)` from the compiler that looks for it in a declaration.
        let awaits = declaration.init.and_then(awaited);
        let asked = declaration.init.filter(|_| kind == Kind::Asked);
        let compiled = asked.and_then(|init| compile_time_call(init, self.maker.semantic));
        // What holds for the whole module comes first: no change of the declaration would help.
        let refusal = self
            .module
            .cloned()
            .or_else(|| awaits.map(|span| refuse(Reason::TopLevelAwait, span)))
            .or_else(|| compiled.map(|span| refuse(Reason::CompileTimeCall, span)))
            .or(objection);
        let verdict = match (declaration.wish, refusal) {
            (Some(Wish::Reset), _) => Verdict::Reset,
            (_, Some(refusal)) => Verdict::Refused(refusal),
            (_, None) => Verdict::Keepable,
        };
        Some(Found { declaration, kind, verdict, writes, is_made_by_writes, is_doubled: false })
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
                self.binding(declaration, self.watch.writes(symbol, self.maker, declaration.wish))
            }
            // A write of a constant throws.
            _ => self.fixed(declaration),
        };
        // `using` disposes of its value when the evaluation ends: the kept one would be closed.
        let is_using =
            matches!(keyword, VariableDeclarationKind::Using | VariableDeclarationKind::AwaitUsing);
        let binding = declaration.binding;
        let scoping = self.maker.semantic.scoping();
        let hard = match place {
            _ if is_using => Some(Reason::UsingDeclaration),
            Place::Pattern => Some(Reason::DestructuredBinding),
            Place::Nested => Some(Reason::NestedBinding),
            // var n = 1; var n = 2;      // has one binding and two initializers
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
        // let als; export function init() { als = new AsyncLocalStorage(); } init();
        // Here the declaration makes nothing, and its writes are what must return the kept context.
        let is_nothing = declaration.starts_with_nothing();
        // What the module's own statements alone assign is a creation of its own, as a constant's is.
        let is_state = writes.by_function && !writes.is_mixed && (starts.is_some() || is_nothing);
        let made = if is_state { starts.or(writes.made) } else { None };
        // What begins with nothing is given what is kept where the evaluation makes it.
        let written = match made {
            Some(_) if is_nothing => writes.by_module,
            _ => writes.by_evaluation,
        };
        let is_made_by_writes = is_nothing
            && made.is_some()
            && (writes.is_cleared || self::made(&writes.all).next().is_some());
        // async function init() { await 0; als = new AsyncLocalStorage(); } init();
        // `make` would take it for one that a request makes, and all instances would lose the kept one.
        let late = writes.by_late.filter(|_| made.is_some());
        let objection = written.map(|span| refuse(Reason::WrittenAtTopLevel, span));
        Case {
            made,
            objection: objection.or_else(|| late.map(|span| refuse(Reason::LateContext, span))),
            writes: writes.all,
            is_made_by_writes,
        }
    }

    /// What is declared once: a constant, or a variable without a write.
    fn fixed(&self, declaration: &Declaration<'a>) -> Case {
        let made = declaration.init.and_then(|init| self.maker.make(init));
        Case { made, objection: None, writes: vec![], is_made_by_writes: false }
    }

    fn property(
        &self,
        declaration: &Declaration<'a>,
        property: &str,
        names: [Option<&str>; 2],
    ) -> Case {
        let case = self.fixed(declaration);
        // `it.count++` writes some `count`, `Counter.count++` certainly this one.
        if property.is_empty() || !self.watch.is_member_written(property) {
            return case;
        }
        // A primitive is kept for the sake of its writes: any of these may be one.
        let is_primitive =
            declaration.init.is_none_or(|init| init.without_parentheses().is_literal());
        let is_asked = declaration.wish == Some(Wish::Keep);
        if (is_asked && is_primitive) || self.is_static_write(property, names, declaration.binding)
        {
            let objection = Some(refuse(Reason::StaticPrimitive, declaration.binding));
            return Case { objection, ..case };
        }
        // It may be another class's.
        Case { made: None, ..case }
    }

    /// Whether a written member is certainly this class's: it is written through one of the class's names, or through the `this`
    /// of another static member.
    fn is_static_write(&self, property: &str, names: [Option<&str>; 2], binding: OxcSpan) -> bool {
        self.maker.semantic.nodes().iter().any(|node| {
            let object = match node.kind() {
                AstKind::StaticMemberExpression(it) if it.property.name == property => &it.object,
                AstKind::PrivateFieldExpression(it) if it.field.name == property => &it.object,
                _ => return false,
            };
            match object.without_parentheses() {
                // `this.all.push(x)` changes what the property holds, and not the property.
                Expression::ThisExpression(_) => {
                    self.watch.is_target(node.id()) && self.is_static_this(node.id(), binding)
                }
                object => names.iter().flatten().any(|name| object.is_specific_id(name)),
            }
        })
    }

    /// Whether `this` at a place is the class that declares a property: `static hit() { setTimeout(() => this.count++); }`.
    fn is_static_this(&self, place: NodeId, property: OxcSpan) -> bool {
        let nodes = self.maker.semantic.nodes();
        let mut is_static = false;
        for ancestor in nodes.ancestors(place) {
            match ancestor.kind() {
                // Of a method, whose own node comes next; any other function has a `this` of its own.
                AstKind::Function(_)
                    if !matches!(
                        nodes.parent_kind(ancestor.id()),
                        AstKind::MethodDefinition(_)
                    ) =>
                {
                    return false;
                }
                AstKind::MethodDefinition(it) => is_static = it.r#static,
                AstKind::PropertyDefinition(it) => is_static = it.r#static,
                AstKind::StaticBlock(_) => is_static = true,
                AstKind::Class(class) => {
                    let mut members = class.body.body.iter();
                    return is_static && members.any(|it| it.span().contains_inclusive(property));
                }
                _ => {}
            }
        }
        false
    }
}

/// What writes make whether there is something or not.
fn made(writes: &[Write]) -> impl Iterator<Item = &Made> {
    let made = writes.iter().filter_map(|write| match write {
        Write::Expression { made, .. } => made.as_ref(),
        Write::Head { .. } => None,
    });
    made.filter(|made| !made.is_lazy)
}

/// What keeps a whole module from being rewritten.
pub(crate) fn whole_module(program: &Program<'_>, semantic: &Semantic<'_>) -> Option<Refusal> {
    let scoping = semantic.scoping();
    let unresolved = |name: &str| {
        let references = scoping.root_unresolved_references().get(name)?;
        let reference = scoping.get_reference(*references.first()?);
        Some(semantic.reference_span(reference))
    };
    let has_module_syntax = program.body.iter().any(Statement::is_module_declaration);
    // `eval(text)` sees every binding and may write it. `(0, eval)(text)` sees the globals alone:
    // <https://tc39.es/ecma262/#sec-function-calls-runtime-semantics-evaluation>
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
    // Without module syntax these names are what a wrapper of `CommonJS` binds. With it they are
    // globals, as in `typeof module`, and the text is a module all the same.
    ["module", "exports", "require"]
        .into_iter()
        .find_map(unresolved)
        .map(|span| refuse(Reason::CommonJs, span))
}

pub(crate) const fn refuse(reason: Reason, span: OxcSpan) -> Refusal {
    Refusal { reason, span: span.start..span.end }
}
