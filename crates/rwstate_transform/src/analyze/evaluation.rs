//! When a place in a module runs: in the module's evaluation, how often, or later.
//!
//! ```js
//! make();                                     // once
//! (() => { make(); })();                      // once
//! export function init() { make(); } init();  // repeated: others may call it again
//! for (const it of list) make();              // repeated
//! lazy(() => make());                         // perhaps: nothing is known of what calls it
//! export const get = () => make();            // later
//! ```
//!
//! It does not follow values: a function in an object or in another variable is called later, unless a method of its name is called.

use std::cell::{Cell, OnceCell};

use oxc_ast::{
    AstKind,
    ast::{Argument, AssignmentTarget, BindingIdentifier, BindingPattern, Expression, PropertyKey},
};
use oxc_semantic::{NodeId, Reference, Semantic};
use oxc_span::{GetSpan, Span};
use oxc_syntax::symbol::{SymbolFlags, SymbolId};
use rustc_hash::FxHashSet;

/// When a place runs. The greater of two is what holds for a place in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Runs {
    /// At most once in each evaluation of the module, and never after it.
    Once,
    /// The evaluation runs it, and more often than once or later too.
    Repeated,
    /// It is handed to a call in the evaluation.
    Perhaps,
    /// After the evaluation, if ever.
    Later,
}

/// Decides when the code at a place runs.
pub(crate) struct Evaluation<'s, 'a> {
    semantic: &'s Semantic<'a>,
    /// How many uses of functions one answer may still look at: in a module whose functions call each other there is no end of ways.
    left: Cell<u32>,
    /// The names of the methods that are called outside of functions.
    methods: OnceCell<FxHashSet<&'a str>>,
}

const MOST: u32 = 2_000;

impl<'s, 'a> Evaluation<'s, 'a> {
    pub(crate) const fn new(semantic: &'s Semantic<'a>) -> Self {
        Self { semantic, left: Cell::new(MOST), methods: OnceCell::new() }
    }

    /// Returns when a place runs.
    pub(crate) fn runs(&self, place: NodeId) -> Runs {
        // Each answer has the whole of it, so that it does not depend on what was asked before.
        self.left.set(MOST);
        self.within(place, &mut vec![])
    }

    fn within(&self, place: NodeId, asked: &mut Vec<SymbolId>) -> Runs {
        let nodes = self.semantic.nodes();
        let mut runs = Runs::Once;
        let mut inner = nodes.kind(place).span();
        for id in nodes.ancestor_ids(place) {
            let kind = nodes.kind(id);
            let of = match kind {
                AstKind::Function(function) => {
                    // `(function f() {})()` binds `f` inside of the function alone.
                    let own = function.id.as_ref().filter(|_| function.is_declaration());
                    let runs = self.function(id, own.map(BindingIdentifier::symbol_id), asked);
                    // A call makes the generator alone.
                    Some(if function.generator { runs.max(Runs::Perhaps) } else { runs })
                }
                AstKind::ArrowFunctionExpression(_) => Some(self.function(id, None, asked)),
                AstKind::PropertyDefinition(field)
                    if !field.r#static && is_part(field.value.as_ref(), inner) =>
                {
                    Some(self.instances(id, asked))
                }
                AstKind::AccessorProperty(field)
                    if !field.r#static && is_part(field.value.as_ref(), inner) =>
                {
                    Some(self.instances(id, asked))
                }
                _ => None,
            };
            runs = runs.max(of.unwrap_or(Runs::Once));
            // What surrounds a function or a field counts by its calls.
            if of.is_some() {
                return runs;
            }
            if repeats(kind, inner) {
                runs = runs.max(Runs::Repeated);
            }
            inner = kind.span();
        }
        runs
    }

