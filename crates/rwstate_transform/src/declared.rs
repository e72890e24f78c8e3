//! Where a module declares entries of the state module by itself: `defineRwState("key", () => new Store())`.

use memchr::{memchr_iter, memmem};
use oxc_allocator::Allocator;
use oxc_ast::{
    AstKind,
    ast::{
        Argument, CallExpression, Expression, FunctionBody, IdentifierReference,
        ImportDeclarationSpecifier, Statement,
    },
};
use oxc_semantic::Semantic;
use oxc_span::GetSpan;
use oxc_syntax::symbol::SymbolId;

use crate::module;

/// What the state module calls the function.
const DEFINE: &str = "defineRwState";

/// An entry that a module declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Its key.
    pub key: String,
    /// The line of the call, from 1.
    pub line: u32,
    /// The column of the call, from 0, in UTF-16 code units as source maps have it.
    pub column: u32,
    /// The class whose instance it begins with, where that is the app's own: another evaluation of the class's module makes it
    /// another class.
    pub class: Option<String>,
}

/// Returns the entries that a module declares under keys that it spells out. `specifiers` name the state module. A module that
/// does not parse declares none: that is reported elsewhere.
pub fn declared(path: &str, source: &str, specifiers: &[&str]) -> Vec<Declared> {
    if memmem::find(source.as_bytes(), DEFINE.as_bytes()).is_none() {
        return vec![];
    }
    let Some(source_type) = rwstate_syntax::source_type(path) else { return vec![] };
    if rwstate_syntax::too_deep(source).is_some() {
        return vec![];
    }
    rwstate_syntax::with_stack(source, || {
        let allocator = Allocator::default();
        let Ok(program) = module::parse(&allocator, source, source_type) else { return vec![] };
        let Ok(semantic) = module::bind(&program) else { return vec![] };
        let module = Module { semantic: &semantic, specifiers };
        let calls = semantic.nodes().iter().filter_map(|node| match node.kind() {
            AstKind::CallExpression(call) => module.declared(call, source),
            _ => None,
        });
        calls.collect()
    })
}

struct Module<'s, 'a> {
    semantic: &'s Semantic<'a>,
    specifiers: &'s [&'s str],
}

impl Module<'_, '_> {
    fn declared(&self, call: &CallExpression<'_>, source: &str) -> Option<Declared> {
        if !self.is_define(&call.callee) {
            return None;
        }
        let key = match call.arguments.first()?.as_expression()? {
            Expression::StringLiteral(literal) => literal.value.to_string(),
            Expression::TemplateLiteral(template) => template.single_quasi()?.to_string(),
            _ => return None,
        };
        let before = &source[..call.span().start as usize];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let lines = memchr_iter(b'\n', before.as_bytes()).count();
        Some(Declared {
            key,
            line: u32::try_from(lines).map_or(0, |lines| lines + 1),
            column: u32::try_from(before[start..].encode_utf16().count()).unwrap_or(0),
            class: call.arguments.get(1).and_then(|initializer| self.class(initializer)),
        })
    }

    /// Whether a callee is the state module's function: `defineRwState`, by whatever name, or `state.defineRwState`.
    fn is_define(&self, callee: &Expression<'_>) -> bool {
        match callee {
            // Not by its name: `(defineRwState) => defineRwState("a", make)` calls a parameter.
            Expression::Identifier(name) => self.symbol(name).is_some_and(|symbol| {
                self.imported(symbol, |specifier| match specifier {
                    ImportDeclarationSpecifier::ImportSpecifier(named) => {
                        named.imported.name() == DEFINE
                    }
                    _ => false,
                })
            }),
            // import * as state from "rwstate/state"; state.defineRwState("a", make);
            Expression::StaticMemberExpression(member) => {
                let Expression::Identifier(name) = &member.object else { return false };
                member.property.name == DEFINE
                    && self.symbol(name).is_some_and(|symbol| {
                        self.imported(symbol, |specifier| {
                            matches!(
                                specifier,
                                ImportDeclarationSpecifier::ImportNamespaceSpecifier(_)
                            )
                        })
                    })
            }
            _ => false,
        }
    }

