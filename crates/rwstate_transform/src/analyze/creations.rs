//! Contexts that are made anywhere but as what a declaration begins with: in an object, a field, an argument, a block.
//!
//! ```js
//! export const scopes = Object.freeze({ request: new AsyncLocalStorage() });   // kept, as `scopes.request`
//! for (const name of names) scopes[name] = new AsyncLocalStorage();            // refused: nothing says which is which
//! export const make = () => new AsyncLocalStorage();                           // not the module's
//! ```
//!
//! What the evaluation makes once is kept by itself, and whatever it is in is evaluated as it was written.

use oxc_ast::{AstKind, ast::Argument};
use oxc_semantic::{NodeId, Semantic};
use oxc_span::{GetSpan, Span};

use super::{
    comments::Comments,
    evaluation::{Evaluation, Runs},
    judge::{Found, refuse},
    make::Maker,
    place::name,
    wait::awaited,
};
use crate::{Kind, Reason, Refusal, State, Verdict};

/// An expression that makes state.
#[derive(Debug, Clone)]
pub(crate) struct Creation<'a> {
    /// Its name: of what it is made for.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// A `new` or a call.
    pub(crate) node: AstKind<'a>,
    pub(crate) verdict: Verdict,
    /// Whether another one would have the same name.
    pub(crate) is_doubled: bool,
}

impl Creation<'_> {
    pub(crate) fn span(&self) -> Span {
        self.node.span()
    }

    pub(crate) fn to_state(&self) -> State {
        let Span { start, end, .. } = self.span();
        State {
            name: self.name.clone(),
            kind: self.kind,
            span: start..end,
            declaration: start..end,
            verdict: self.verdict.clone(),
        }
    }
}

/// Collects what a module makes beside what its declarations begin with.
pub(crate) struct Collector<'c, 'a> {
    pub(crate) semantic: &'c Semantic<'a>,
    pub(crate) maker: Maker<'c, 'a>,
    pub(crate) evaluation: &'c Evaluation<'c, 'a>,
    pub(crate) comments: &'c Comments,
    pub(crate) module: Option<&'c Refusal>,
    /// What declarations begin with.
    pub(crate) found: &'c [Found<'a>],
}

impl<'a> Collector<'_, 'a> {
    pub(crate) fn collect(&self) -> Vec<Creation<'a>> {
        let nodes = self.semantic.nodes();
        nodes.iter().filter_map(|node| self.creation(node.id(), node.kind())).collect()
    }

    fn creation(&self, id: NodeId, node: AstKind<'a>) -> Option<Creation<'a>> {
        let is_subclass = self.maker.is_subclass(node);
        let kind = if is_subclass { Kind::Context } else { self.maker.creation(node)? };
        if self.found.iter().any(|found| found.makes(node.span())) || self.is_left(id, kind) {
            return None;
        }
        let runs = self.evaluation.answer(id).runs;
        // `const make = () => new AsyncLocalStorage(), als = make();` has one creation: the call.
        // `list.map(make)` has no call, so there it is what the function returns.
        let is_of_calls = || {
            let factory = self.maker.factory_of(id);
            factory.is_some_and(|factory| !self.evaluation.calls_indirectly(factory))
        };
        if runs == Runs::Later || is_of_calls() {
            return None;
        }
        let nodes = self.semantic.nodes();
        // A comment before a statement is about all that it makes:
        // /* rwstate: reset */ for (const it of [1, 2]) register(new AsyncLocalStorage());
        let mut around = std::iter::once(id).chain(nodes.ancestor_ids(id));
        let verdict = if around.any(|id| self.comments.is_reset(nodes.kind(id).span().start)) {
            Verdict::Reset
        } else {
            let why = match runs {
                _ if self.module.is_some() => self.module.cloned(),
                // The kept one would be of the class of another evaluation, with its old methods.
                Runs::Once if is_subclass => Some(refuse(Reason::ContextSubclass, node.span())),
                Runs::Once => awaits(node).map(|span| refuse(Reason::TopLevelAwait, span)),
                _ => Some(refuse(Reason::RepeatedContext, node.span())),
            };
            why.map_or(Verdict::Keepable, Verdict::Refused)
        };
        let name = name(self.semantic, id);
        // What nothing names is what its statement says.
        let is_doubled = name.is_none();
        let name = name.unwrap_or_else(|| "context".into());
        Some(Creation { name, kind, node, verdict, is_doubled })
    }

    /// Whether a creation is kept already, or is no context and what holds it may change: it may be closed by then.
    fn is_left(&self, id: NodeId, kind: Kind) -> bool {
        // defineRwState("als", () => new AsyncLocalStorage());     // is kept already
        let mut ancestors = self.semantic.nodes().ancestor_kinds(id);
        let is_kept = ancestors.clone().any(|kind| {
            matches!(kind, AstKind::CallExpression(call) if self.maker.is_keeping(&call.callee))
        });
        // const client = create().$extends({});
        let holder = ancestors.find(|kind| {
            !matches!(
                kind,
                AstKind::StaticMemberExpression(_)
                    | AstKind::CallExpression(_)
                    | AstKind::AwaitExpression(_)
                    | AstKind::VariableDeclarator(_)
                    // const client = create().$extends({}) as Client;
                    | AstKind::TSAsExpression(_)
                    | AstKind::TSSatisfiesExpression(_)
                    | AstKind::TSTypeAssertion(_)
                    | AstKind::TSNonNullExpression(_)
                    | AstKind::TSInstantiationExpression(_)
            )
        });
        let is_constant = match holder {
            // let holder = { client: create() };      // another assignment may have closed the client
            Some(AstKind::VariableDeclaration(it)) => it.kind.is_const(),
            Some(AstKind::ExportDefaultDeclaration(_)) => true,
            _ => false,
        };
        is_kept || kind == Kind::Listed && !is_constant
    }
}

fn awaits(node: AstKind<'_>) -> Option<Span> {
    let (callee, arguments) = match node {
        AstKind::NewExpression(new) => (&new.callee, &new.arguments),
        AstKind::CallExpression(call) => (&call.callee, &call.arguments),
        _ => return None,
    };
    let given = arguments.iter().filter_map(|argument| match argument {
        Argument::SpreadElement(spread) => Some(&spread.argument),
        argument => argument.as_expression(),
    });
    std::iter::once(callee).chain(given).find_map(awaited)
}