    /// When a function runs: by what is done with it.
    fn function(&self, id: NodeId, own: Option<SymbolId>, asked: &mut Vec<SymbolId>) -> Runs {
        if let Some(symbol) = own {
            return self.symbol(symbol, asked);
        }
        let nodes = self.semantic.nodes();
        let (outer, span) = self.unwrapped(id);
        let parent = nodes.parent_id(outer);
        match nodes.kind(parent) {
            AstKind::CallExpression(call) if call.callee.span() == span => {
                self.within(parent, asked)
            }
            AstKind::NewExpression(new) if new.callee.span() == span => self.within(parent, asked),
            AstKind::CallExpression(_) | AstKind::NewExpression(_) => {
                self.within(parent, asked).max(Runs::Perhaps)
            }
            AstKind::StaticMemberExpression(member) => {
                let (call, callee) = self.unwrapped(parent);
                let is_called = matches!(nodes.parent_kind(call), AstKind::CallExpression(call)
                    if call.callee.span() == callee);
                // (function () { … }).call(this);   // what `bind` makes is not followed
                let is_own = matches!(member.property.name.as_str(), "call" | "apply");
                if is_called && is_own {
                    self.within(nodes.parent_id(call), asked)
                } else {
                    Runs::Later
                }
            }
            AstKind::VariableDeclarator(declarator) => match &declarator.id {
                BindingPattern::BindingIdentifier(id) => self.symbol(id.symbol_id(), asked),
                _ => Runs::Later,
            },
            AstKind::AssignmentExpression(assignment) => {
                let AssignmentTarget::AssignmentTargetIdentifier(target) = &assignment.left else {
                    return Runs::Later;
                };
                // `init = () => { … }; init();` may call what another assignment has put there.
                let reference = self.semantic.scoping().get_reference(target.reference_id());
                let symbol = reference.symbol_id();
                symbol.map_or(Runs::Later, |it| self.symbol(it, asked).max(Runs::Repeated))
            }
            AstKind::MethodDefinition(method) if method.kind.is_constructor() => {
                self.instances(parent, asked)
            }
            AstKind::MethodDefinition(method) => self.method(&method.key),
            AstKind::ObjectProperty(property) => self.method(&property.key),
            AstKind::PropertyDefinition(property) => self.method(&property.key),
            _ => Runs::Later,
        }
    }

    /// When the function or the class runs that a name stands for.
    fn symbol(&self, symbol: SymbolId, asked: &mut Vec<SymbolId>) -> Runs {
        // One that calls itself runs when something else calls it.
        if asked.contains(&symbol) {
            return Runs::Later;
        }
        asked.push(symbol);
        let scoping = self.semantic.scoping();
        // The earliest use decides, and another one is why it is not the only call.
        let mut first = Runs::Later;
        let mut uses = 0;
        for reference in scoping.get_resolved_references(symbol) {
            // `export { init }` is a read, and counts as a use: importers may call it.
            if reference.is_type() || !reference.is_read() {
                continue;
            }
            let Some(left) = self.left.get().checked_sub(1) else { return Runs::Perhaps };
            self.left.set(left);
            uses += 1;
            first = first.min(self.used(reference, asked));
        }
        asked.pop();
        let is_alone = uses == 1 && !self.is_exported(symbol) && !self.is_reassigned(symbol);
        match first {
            Runs::Once if !is_alone => Runs::Repeated,
            first => first,
        }
    }

