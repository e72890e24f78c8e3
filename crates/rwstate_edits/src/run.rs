//! Runs the steps of a module, and of the functions that it calls, each once; then those of each export, as an importer may.

use std::mem;

use oxc_syntax::symbol::SymbolId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    evaluation::{Evaluation, Export, Use, Write},
    routine::{Callback, Module, Part, Root, Roots, Source, Step},
};

/// Returns what a module does while it is evaluated, and what its exports do.
pub(crate) fn run(module: &Module, is_first_party: &dyn Fn(&str) -> bool) -> Evaluation {
    let mut run = Run {
        module,
        is_first_party,
        values: FxHashMap::default(),
        imports: Vec::new(),
        writes: Vec::new(),
    };
    // Before any step, as functions are hoisted: `setup(); function setup() {}`.
    for (binding, functions) in &module.functions {
        run.values.entry(*binding).or_default().functions.clone_from(functions);
    }
    run.routines(vec![0], false);
    let imports = mem::take(&mut run.imports);
    let imports = imports.into_iter().map(|url| module.texts[url].clone()).collect();
    let writes = run.take_writes();
    // After the evaluation, as importers call exports: each binding has all that it may have by
    // then.
    let exports = module.exports.iter().map(|(name, roots)| run.export(name.as_deref(), roots));
    Evaluation { imports, writes, exports: exports.collect() }
}

/// The state between two steps.
struct Run<'m> {
    module: &'m Module,
    is_first_party: &'m dyn Fn(&str) -> bool,
    values: FxHashMap<SymbolId, Value>,
    imports: Vec<usize>,
    writes: Vec<(Origin, Use)>,
}

/// A module, by the index of its URL, and what of its namespace.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Origin {
    url: usize,
    part: Part,
}

/// What a binding may have. Nothing is ever taken away: which branch ran last is not known.
#[derive(Default)]
struct Value {
    /// The modules that it comes from.
    own: Vec<Origin>,
    /// The modules that its elements come from.
    elements: Vec<Origin>,
    /// The modules that its properties come from.
    properties: Vec<Origin>,
    /// The functions and classes that it is, or that made it.
    functions: Vec<usize>,
    /// The functions and classes that its elements or properties are.
    members: Vec<usize>,
}

