//! What a module does with methods, by name.

use oxc_ast::{AstKind, ast::Expression};
use oxc_semantic::{NodeId, Semantic};
use oxc_span::GetSpan;
use rustc_hash::FxHashMap;

use super::{
    value::unwrapped,
    wait::{is_deferred, is_reaction},
};

/// The members that a module calls or has called, of whatever object, by name.
///
/// ```js
/// it.start();                            // also it["start"]() and this.#start()
/// setTimeout(it.start);                  // what anything else is passed may be no function
/// setInterval(it.start.bind(it), 1000);
/// ```
pub(super) struct Methods<'a>(FxHashMap<&'a str, Vec<NodeId>>);

impl<'a> Methods<'a> {
    pub(super) fn of(semantic: &Semantic<'a>) -> Self {
        let mut methods: FxHashMap<&'a str, Vec<NodeId>> = FxHashMap::default();
        for node in semantic.nodes().iter() {
            let name = match node.kind() {
                AstKind::StaticMemberExpression(member) => member.property.name.as_str(),
                AstKind::PrivateFieldExpression(member) => member.field.name.as_str(),
                AstKind::ComputedMemberExpression(member) => match &member.expression {
                    Expression::StringLiteral(name) => name.value.as_str(),
                    _ => continue,
                },
                _ => continue,
            };
            if is_run(semantic, node.id()) {
                methods.entry(name).or_default().push(node.id());
            }
        }
        Self(methods)
    }

    /// Returns the members of a name.
    pub(super) fn named(&self, name: &str) -> &[NodeId] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Whether a member is called, or passed to what certainly calls it.
fn is_run(semantic: &Semantic<'_>, member: NodeId) -> bool {
    let nodes = semantic.nodes();
    let (outer, span) = unwrapped(semantic, member);
    match nodes.parent_kind(outer) {
        AstKind::CallExpression(call) => {
            call.callee.span() == span || is_deferred(&call.callee) || is_reaction(&call.callee)
        }
        AstKind::StaticMemberExpression(own) => {
            matches!(own.property.name.as_str(), "call" | "apply" | "bind")
        }
        _ => false,
    }
}