    /// When one use of a function calls it.
    fn used(&self, reference: &Reference, asked: &mut Vec<SymbolId>) -> Runs {
        let nodes = self.semantic.nodes();
        let (outer, span) = self.unwrapped(reference.node_id());
        let parent = nodes.parent_id(outer);
        let is_argument = |arguments: &[Argument<'_>]| arguments.iter().any(|it| it.span() == span);
        match nodes.kind(parent) {
            AstKind::CallExpression(call) if call.callee.span() == span => {
                self.within(parent, asked)
            }
            AstKind::NewExpression(new) if new.callee.span() == span => self.within(parent, asked),
            AstKind::TaggedTemplateExpression(tagged) if tagged.tag.span() == span => {
                self.within(parent, asked)
            }
            AstKind::CallExpression(call) if is_argument(&call.arguments) => {
                self.within(parent, asked).max(Runs::Perhaps)
            }
            AstKind::NewExpression(new) if is_argument(&new.arguments) => {
                self.within(parent, asked).max(Runs::Perhaps)
            }
            AstKind::StaticMemberExpression(member)
                if matches!(member.property.name.as_str(), "call" | "apply") =>
            {
                self.within(parent, asked).max(Runs::Repeated)
            }
            // class Own extends Base {} new Own();   // runs the constructor of `Base`
            AstKind::Class(class)
                if class.heritage.as_ref().is_some_and(|it| it.expression.span() == span) =>
            {
                self.within(parent, asked).max(Runs::Perhaps)
            }
            _ => Runs::Later,
        }
    }

    /// When instances of the class are made that a node is in.
    fn instances(&self, id: NodeId, asked: &mut Vec<SymbolId>) -> Runs {
        let nodes = self.semantic.nodes();
        let mut ancestors = nodes.ancestor_ids(id);
        let class = ancestors.find_map(|id| match nodes.kind(id) {
            AstKind::Class(class) => Some((id, class)),
            _ => None,
        });
        let Some((id, class)) = class else { return Runs::Later };
        // new (class { als = new AsyncLocalStorage(); })();   // has one instance
        let (outer, span) = self.unwrapped(id);
        match nodes.parent_kind(outer) {
            AstKind::NewExpression(new) if new.callee.span() == span => {
                self.within(nodes.parent_id(outer), asked)
            }
            AstKind::VariableDeclarator(declarator) => match &declarator.id {
                BindingPattern::BindingIdentifier(id) => self.symbol(id.symbol_id(), asked),
                _ => Runs::Later,
            },
            _ if class.is_declaration() => {
                class.id.as_ref().map_or(Runs::Later, |id| self.symbol(id.symbol_id(), asked))
            }
            _ => Runs::Later,
        }
    }

    /// When a method runs: where one of its name is called in the evaluation, perhaps then.
    fn method(&self, key: &PropertyKey<'a>) -> Runs {
        let Some(name) = key.name() else { return Runs::Later };
        // Values are not followed: `it.start()` may call any method of that name, or none of ours.
        let is_called = self.methods.get_or_init(|| self.methods()).contains(&*name);
        if is_called { Runs::Perhaps } else { Runs::Later }
    }

    fn methods(&self) -> FxHashSet<&'a str> {
        let nodes = self.semantic.nodes().iter();
        let called = nodes.filter_map(|node| {
            let AstKind::CallExpression(call) = node.kind() else { return None };
            let name = match call.callee.get_inner_expression() {
                Expression::StaticMemberExpression(member) => member.property.name.as_str(),
                Expression::PrivateFieldExpression(member) => member.field.name.as_str(),
                _ => return None,
            };
            (!self.is_in_function(node.id())).then_some(name)
        });
        called.collect()
    }

    fn is_in_function(&self, id: NodeId) -> bool {
        self.semantic.nodes().ancestor_kinds(id).any(|kind| is_boundary(kind))
    }

    /// A node with the casts and the parentheses around it.
    fn unwrapped(&self, mut id: NodeId) -> (NodeId, Span) {
        let nodes = self.semantic.nodes();
        loop {
            match nodes.parent_kind(id) {
                AstKind::ParenthesizedExpression(_)
                | AstKind::TSAsExpression(_)
                | AstKind::TSSatisfiesExpression(_)
                | AstKind::TSNonNullExpression(_)
                | AstKind::TSTypeAssertion(_)
                | AstKind::TSInstantiationExpression(_) => id = nodes.parent_id(id),
                _ => return (id, nodes.kind(id).span()),
            }
        }
    }

    fn is_exported(&self, symbol: SymbolId) -> bool {
        let scoping = self.semantic.scoping();
        let kinds = self.semantic.nodes().ancestor_kinds(scoping.symbol_declaration(symbol));
        let mut near = kinds.take(3);
        near.any(|kind| {
            matches!(kind, AstKind::ExportDeclaration(_) | AstKind::ExportDefaultDeclaration(_))
        })
    }

    fn is_reassigned(&self, symbol: SymbolId) -> bool {
        let scoping = self.semantic.scoping();
        !scoping.symbol_flags(symbol).contains(SymbolFlags::ConstVariable)
            && scoping.get_resolved_references(symbol).any(Reference::is_write)
    }
}

/// Whether a node is a function, whose body runs when it is called.
const fn is_boundary(kind: AstKind<'_>) -> bool {
    matches!(kind, AstKind::Function(_) | AstKind::ArrowFunctionExpression(_))
}

fn is_part(value: Option<&Expression<'_>>, part: Span) -> bool {
    value.is_some_and(|value| value.span() == part)
}

/// Whether a statement may run a part of it more than once.
fn repeats(kind: AstKind<'_>, part: Span) -> bool {
    match kind {
        AstKind::WhileStatement(_) | AstKind::DoWhileStatement(_) => true,
        AstKind::ForStatement(repeat) => {
            // `for (let als = make(); …; …)` calls `make` once, whatever the loop does.
            repeat.init.as_ref().is_none_or(|init| init.span() != part)
        }
        AstKind::ForInStatement(repeat) => repeat.right.span() != part,
        AstKind::ForOfStatement(repeat) => repeat.right.span() != part,
        _ => false,
    }
}
