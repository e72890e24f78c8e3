//! What an expression is made for, as a name: `scopes.request`, `Scope.#current`, `default`.

use oxc_ast::{
    AstKind,
    ast::{
        AssignmentTarget, BindingPattern, Class, ExportDefaultDeclarationKind, Expression,
        PropertyKey,
    },
};
use oxc_semantic::{NodeId, Semantic};

/// Returns the name of a place: of the declarations, the properties and the functions that it is in. `None` where it is in none.
pub(crate) fn name(semantic: &Semantic<'_>, id: NodeId) -> Option<String> {
    let nodes = semantic.nodes();
    // export const scopes = Object.freeze({ request: new AsyncLocalStorage() });  // scopes.request
    // Calls, arrays and blocks have no part in a name, so that to wrap a value keeps its key.
    let mut parts: Vec<String> =
        nodes.ancestor_ids(id).filter_map(|id| part(semantic, id)).collect();
    parts.reverse();
    (!parts.is_empty()).then(|| parts.join("."))
}

fn part(semantic: &Semantic<'_>, id: NodeId) -> Option<String> {
    let nodes = semantic.nodes();
    match nodes.kind(id) {
        AstKind::VariableDeclarator(declarator) => match &declarator.id {
            BindingPattern::BindingIdentifier(id) => Some(id.name.to_string()),
            _ => None,
        },
        AstKind::AssignmentExpression(assignment) => target(&assignment.left),
        AstKind::ObjectProperty(property) => key(&property.key),
        AstKind::PropertyDefinition(property) => key(&property.key),
        AstKind::AccessorProperty(property) => key(&property.key),
        AstKind::MethodDefinition(method) => key(&method.key),
        AstKind::Function(function) => function.id.as_ref().map(|id| id.name.to_string()),
        AstKind::Class(class) => of_class(class, nodes.parent_kind(id)),
        AstKind::TSNamespaceDeclaration(namespace) => Some(namespace.id.name.to_string()),
        AstKind::ExportDefaultDeclaration(export) => match &export.declaration {
            // `export default class Pool {}` has a part of its own, `Pool`.
            ExportDefaultDeclarationKind::FunctionDeclaration(_)
            | ExportDefaultDeclarationKind::ClassDeclaration(_) => None,
            _ => Some("default".into()),
        },
        _ => None,
    }
}

/// A class that a variable holds is named by it.
fn of_class(class: &Class<'_>, parent: AstKind<'_>) -> Option<String> {
    match parent {
        AstKind::VariableDeclarator(declarator) if declarator.id.is_binding_identifier() => None,
        AstKind::ExportDefaultDeclaration(_) if class.id.is_none() => Some("default".into()),
        _ => class.id.as_ref().map(|id| id.name.to_string()),
    }
}

fn key(key: &PropertyKey<'_>) -> Option<String> {
    let name = key.name()?;
    Some(if key.is_private_identifier() { format!("#{name}") } else { name.into_owned() })
}

/// `Scope.storage = …`, `exports.storage = …`
fn target(target: &AssignmentTarget<'_>) -> Option<String> {
    match target {
        AssignmentTarget::AssignmentTargetIdentifier(id) => Some(id.name.to_string()),
        AssignmentTarget::StaticMemberExpression(member) => {
            let name = member.property.name.as_str();
            Some(match &member.object {
                Expression::Identifier(object) => format!("{}.{name}", object.name),
                _ => name.to_owned(),
            })
        }
        AssignmentTarget::PrivateFieldExpression(member) => Some(format!("#{}", member.field.name)),
        _ => None,
    }
}
