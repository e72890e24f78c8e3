//! Import elision: TypeScript's compiler drops import statements whose names are all used as types only, or not at all.

use std::cell::OnceCell;

use oxc_ast::ast::{
    BindingIdentifier, Class, ExportNamedDeclaration, ExportSpecifier, IdentifierReference,
    ImportDeclaration, MethodDefinition, PropertyDefinition, Statement, TSClassImplements,
    TSEnumDeclaration, TSExternalModuleDeclaration, TSGlobalDeclaration, TSImportEqualsDeclaration,
    TSInterfaceDeclaration, TSNamespaceDeclaration, TSType, TSTypeAliasDeclaration,
    TSTypeAnnotation, TSTypeParameterDeclaration, TSTypeParameterInstantiation,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::ParserReturn;
use oxc_semantic::{Reference, Scoping, SemanticBuilder};
use oxc_span::SourceType;
use oxc_syntax::module_record::RequestedModule;
use rustc_hash::FxHashMap;

/// Decides which statements are dropped. The uses of a module's names are analyzed only when that is needed.
pub struct Elision<'p, 'a> {
    parsed: &'p ParserReturn<'a>,
    is_typescript: bool,
    used: OnceCell<Used<'p>>,
}

/// The names that a module imports and uses as values.
enum Used<'p> {
    /// Each has one meaning everywhere in the module.
    Everywhere(FxHashMap<&'p str, bool>),
    /// Their meaning depends on the scope.
    Scoped(Box<Scoping>),
}

impl<'p, 'a> Elision<'p, 'a> {
    /// Creates it for a module, of which nothing is analyzed yet.
    pub fn of(parsed: &'p ParserReturn<'a>, source_type: SourceType) -> Self {
        Self { parsed, is_typescript: source_type.is_typescript(), used: OnceCell::new() }
    }

    /// Returns whether a statement is dropped. Of JavaScript none is.
    pub fn drops(&self, request: &RequestedModule) -> bool {
        // `export { a } from "a"` is dropped by its syntax alone, where it says `type`.
        if !self.is_typescript || !request.is_import {
            return false;
        }
        let statement = request.statement_span.start;
        let entries = &self.parsed.module_record.import_entries;
        let mut names =
            entries.iter().filter(|entry| entry.statement_span.start == statement).peekable();
        // `import "a"` has no names, and an effect.
        if names.peek().is_none() {
            return false;
        }
        let used = self.used.get_or_init(|| Used::of(self.parsed));
        // One name that is used as a value is enough: a statement is dropped as a whole.
        !names.any(|entry| !entry.is_type && used.has(entry.local_name.name.as_str()))
    }
}

impl<'p> Used<'p> {
    fn of(parsed: &'p ParserReturn<'_>) -> Self {
        let entries = &parsed.module_record.import_entries;
        let names = entries.iter().filter(|entry| !entry.is_type);
        let mut values = Values {
            used: names.map(|entry| (entry.local_name.name.as_str(), false)).collect(),
            is_sure: true,
        };
        values.visit_program(&parsed.program);
        if values.is_sure { Self::Everywhere(values.used) } else { Self::scoped(parsed) }
    }

    fn scoped(parsed: &ParserReturn<'_>) -> Self {
        let builder = SemanticBuilder::new().with_build_nodes(false);
        Self::Scoped(Box::new(builder.build(&parsed.program).semantic.into_scoping()))
    }

    fn has(&self, name: &str) -> bool {
        match self {
            // A name that is not known counts as used: to resolve an import too many does no harm.
            Self::Everywhere(used) => used.get(name).is_none_or(|is_used| *is_used),
            Self::Scoped(scoping) => scoping.get_root_binding(name.into()).is_none_or(|symbol| {
                scoping.get_resolved_references(symbol).any(Reference::is_value)
            }),
        }
    }
}

/// Collects the names in the position of a value. That is less work than to bind every name in every scope, and has the same result
/// unless a name is bound again somewhere, or the code only declares what is elsewhere: then it is not sure.
struct Values<'p> {
    used: FxHashMap<&'p str, bool>,
    is_sure: bool,
}

impl Values<'_> {
    const fn doubt_if(&mut self, is_doubtful: bool) {
        self.is_sure &= !is_doubtful;
    }
}

