//! Runs the steps of a module, and of the functions that it calls, each once.

use std::mem;

use oxc_syntax::symbol::SymbolId;
use rustc_hash::FxHashMap;

use crate::{
    evaluation::Evaluation,
    routine::{Module, Root, Roots, Step},
};

/// Returns what a module does while it is evaluated.
pub(crate) fn run(module: &Module) -> Evaluation {
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
        if let Step::Call(binding) = step {
            let called = run.values.get(binding).into_iter().flat_map(|value| &value.functions);
            let first = called.filter(|routine| !mem::replace(&mut has_run[**routine], true));
            calls.extend(first.map(|routine| (*routine, 0)));
        } else {
            run.step(step);
        }
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
            Step::Call(_) => {}
        }
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
