//! Reads a module's code into steps.

mod visit;

use std::mem;

use oxc_ast::ast::{Expression, Program, PropertyKey};
use oxc_ast_visit::Visit;
use oxc_semantic::Scoping;
use oxc_span::Span;
use oxc_syntax::symbol::SymbolId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    routine::{Module, Roots, Routine, Step},
    stateless::stateless,
    vite_call::{ViteCall, is_function},
};

/// Reads one module.
pub(crate) struct Reader<'s> {
    pub(crate) scoping: &'s Scoping,
    texts: FxHashMap<String, usize>,
    /// Routines by where they begin.
    spans: FxHashMap<u32, usize>,
    pub(crate) module: Module,
    /// The routine that steps go to.
    current: usize,
    /// Where functions begin that run where they stand.
    inline: FxHashSet<u32>,
    /// What the targets of assignments bind, outer ones first.
    targets: Vec<SymbolId>,
    /// The routine of the class around, which constructs it.
    pub(crate) class: Option<usize>,
    /// Whether the next function is passed to a call.
    pub(crate) is_passed: bool,
    /// The name of the property that the next function is.
    property: Option<String>,
    /// Whether the evaluation waits for what is being read.
    pub(crate) is_awaited: bool,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(scoping: &'s Scoping) -> Self {
        let module = Module { routines: vec![Routine::default()], ..Module::default() };
        Self {
            scoping,
            texts: FxHashMap::default(),
            spans: FxHashMap::default(),
            module,
            current: 0,
            inline: FxHashSet::default(),
            targets: Vec::new(),
            class: None,
            is_passed: false,
            property: None,
            is_awaited: false,
        }
    }

    pub(crate) fn read(mut self, program: &Program<'_>) -> Module {
        self.visit_program(program);
        self.module.stateless = stateless(program, self.scoping);
        self.module
    }

    /// The index of a URL or a name.
    pub(crate) fn text(&mut self, text: &str) -> usize {
        if let Some(index) = self.texts.get(text) {
            return *index;
        }
        let index = self.module.texts.len();
        self.module.texts.push(text.to_owned());
        self.texts.insert(text.to_owned(), index);
        index
    }

    pub(crate) fn step(&mut self, step: Step) {
        self.module.routines[self.current].steps.push(step);
    }

    pub(crate) fn write(&mut self, roots: Roots) {
        if !roots.own.is_empty() {
            self.step(Step::Write(roots));
        }
    }

    /// Begins the routine of a function or a class, and returns it.
    fn routine(&mut self, span: Span, is_class: bool) -> usize {
        let index = self.module.routines.len();
        self.spans.insert(span.start, index);
        // For this function alone: one in it is not the property.
        let name = self.property.take();
        self.module.routines.push(Routine { name, is_class, ..Routine::default() });
        // `const add = () => () => (0,a.define)();`: an importer that calls `add` may call what
        // that returns.
        if !mem::take(&mut self.is_passed) {
            self.module.routines[self.current].inner.push(index);
        }
        index
    }

    /// The routine of a function or a class that has been read.
    pub(crate) fn routine_at(&self, span: Span) -> Option<usize> {
        self.spans.get(&span.start).copied()
    }

    /// How many functions the current routine has.
    fn inner(&self) -> usize {
        self.module.routines[self.current].inner.len()
    }

    /// Reads what runs when `routine` does.
    fn within(&mut self, routine: usize, read: impl FnOnce(&mut Self)) {
        let outer = mem::replace(&mut self.current, routine);
        read(self);
        self.current = outer;
    }

    fn bind_function(&mut self, binding: Option<SymbolId>, routine: usize) {
        if let Some(binding) = binding {
            self.module.functions.entry(binding).or_default().push(routine);
        }
    }

    /// Reads the value that a binding gets; a function or a class becomes what is called by it.
    fn value(&mut self, binding: Option<SymbolId>, value: &Expression<'_>) {
        if is_routine(value.without_parentheses()) {
            // Its routine is the next one.
            self.bind_function(binding, self.module.routines.len());
        }
        self.visit_expression(value);
    }

    /// Gives bindings a value.
    fn bind(&mut self, bindings: &[SymbolId], values: &Roots, unpacks: bool) {
        if values.is_empty() {
            return;
        }
        for &binding in bindings {
            self.step(Step::Bind { binding, values: values.clone(), unpacks });
        }
    }

    /// Reads the value of a field.
    fn field(&mut self, key: &PropertyKey<'_>, is_static: bool, value: Option<&Expression<'_>>) {
        let Some(value) = value else { return };
        self.name(key, value);
        // `x = (0,a.define)()` runs when the class is constructed, a static field where the class
        // stands.
        let routine = self.class.filter(|_| !is_static).unwrap_or(self.current);
        self.within(routine, |reader| reader.visit_expression(value));
    }

    /// Reads what a function returns.
    fn returned(&mut self, value: &Expression<'_>) {
        // `const load = () => import("./a");`: an evaluation that runs `load` may do so by
        // `await load()`, and then waits for the module.
        if let Expression::CallExpression(call) = value.without_parentheses()
            && self.vite_call(call) == Some(ViteCall::DynamicImport)
            && let Some(url) = self.imported(call)
        {
            self.step(Step::Import(url));
        }
    }

    /// Names the function that a property is, which is read next.
    fn name(&mut self, key: &PropertyKey<'_>, value: &Expression<'_>) {
        if is_function(value) {
            self.property = key.static_name().map(Into::into);
        }
    }

    /// A function that is called runs where it stands, and so does a class that is constructed.
    pub(crate) fn run_here(&mut self, value: &Expression<'_>) {
        match value.without_parentheses() {
            Expression::FunctionExpression(it) => self.inline.insert(it.span.start),
            Expression::ArrowFunctionExpression(it) => self.inline.insert(it.span.start),
            Expression::ClassExpression(it) => self.inline.insert(it.span.start),
            _ => false,
        };
    }
}

const fn is_routine(value: &Expression<'_>) -> bool {
    matches!(
        value,
        Expression::FunctionExpression(_)
            | Expression::ArrowFunctionExpression(_)
            | Expression::ClassExpression(_)
    )
}
