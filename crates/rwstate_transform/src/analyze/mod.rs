//! The facts: what state a module has, and whether it can be kept.
//!
//! ```text
//! declarations   what is declared for the whole module, without binding a name
//! make           what an initializer makes, by where its callee comes from
//! evaluation     when a place runs: once in each evaluation, more often, later
//! wait           what comes after a wait
//! classes        classes that may be instantiated by no name of theirs
//! methods        what is called as a method, by name
//! value          an expression with its casts and parentheses
//! change         who writes a binding or a member
//! judge          all of it together: state or not, kept or refused
//! creations      contexts that are made anywhere else
//! plain          variables that are no state to keep, and that functions change
//! ```
//!
//! It does not follow values through calls, nor state that functions close over.

mod change;
mod classes;
mod comments;
mod compiled;
mod creations;
mod declarations;
mod evaluation;
mod judge;
mod make;
mod methods;
mod place;
mod plain;
mod unique;
mod value;
mod wait;

use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_semantic::Semantic;
use oxc_span::SourceType;
use rwstate_diagnostics::Diagnostic;

pub(crate) use change::Write;
pub(crate) use creations::Creation;
pub(crate) use declarations::Form;
use evaluation::Evaluation;
pub(crate) use judge::Found;
use judge::{Judge, whole_module};
use make::Maker;
pub use plain::plain_state;

use rwstate_syntax::{source_type, too_deep, with_stack};

use crate::{
    AnalyzeOptions, Reason, Refusal, State, Verdict, diagnostics,
    module::{self, ParseError},
    search::may_have_state,
};

/// What a module's analysis found.
#[derive(Debug, Clone, Default)]
pub struct AnalyzeReturn {
    /// The state, in the order of its declaration.
    pub states: Vec<State>,
    /// What is wrong with the module or with a comment in it, and what state is lost with it. Positions are bytes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds a module's state. A path that is not JavaScript or TypeScript has none.
pub fn analyze(path: &str, source: &str, options: &AnalyzeOptions) -> AnalyzeReturn {
    let mut states = vec![];
    let mut diagnostics = with_found(path, source, options, |found| {
        states = found.to_states();
    });
    let lost = states.iter().filter_map(|state| diagnostics::of_state(path, state));
    diagnostics.extend(lost);
    AnalyzeReturn { states, diagnostics }
}

/// What a module's source is once its state is found.
pub(crate) struct Analyzed<'a, 's> {
    pub(crate) source: &'a str,
    pub(crate) program: &'s Program<'a>,
    pub(crate) semantic: &'s Semantic<'a>,
    pub(crate) states: Vec<Found<'a>>,
    /// Contexts that no declaration begins with.
    pub(crate) creations: Vec<Creation<'a>>,
}

impl Analyzed<'_, '_> {
    /// All state, in the order of the source.
    pub(crate) fn to_states(&self) -> Vec<State> {
        let creations = self.creations.iter().map(Creation::to_state);
        let mut states: Vec<_> = self.states.iter().map(Found::to_state).chain(creations).collect();
        states.sort_by_key(|state| state.span.start);
        states
    }
}

/// Calls `then` with what was found, where anything was, and returns what is wrong.
pub(crate) fn with_found(
    path: &str,
    source: &str,
    options: &AnalyzeOptions,
    then: impl FnOnce(&Analyzed<'_, '_>),
) -> Vec<Diagnostic> {
    let Some(source_type) = source_type(path) else { return vec![] };
    if !may_have_state(source, options) {
        return vec![];
    }
    if let Some(error) = nested_too_deep(source) {
        return vec![diagnostics::parse_error(path, &error)];
    }
    with_stack(source, || find(path, source, source_type, options, then))
}

fn find(
    path: &str,
    source: &str,
    source_type: SourceType,
    options: &AnalyzeOptions,
    then: impl FnOnce(&Analyzed<'_, '_>),
) -> Vec<Diagnostic> {
    let allocator = Allocator::default();
    let program = match module::parse(&allocator, source, source_type) {
        Ok(program) => program,
        Err(error) => return vec![diagnostics::parse_error(path, &error)],
    };
    let comments = comments::Comments::of(&program);
    let declarations = declarations::collect(&program, &comments);
    let semantic = match module::bind(&program) {
        Ok(semantic) => semantic,
        Err(error) => return vec![diagnostics::parse_error(path, &error)],
    };
    let maker = Maker { semantic: &semantic, listed: &options.listed };
    let evaluation = Evaluation::new(&semantic);
    let module = whole_module(&program, &semantic);
    let judge = Judge::new(maker, &evaluation, module.as_ref());
    let mut states: Vec<_> =
        declarations.into_iter().filter_map(|declaration| judge.judge(declaration)).collect();
    let mut creations = creations::Collector {
        semantic: &semantic,
        maker,
        evaluation: &evaluation,
        comments: &comments,
        module: module.as_ref(),
        found: &states,
    }
    .collect();
    // Without `import` and `export` a `.js` file is a script to oxc, and a module to Vite.
    if program.source_type.is_script() {
        let states = states.iter_mut().map(|found| &mut found.verdict);
        let verdicts = states.chain(creations.iter_mut().map(|creation| &mut creation.verdict));
        refuse_sloppy(&semantic, source_type, verdicts.collect());
    }
    unique::name_apart(&mut states, &mut creations);
    let unused = comments.unused(path);
    if !states.is_empty() || !creations.is_empty() {
        then(&Analyzed { source, program: &program, semantic: &semantic, states, creations });
    }
    unused
}

fn nested_too_deep(source: &str) -> Option<ParseError> {
    let at = u32::try_from(too_deep(source)?).unwrap_or(0);
    Some(ParseError { at, message: "brackets are nested too deep".into() })
}

/// Refuses what is in a text without module syntax that is no module: an import would make it one.
fn refuse_sloppy(semantic: &Semantic<'_>, source_type: SourceType, verdicts: Vec<&mut Verdict>) {
    let kept: Vec<_> = verdicts.into_iter().filter(|it| **it == Verdict::Keepable).collect();
    // To look costs another parse, so it comes last and only for what would be kept.
    if kept.is_empty() {
        return;
    }
    let Some(refusal) = sloppy(semantic, source_type) else { return };
    for verdict in kept {
        *verdict = Verdict::Refused(refusal.clone());
    }
}

fn sloppy(semantic: &Semantic<'_>, source_type: SourceType) -> Option<Refusal> {
    let scoping = semantic.scoping();
    // `await(seen)` calls a function in a script and waits in a module: both parse.
    let names = scoping.root_unresolved_references().get("await").into_iter().flatten();
    let name = names.map(|id| semantic.reference_span(scoping.get_reference(*id))).next();
    let allocator = Allocator::default();
    let at = name.map(|span| span.start..span.end).or_else(|| {
        let source = semantic.source_text();
        // Everything else that a module may not have is an error there: `with`, `010`, a function
        // that is declared twice.
        let parsed = module::parse(&allocator, source, source_type.with_module(true));
        let error = parsed.and_then(|program| module::bind(&program).map(|_| ())).err()?;
        Some(error.at..error.at)
    })?;
    Some(Refusal { reason: Reason::CommonJs, span: at })
}
