//! Runs the steps of a module, and of the functions that it calls, each once.

use std::mem;

use oxc_syntax::symbol::SymbolId;
use rustc_hash::FxHashMap;

use crate::{
    evaluation::Evaluation,
    routine::{Callback, Module, Root, Roots, Step},
};

/// Returns what a module does while it is evaluated.
pub(crate) fn run(module: &Module, is_first_party: impl Fn(&str) -> bool) -> Evaluation {
    let is_first_party = |url: &usize| is_first_party(&module.urls[*url]);
    let mut run = Run { values: FxHashMap::default(), imports: Vec::new(), writes: Vec::new() };
    for (binding, functions) in &module.functions {
        run.values.entry(*binding).or_default().functions.clone_from(functions);
    }
    let mut has_run = vec![false; module.routines.len()];
    has_run[0] = true;
    // Routines with their next steps: functions may call one another deeper than the stack of a thread allows.
    let mut calls = vec![(0, 0)];
    while let Some((routine, next)) = calls.last_mut() {
        let Some(step) = module.routines[*routine].get(*next) else {
            calls.pop();
            continue;
        };
        *next += 1;
        let called = match step {
            Step::Call(binding) => run.functions(*binding).to_vec(),
            Step::Callback { callee, .. } if run.is_later(callee, &is_first_party) => Vec::new(),
            Step::Callback { function: Callback::Routine(routine), .. } => vec![*routine],
            Step::Callback { function: Callback::Binding(binding), .. } => {
                let functions = run.functions(*binding).iter().copied();
                functions.filter(|routine| !module.classes.contains(routine)).collect()
            }
            step => {
                run.step(step);
                continue;
            }
        };
        let first = called.into_iter().filter(|it| !mem::replace(&mut has_run[*it], true));
        calls.extend(first.map(|routine| (routine, 0)));
    }
    let urls =
        |indices: Vec<usize>| indices.into_iter().map(|url| module.urls[url].clone()).collect();
    Evaluation { imports: urls(run.imports), writes: urls(run.writes) }
}

/// The state between two steps.
struct Run {
    values: FxHashMap<SymbolId, Value>,
    imports: Vec<usize>,
    writes: Vec<usize>,
}

/// What a binding may have. Nothing is ever taken away: which branch ran last is not known.
#[derive(Default)]
struct Value {
    /// The modules that it comes from.
    own: Vec<usize>,
    /// The modules that its elements come from.
    elements: Vec<usize>,
    /// The routines that it is.
    functions: Vec<usize>,
}

impl Run {
    fn step(&mut self, step: &Step) {
        match step {
            Step::Import(url) => merge(&mut self.imports, vec![*url]),
            Step::Write(roots) => {
                let value = self.value(roots);
                merge(&mut self.writes, value.own);
            }
            Step::Pass(roots) => {
                let value = self.value(roots);
                merge(&mut self.writes, value.own);
                merge(&mut self.writes, value.elements);
            }
            Step::Bind { binding, values, unpacks } => {
                let value = self.value(values);
                let bound = self.values.entry(*binding).or_default();
                merge(&mut bound.own, value.own);
                merge(&mut bound.functions, value.functions);
                let elements = if *unpacks { &mut bound.own } else { &mut bound.elements };
                merge(elements, value.elements);
            }
            Step::Call(_) | Step::Callback { .. } => {}
        }
    }

    /// The routines that a binding has.
    fn functions(&self, binding: SymbolId) -> &[usize] {
        self.values.get(&binding).map_or(&[], |value| &value.functions)
    }

    /// Whether a callee runs later what it is passed: it comes from dependencies, whichever of its values it is.
    fn is_later(&self, callee: &Roots, is_first_party: &impl Fn(&usize) -> bool) -> bool {
        let is_dependency = |root: &Root| match root {
            Root::Import(url) => !is_first_party(url),
            Root::Binding(binding) => self.values.get(binding).is_some_and(|value| {
                let Value { own, functions, .. } = value;
                functions.is_empty() && !own.is_empty() && !own.iter().any(is_first_party)
            }),
        };
        !callee.own.is_empty() && callee.own.iter().all(is_dependency)
    }

    fn value(&self, roots: &Roots) -> Value {
        let mut value = Value::default();
        for root in &roots.own {
            match root {
                Root::Import(url) => merge(&mut value.own, vec![*url]),
                Root::Binding(binding) => {
                    if let Some(bound) = self.values.get(binding) {
                        merge(&mut value.own, bound.own.clone());
                        merge(&mut value.elements, bound.elements.clone());
                        merge(&mut value.functions, bound.functions.clone());
                    }
                }
            }
        }
        for root in &roots.elements {
            match root {
                Root::Import(url) => merge(&mut value.elements, vec![*url]),
                Root::Binding(binding) => {
                    if let Some(bound) = self.values.get(binding) {
                        merge(&mut value.elements, bound.own.clone());
                        merge(&mut value.elements, bound.elements.clone());
                    }
                }
            }
        }
        value
    }
}

fn merge(into: &mut Vec<usize>, more: Vec<usize>) {
    for one in more {
        if !into.contains(&one) {
            into.push(one);
        }
    }
}
