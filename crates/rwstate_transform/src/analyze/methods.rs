//! The calls of methods, by name.

use oxc_ast::{AstKind, ast::Expression};
use oxc_semantic::{NodeId, Semantic};
use rustc_hash::FxHashMap;

use super::wait::is_function;

/// What a module calls as a method, of whatever object.
pub(super) struct Methods<'a>(FxHashMap<&'a str, Calls>);

/// The calls of methods of one name.
#[derive(Default)]
pub(super) struct Calls {
    pub(super) all: Vec<NodeId>,
    /// Whether one of them is outside of functions.
    pub(super) by_module: bool,
}

impl<'a> Methods<'a> {
    pub(super) fn of(semantic: &Semantic<'a>) -> Self {
        let nodes = semantic.nodes();
        let mut methods: FxHashMap<&'a str, Calls> = FxHashMap::default();
        for node in nodes.iter() {
            let AstKind::CallExpression(call) = node.kind() else { continue };
            let name = match call.callee.get_inner_expression() {
                Expression::StaticMemberExpression(member) => member.property.name.as_str(),
                Expression::PrivateFieldExpression(member) => member.field.name.as_str(),
                _ => continue,
            };
            let calls = methods.entry(name).or_default();
            calls.all.push(node.id());
            calls.by_module = calls.by_module || !nodes.ancestor_kinds(node.id()).any(is_function);
        }
        Self(methods)
    }

    pub(super) fn calls(&self, name: &str) -> Option<&Calls> {
        self.0.get(name)
    }
}
