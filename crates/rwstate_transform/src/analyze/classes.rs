//! Classes that are instantiated by no name of theirs.

use oxc_ast::{
    AstKind,
    ast::{Argument, AssignmentTarget, BindingIdentifier, Expression},
};
use oxc_semantic::Semantic;
use oxc_syntax::symbol::SymbolId;
use rustc_hash::FxHashSet;

/// Returns whether a module makes an instance of what may be any of its classes.
///
/// ```js
/// new this.constructor();
/// const Own = new.target; new Own();
/// Reflect.construct(this, []);
/// ```
pub(super) fn instantiates_unnamed(semantic: &Semantic<'_>) -> bool {
    let scoping = semantic.scoping();
    let symbol_of = |reference| scoping.get_reference(reference).symbol_id();
    let mut instantiated: FxHashSet<SymbolId> = FxHashSet::default();
    let mut unnamed: Vec<SymbolId> = vec![];
    for node in semantic.nodes().iter() {
        match node.kind() {
            AstKind::NewExpression(new) => match new.callee.get_inner_expression() {
                Expression::Identifier(name) => {
                    instantiated.extend(symbol_of(name.reference_id()));
                }
                callee if is_unnamed(callee) => return true,
                _ => {}
            },
            AstKind::CallExpression(call) => {
                let is_construct = match call.callee.get_inner_expression() {
                    Expression::StaticMemberExpression(member) => {
                        member.property.name == "construct"
                            && member.object.is_specific_id("Reflect")
                    }
                    _ => false,
                };
                let class = call.arguments.first().and_then(Argument::as_expression);
                match class.map(Expression::get_inner_expression) {
                    Some(Expression::Identifier(name)) if is_construct => {
                        instantiated.extend(symbol_of(name.reference_id()));
                    }
                    Some(class) if is_construct && is_unnamed(class) => return true,
                    _ => {}
                }
            }
            AstKind::VariableDeclarator(declarator)
                if declarator.init.as_ref().is_some_and(is_unnamed) =>
            {
                let id = declarator.id.get_binding_identifier();
                unnamed.extend(id.map(BindingIdentifier::symbol_id));
            }
            AstKind::AssignmentExpression(assignment) if is_unnamed(&assignment.right) => {
                if let AssignmentTarget::AssignmentTargetIdentifier(target) = &assignment.left {
                    unnamed.extend(symbol_of(target.reference_id()));
                }
            }
            // const { constructor: Own } = this;
            AstKind::BindingProperty(property)
                if property.key.is_specific_static_name("constructor") =>
            {
                let id = property.value.get_binding_identifier();
                unnamed.extend(id.map(BindingIdentifier::symbol_id));
            }
            _ => {}
        }
    }
    unnamed.iter().any(|symbol| instantiated.contains(symbol))
}

/// Whether an expression may be a class of the module, and is none of its names.
fn is_unnamed(expression: &Expression<'_>) -> bool {
    match expression.get_inner_expression() {
        Expression::ThisExpression(_) | Expression::NewTarget(_) => true,
        inner => {
            let member = match inner {
                // it?.constructor
                Expression::ChainExpression(chain) => chain.expression.as_member_expression(),
                _ => inner.as_member_expression(),
            };
            member.is_some_and(|member| member.static_property_name() == Some("constructor"))
        }
    }
}