impl<'a> Visit<'a> for Values<'_> {
    fn visit_statement(&mut self, it: &Statement<'a>) {
        // In doubt every name is bound, so the rest need not be read.
        if self.is_sure {
            walk::walk_statement(self, it);
        }
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if let Some(is_used) = self.used.get_mut(it.name.as_str()) {
            *is_used = true;
        }
    }

    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        // `function f(A) { A(); }`: the second `A` is the parameter.
        self.doubt_if(self.used.contains_key(it.name.as_str()));
    }

    /// Its names are those to find the uses of.
    fn visit_import_declaration(&mut self, _: &ImportDeclaration<'a>) {}

    fn visit_export_named_declaration(&mut self, it: &ExportNamedDeclaration<'a>) {
        if !it.export_kind.is_type() {
            walk::walk_export_named_declaration(self, it);
        }
    }

    fn visit_export_specifier(&mut self, it: &ExportSpecifier<'a>) {
        if !it.export_kind.is_type() {
            walk::walk_export_specifier(self, it);
        }
    }

    fn visit_class(&mut self, it: &Class<'a>) {
        // `declare class B extends A {}` is no code, so `A` is not used as a value.
        self.doubt_if(it.declare);
        walk::walk_class(self, it);
    }

    fn visit_method_definition(&mut self, it: &MethodDefinition<'a>) {
        // `abstract [A](): void;` is no code, its computed key included.
        self.doubt_if(it.computed && it.r#type.is_abstract());
        walk::walk_method_definition(self, it);
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        self.doubt_if(it.computed && (it.declare || it.r#type.is_abstract()));
        walk::walk_property_definition(self, it);
    }

    fn visit_ts_enum_declaration(&mut self, it: &TSEnumDeclaration<'a>) {
        self.doubt_if(it.declare);
        walk::walk_ts_enum_declaration(self, it);
    }

    fn visit_ts_namespace_declaration(&mut self, _: &TSNamespaceDeclaration<'a>) {
        // `namespace B { export type C = A; }` is no code.
        self.is_sure = false;
    }

    fn visit_ts_external_module_declaration(&mut self, _: &TSExternalModuleDeclaration<'a>) {
        self.is_sure = false;
    }

    fn visit_ts_global_declaration(&mut self, _: &TSGlobalDeclaration<'a>) {
        self.is_sure = false;
    }

    fn visit_ts_import_equals_declaration(&mut self, _: &TSImportEqualsDeclaration<'a>) {
        // `import B = A.C;` may be an alias of a type.
        self.is_sure = false;
    }

    // Where only types stand.
    fn visit_ts_type(&mut self, _: &TSType<'a>) {}
    fn visit_ts_type_annotation(&mut self, _: &TSTypeAnnotation<'a>) {}
    fn visit_ts_type_alias_declaration(&mut self, _: &TSTypeAliasDeclaration<'a>) {}
    fn visit_ts_interface_declaration(&mut self, _: &TSInterfaceDeclaration<'a>) {}
    fn visit_ts_class_implements(&mut self, _: &TSClassImplements<'a>) {}
    fn visit_ts_type_parameter_declaration(&mut self, _: &TSTypeParameterDeclaration<'a>) {}
    fn visit_ts_type_parameter_instantiation(&mut self, _: &TSTypeParameterInstantiation<'a>) {}
}

#[cfg(test)]
mod tests {
    use oxc_allocator::Allocator;
    use oxc_parser::Parser;
    use oxc_span::SourceType;

    use super::Used;

    /// What can be done with `A`, which is imported, and whether that uses its value.
    const USES: &[(&str, bool)] = &[
        ("a(A);", true),
        ("A.b.c = 1;", true),
        ("export { A };", true),
        ("export { A as B };", true),
        ("export default A;", true),
        ("export = A;", true),
        ("const b = <A />, c = <A.B></A.B>;", true),
        ("class B extends A<C> {}", true),
        ("@A class B {}", true),
        ("class B { @A b; constructor(@A c) {} }", true),
        ("const b = { [A]: 1, A };", true),
        ("const b = (c = A) => c;", true),
        ("enum B { c = A.d }", true),
        ("b = `${A}`;", true),
        ("const b = c as any ?? A!;", true),
        ("namespace B { export const c = A; }", true),
        ("import B = A.C; B;", true),
        ("import B = A.C;", true),
        ("declare enum B { c = A.d }", true),
        ("class B { [A]() {} }", true),
        ("const b: A = c;", false),
        ("const b = c as A, d = e satisfies A, f = g<A>(), h = new I<A>();", false),
        ("export type { A };", false),
        ("export { type A };", false),
        ("class B implements A, A.C { d: A; [key: string]: A }", false),
        ("interface B extends A { [A]: A; c(d: A): A }", false),
        ("type B = A | typeof A | { [key in A]: A };", false),
        ("function b<C extends A>(this: A, d: A): d is A {}", false),
        ("declare class B extends A { [A]: c }", false),
        ("abstract class B { abstract [A](): void; abstract [A]: c; declare [A]: d }", false),
        ("declare function b(c: A): A; declare const d: A;", false),
        ("declare global { interface B extends A {} }", false),
        ("declare module 'b' { export interface C extends A {} }", false),
        ("function b(A) { A(); }", false),
        ("{ let A = 1; A; }", false),
        ("{ interface A {} }", false),
        ("try {} catch (A) { A; }", false),
        ("const b = class A { c = A; };", false),
        ("function b<A>(c: A) {}", false),
        ("b.A; ({ A: 1 }); A: for (;;) break A;", false),
        ("", false),
    ];

    #[track_caller]
    fn check(body: &str, is_value: bool) {
        let source = format!("import {{ A }} from 'a';\n{body}");
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, &source, SourceType::tsx()).parse();
        assert_eq!(Used::of(&parsed).has("A"), is_value, "{body}");
        assert_eq!(Used::scoped(&parsed).has("A"), is_value, "with every name bound: {body}");
    }

    #[test]
    fn a_use_is_of_the_value_or_of_the_type() {
        for (body, is_value) in USES {
            check(body, *is_value);
        }
    }

    #[test]
    fn one_use_of_the_value_is_enough() {
        for (first, is_first) in USES {
            for (second, is_second) in USES {
                check(&format!("{first}\n{second}"), *is_first || *is_second);
            }
        }
    }
}
