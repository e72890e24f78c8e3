//! Plain state: variables of a module that its functions change, and that no comment speaks of.
//!
//! ```js
//! let hits = 0; export const hit = () => hits++;                      // state
//! const seen = new Map(); export const see = (it) => seen.set(it);    // state
//! const names = new Set(["a"]); export const has = (it) => names.has(it);    // nothing changes it
//! ```

use oxc_allocator::Allocator;
use oxc_ast::{
    AstKind,
    ast::{BindingPattern, Declaration, Expression, Statement},
};
use oxc_semantic::{NodeId, Reference};
use oxc_span::{GetSpan, SourceType};
use rwstate_syntax::{source_type, too_deep, with_stack};

use super::{change::Watch, comments::Comments, evaluation::Evaluation};
use crate::{PlainState, module};

/// Methods by which the collections of JavaScript change.
const CHANGING: &[&str] = &[
    "add", "clear", "delete", "fill", "pop", "push", "reverse", "set", "shift", "sort", "splice",
    "unshift",
];

const COLLECTIONS: &[&str] = &["Array", "Map", "Set", "WeakMap", "WeakSet"];

/// Finds a module's plain state, in the order of its declaration. What does not parse, and a path that is no script, has none.
pub fn plain_state(path: &str, source: &str) -> Vec<PlainState> {
    let Some(source_type) = source_type(path) else { return vec![] };
    if too_deep(source).is_some() {
        return vec![];
    }
    with_stack(source, || find(source, source_type).unwrap_or_default())
}

fn find(source: &str, source_type: SourceType) -> Option<Vec<PlainState>> {
    let allocator = Allocator::default();
    let program = module::parse(&allocator, source, source_type).ok()?;
    let comments = Comments::of(&program);
    let semantic = module::bind(&program).ok()?;
    let evaluation = Evaluation::new(&semantic);
    let watch = Watch { semantic: &semantic, evaluation: &evaluation };
    let declared = program.body.iter().filter_map(|statement| {
        let variables = match statement {
            Statement::VariableDeclaration(it) => it,
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(it) => it,
                _ => return None,
            },
            _ => return None,
        };
        comments.wish(statement.span().start).is_none().then_some(&variables.declarations)
    });
    let plain = declared.flatten().filter_map(|declarator| {
        let BindingPattern::BindingIdentifier(id) = &declarator.id else { return None };
        let is_collection = declarator.init.as_ref().is_some_and(is_collection);
        let mut references = semantic.scoping().get_resolved_references(id.symbol_id());
        let is_changed = references.any(|reference| changes(watch, reference, is_collection));
        let span = id.span.start..id.span.end;
        is_changed.then(|| PlainState { name: id.name.to_string(), span })
    });
    Some(plain.collect())
}

/// Whether a function changes a variable, or the collection that it is, through a reference.
fn changes(watch: Watch<'_, '_>, reference: &Reference, is_collection: bool) -> bool {
    let node = reference.node_id();
    let is_written = reference.is_write() || (is_collection && is_part_changed(watch, node));
    is_written && watch.is_in_function(node)
}

fn is_part_changed(watch: Watch<'_, '_>, reference: NodeId) -> bool {
    let nodes = watch.semantic.nodes();
    // by.name[it] = 1    // `by`, then `by.name`, then the whole member is a part of it
    let mut inner = nodes.kind(reference).span();
    for id in nodes.ancestor_ids(reference) {
        let (object, name) = match nodes.kind(id) {
            AstKind::StaticMemberExpression(it) => (it.object.span(), it.property.name.as_str()),
            AstKind::ComputedMemberExpression(it) => (it.object.span(), ""),
            _ => return false,
        };
        // In `list[by]` the reference is the index, and `list` may change.
        if object != inner {
            return false;
        }
        inner = nodes.kind(id).span();
        let is_called = matches!(nodes.parent_kind(id), AstKind::CallExpression(call) if call.callee.span() == inner);
        if watch.is_target(id) || (is_called && CHANGING.contains(&name)) {
            return true;
        }
    }
    false
}

fn is_collection(init: &Expression<'_>) -> bool {
    match init.get_inner_expression() {
        Expression::ArrayExpression(_) | Expression::ObjectExpression(_) => true,
        Expression::NewExpression(it) => it
            .callee
            .get_identifier_reference()
            .is_some_and(|it| COLLECTIONS.contains(&it.name.as_str())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::plain_state;

    #[track_caller]
    fn check(source: &str, expect: &[&str]) {
        let names: Vec<_> = plain_state("a.ts", source).into_iter().map(|it| it.name).collect();
        assert_eq!(names, expect, "{source}");
    }

    #[test]
    fn what_functions_change_is_state() {
        check("let hits = 0; export const hit = () => hits++;", &["hits"]);
        check("export let user; export function login(it) { user = it }", &["user"]);
        check(
            "const seen = new Map<string, number>(); const see = (it) => seen.set(it, 1);",
            &["seen"],
        );
        check("const all: string[] = []; class A { add(it) { all.push(it) } }", &["all"]);
        check("const by = { name: {} }; const f = (it) => { by.name[it] = 1 };", &["by"]);
        check("const by = {}; const f = (it) => { delete by[it] };", &["by"]);
    }

    #[test]
    fn what_nothing_changes_later_is_none() {
        check("const names = new Set(['a']); const has = (it) => names.has(it);", &[]);
        check("const all = []; all.push(1); let a = 1; a = 2;", &[]);
        check("const redis = connect(); const save = (it) => redis.set('a', it);", &[]);
        check("const f = () => { let n = 0; n++; };", &[]);
        check("const als = new AsyncLocalStorage(); const f = () => als.run(1, f);", &[]);
    }

    #[test]
    fn what_a_comment_speaks_of_is_none() {
        check("/* rwstate: keep */ let hits = 0; const hit = () => hits++;", &[]);
        check("/* rwstate: reset */\nexport let hits = 0; const hit = () => hits++;", &[]);
    }

    #[test]
    fn what_does_not_parse_is_none() {
        check("let hits = ; const hit = () => hits++;", &[]);
        assert_eq!(plain_state("a.vue", "let hits = 0; const hit = () => hits++;"), []);
    }
}