    /// Whether a binding is imported from the state module, in a form.
    fn imported(
        &self,
        symbol: SymbolId,
        is_form: impl Fn(&ImportDeclarationSpecifier<'_>) -> bool,
    ) -> bool {
        self.import(symbol).is_some_and(|(source, specifier)| {
            self.specifiers.contains(&source) && specifier.is_some_and(is_form)
        })
    }

    /// The import that binds a name: what it is from, and how.
    fn import(&self, symbol: SymbolId) -> Option<(&str, Option<&ImportDeclarationSpecifier<'_>>)> {
        let nodes = self.semantic.nodes();
        let node = self.semantic.scoping().symbol_declaration(symbol);
        let AstKind::ImportDeclaration(import) = nodes.parent_kind(node) else { return None };
        let own = import
            .specifiers
            .iter()
            .flatten()
            .find(|specifier| specifier.local().symbol_id.get() == Some(symbol));
        Some((import.source.value.as_str(), own))
    }

    /// The class of the app's own that an initializer makes an instance of: `() => new Store()`.
    fn class(&self, initializer: &Argument<'_>) -> Option<String> {
        let made = match initializer {
            // `async () => new Store()` keeps a promise.
            Argument::ArrowFunctionExpression(arrow) if !arrow.r#async => {
                match arrow.body.as_function_body() {
                    Some(body) => returned(body)?,
                    None => arrow.body.as_expression()?,
                }
            }
            Argument::FunctionExpression(function) if !function.r#async && !function.generator => {
                returned(function.body.as_ref()?)?
            }
            _ => return None,
        };
        let Expression::NewExpression(new) = made.get_inner_expression() else { return None };
        let Expression::Identifier(name) = &new.callee else { return None };
        let symbol = self.symbol(name)?;
        let is_own = if let Some((source, _)) = self.import(symbol) {
            !is_package(source)
        } else {
            // What is appended to the module can read no class of a function's own.
            let scoping = self.semantic.scoping();
            scoping.symbol_flags(symbol).is_class()
                && scoping.symbol_scope_id(symbol) == scoping.root_scope_id()
        };
        is_own.then(|| name.name.to_string())
    }

    fn symbol(&self, name: &IdentifierReference<'_>) -> Option<SymbolId> {
        self.semantic.scoping().get_reference(name.reference_id()).symbol_id()
    }
}

/// What a function returns, where it does nothing else.
fn returned<'b, 'a>(body: &'b FunctionBody<'a>) -> Option<&'b Expression<'a>> {
    match body.statements.as_slice() {
        [Statement::ReturnStatement(statement)] => statement.argument.as_ref(),
        _ => None,
    }
}

/// Whether a specifier names a package, whose code is not edited; `@/store` is an alias for the app's own files.
fn is_package(specifier: &str) -> bool {
    // `./store`, `@/store`, `~/store` and `#store` name files of the app.
    let name = specifier.strip_prefix('@').unwrap_or(specifier);
    name.starts_with(|first: char| first.is_alphanumeric() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::{Declared, declared};

    fn lines(source: &str) -> Vec<String> {
        declared("a.ts", source, &["rwsdk/__state", "rwstate/state"])
            .into_iter()
            .map(|Declared { key, line, column, class }| {
                format!("{key} {line}:{column} {}", class.unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn calls_are_found_by_whatever_name_the_function_is_imported() {
        let source = "import { defineRwState } from 'rwsdk/__state';\nimport { defineRwState as d } from 'rwstate/state';\nimport * as state from 'rwsdk/__state';\ndefineRwState('a', f);\nconst b: object = d<object>(`b`, f);\n\u{1f680}; state.defineRwState('c', f);".replace("\u{1f680};", "'\u{1f680}';");
        assert_eq!(lines(&source), ["a 4:0 ", "b 5:18 ", "c 6:6 "]);
    }

    #[test]
    fn another_function_of_that_name_and_a_key_that_is_not_spelled_out_declare_nothing() {
        let source = "import { defineRwState as d } from 'rwsdk/__state'; import { defineRwState } from 'other';\ndefineRwState('a', f); function g(d: F) { d('b', f); } d(key, f); d(`${key}`, f); d();";
        assert_eq!(lines(source), Vec::<String>::new());
        assert_eq!(lines("defineRwState('a', f); const = ;"), Vec::<String>::new());
    }

    #[test]
    fn a_class_of_the_apps_own_is_named() {
        let import = "import { defineRwState as d } from 'rwstate/state';";
        let class = |code: &str| {
            let found = declared("a.ts", &format!("{import}{code}"), &["rwstate/state"]);
            found.into_iter().next().unwrap().class
        };
        let store = Some("Store".to_owned());
        assert_eq!(class("class Store {} d('a', () => new Store());"), store);
        assert_eq!(
            class("import { Store } from './s'; d('a', function () { return new Store(1); });"),
            store
        );
        assert_eq!(
            class("import Store from '@/store'; d('a', () => { return new Store() as X; });"),
            store
        );
        for none in [
            "d('a', () => new Map());",
            "import { Store } from '@scope/store'; d('a', () => new Store());",
            "import { Store } from 'store'; d('a', () => new Store());",
            "class Store {} d('a', async () => new Store());",
            "function Store() {} d('a', () => new Store());",
            "class Store {} function f() { class Store {} return d('a', () => new Store()); }",
        ] {
            assert_eq!(class(none), None, "{none}");
        }
    }
}