impl Run<'_> {
    /// Runs routines and what they call; with `inner`, the functions in them too.
    fn routines(&mut self, first: Vec<usize>, with_inner: bool) {
        let module = self.module;
        let mut has_run = FxHashSet::default();
        // Routines with their next steps: functions may call one another deeper than the stack of a thread allows.
        let mut calls: Vec<(usize, usize)> = Vec::new();
        let mut called = first;
        loop {
            while let Some(routine) = called.pop() {
                if !has_run.insert(routine) {
                    continue;
                }
                // What a step calls runs before the next step, so writes have the order of the
                // evaluation.
                calls.push((routine, 0));
                if with_inner {
                    called.extend(&module.routines[routine].inner);
                }
            }
            let Some((routine, next)) = calls.last_mut() else { return };
            let Some(step) = module.routines[*routine].steps.get(*next) else {
                calls.pop();
                continue;
            };
            *next += 1;
            called = self.step(step);
        }
    }

    /// What importers write to that write to an export.
    fn export(&mut self, name: Option<&str>, roots: &Roots) -> Export {
        let is_stateless = self.is_stateless(roots);
        let value = self.value(roots);
        // Two lists of writes: what the export is, and then what a call of it writes to.
        self.write(value.own, Use::Call);
        self.write(value.elements, Use::Call);
        let is = self.take_writes();
        // A callee does not construct a class that it is passed.
        let is_class = |routine: &usize| self.module.routines[*routine].is_class;
        let mut functions = value.functions;
        let is_function = !functions.is_empty() && !functions.iter().any(is_class);
        functions.extend(value.members);
        self.write(value.properties, Use::Call);
        self.routines(functions, true);
        let name = name.map(ToOwned::to_owned);
        Export { name, is, calls: self.take_writes(), is_function, is_stateless }
    }

    /// Whether an export is a stateless function or class, or another module's export.
    fn is_stateless(&self, roots: &Roots) -> bool {
        let is_one = |root: &Root| match root.source {
            Source::Import(_) => true,
            Source::Binding(binding) => self.module.stateless.contains(&binding),
            Source::Routine(_) => false,
        };
        !roots.own.is_empty() && roots.elements.is_empty() && roots.own.iter().all(is_one)
    }

    fn write(&mut self, origins: Vec<Origin>, using: Use) {
        merge(&mut self.writes, origins.into_iter().map(|origin| (origin, using)).collect());
    }

    fn take_writes(&mut self) -> Vec<Write> {
        let texts = &self.module.texts;
        let writes = mem::take(&mut self.writes).into_iter().map(|(origin, using)| {
            let Origin { url, part } = origin;
            let export =
                if let Part::Export(name) = part { Some(texts[name].clone()) } else { None };
            Write { url: texts[url].clone(), export, using }
        });
        // Of several parts without a name, one.
        let mut distinct = Vec::new();
        merge(&mut distinct, writes.collect());
        distinct
    }

    /// Does a step, and returns the routines that it calls.
    fn step(&mut self, step: &Step) -> Vec<usize> {
        match step {
            Step::Import(url) => merge(&mut self.imports, vec![*url]),
            Step::Write(roots) => {
                let value = self.value(roots);
                self.write(value.own, Use::Call);
            }
            Step::Pass { values, callee } => {
                let using = if self.is_later(callee) { Use::Pass } else { Use::Callback };
                let value = self.value(values);
                // Not the properties: `register({ x: a.x })` passes options, which are read as a
                // rule.
                self.write(value.own, using);
                self.write(value.elements, using);
            }
            Step::Bind { binding, values, unpacks } => {
                let mut value = self.value(values);
                if *unpacks {
                    // `const { define } = a;`: which export a name of a pattern is, is not
                    // followed.
                    value.own.iter_mut().for_each(|origin| *origin = origin.part(Part::Any));
                    value.own.extend(mem::take(&mut value.elements));
                    value.own.extend(mem::take(&mut value.properties));
                    value.functions.extend(mem::take(&mut value.members));
                }
                let bound = self.values.entry(*binding).or_default();
                merge(&mut bound.own, value.own);
                merge(&mut bound.elements, value.elements);
                merge(&mut bound.properties, value.properties);
                merge(&mut bound.functions, value.functions);
                merge(&mut bound.members, value.members);
            }
            Step::Call(binding) => return self.functions(*binding).to_vec(),
            Step::Method { binding, name } => {
                let value = self.values.get(binding);
                let members = value.map_or(&[][..], |value| &value.members);
                let mut called = self.named(members, name.as_deref());
                let classes = self.functions(*binding).to_vec();
                called.extend(self.methods(classes, name.as_deref()));
                return called;
            }
            Step::OwnMethod { class, name } => return self.methods(vec![*class], name.as_deref()),
            Step::Callback { callee, .. } if self.is_later(callee) => {}
            Step::Callback { function: Callback::Routine(routine), .. } => return vec![*routine],
            Step::Callback { function: Callback::Binding(binding), .. } => {
                let is_class = |routine: &usize| self.module.routines[*routine].is_class;
                let functions = self.functions(*binding).iter().copied();
                return functions.filter(|routine| !is_class(routine)).collect();
            }
        }
        Vec::new()
    }

    /// The routines that a binding has.
    fn functions(&self, binding: SymbolId) -> &[usize] {
        self.values.get(&binding).map_or(&[], |value| &value.functions)
    }

    /// The methods with a name of classes and of what they extend; where that is another module's, the call writes to it.
    fn methods(&mut self, mut classes: Vec<usize>, name: Option<&str>) -> Vec<usize> {
        let module = self.module;
        let mut methods = Vec::new();
        let mut next = 0;
        while let Some(class) = classes.get(next) {
            next += 1;
            let class = &module.routines[*class];
            if !class.is_class {
                continue;
            }
            methods.extend(self.named(&class.inner, name));
            // `class C extends a.Model {} C.register();`: the method may be that of `a.Model`.
            let base = self.value(&class.base);
            merge(&mut classes, base.functions);
            self.write(base.own, Use::Call);
        }
        methods
    }

    /// Those that have a name, or none.
    fn named(&self, routines: &[usize], name: Option<&str>) -> Vec<usize> {
        let is_called = |routine: &usize| {
            let known = self.module.routines[*routine].name.as_deref();
            known.is_none() || name.is_none() || known == name
        };
        routines.iter().copied().filter(is_called).collect()
    }

    /// Whether a callee runs later what it is passed: it comes from dependencies, whichever of its values it is.
    fn is_later(&self, callee: &Roots) -> bool {
        let is_first_party = |url: usize| (self.is_first_party)(&self.module.texts[url]);
        // `(x ? b.define : d.define)(f)`: one callee that is first-party or local is enough to run
        // `f` now.
        let is_dependency = |root: &Root| match root.source {
            Source::Import(url) => !is_first_party(url),
            Source::Routine(_) => false,
            Source::Binding(binding) => self.values.get(&binding).is_some_and(|value| {
                let is_local = !value.functions.is_empty() || !value.members.is_empty();
                let mut own = value.own.iter();
                !is_local && !value.own.is_empty() && !own.any(|origin| is_first_party(origin.url))
            }),
        };
        !callee.own.is_empty() && callee.own.iter().all(is_dependency)
    }

    fn value(&self, roots: &Roots) -> Value {
        let mut value = Value::default();
        for Root { source, part } in &roots.own {
            match source {
                Source::Import(url) => {
                    merge(&mut value.own, vec![Origin { url: *url, part: *part }]);
                }
                Source::Routine(routine) => merge(&mut value.functions, vec![*routine]),
                Source::Binding(binding) => {
                    if let Some(bound) = self.values.get(binding) {
                        merge(&mut value.own, bound.parts(*part));
                        merge(&mut value.elements, bound.elements.clone());
                        merge(&mut value.properties, bound.properties.clone());
                        merge(&mut value.functions, bound.functions.clone());
                        merge(&mut value.members, bound.members.clone());
                    }
                }
            }
        }
        for root in &roots.elements {
            let (elements, members) = self.inside(root);
            merge(&mut value.elements, elements);
            merge(&mut value.members, members);
        }
        for root in &roots.properties {
            let (properties, members) = self.inside(root);
            merge(&mut value.properties, properties);
            merge(&mut value.members, members);
        }
        value
    }

    /// Where what a value holds comes from, and the functions that it is.
    fn inside(&self, Root { source, part }: &Root) -> (Vec<Origin>, Vec<usize>) {
        match source {
            Source::Import(url) => (vec![Origin { url: *url, part: *part }], Vec::new()),
            Source::Routine(routine) => (Vec::new(), vec![*routine]),
            Source::Binding(binding) => {
                let Some(bound) = self.values.get(binding) else { return Default::default() };
                let mut origins = bound.parts(*part);
                merge(&mut origins, bound.elements.clone());
                let mut functions = bound.functions.clone();
                merge(&mut functions, bound.members.clone());
                (origins, functions)
            }
        }
    }
}

impl Value {
    /// Where a part of it comes from.
    fn parts(&self, part: Part) -> Vec<Origin> {
        self.own.iter().map(|origin| origin.part(part)).collect()
    }
}

impl Origin {
    /// A part of a namespace; a part of an export is that export.
    fn part(self, part: Part) -> Self {
        if self.part == Part::Whole { Self { part, ..self } } else { self }
    }
}

fn merge<T: PartialEq>(into: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !into.contains(&one) {
            into.push(one);
        }
    }
}
