//! Where the value of an expression comes from.

use oxc_ast::ast::{
    Argument, ArrayExpression, ArrayExpressionElement, CallExpression, ChainElement, Expression,
    IdentifierReference, MemberExpression, ObjectExpression, ObjectPropertyKind,
};
use oxc_semantic::Scoping;
use oxc_span::Span;
use oxc_syntax::symbol::SymbolId;

use crate::{
    reader::Reader,
    routine::{Part, Root, Roots, Source},
    vite_call::ViteCall,
};

impl Reader<'_> {
    /// The name of what no scope of the module binds.
    pub(crate) fn global<'i>(&self, identifier: &'i IdentifierReference<'_>) -> Option<&'i str> {
        self.symbol(identifier).is_none().then_some(identifier.name.as_str())
    }

    pub(crate) fn symbol(&self, identifier: &IdentifierReference<'_>) -> Option<SymbolId> {
        symbol(self.scoping, identifier)
    }

    /// Where a value comes from, and the elements of an array.
    pub(crate) fn roots(&mut self, expression: &Expression<'_>) -> Roots {
        let mut roots = Roots::default();
        self.add_roots(expression, false, Part::Whole, &mut roots);
        roots
    }

    /// The same for the operand of `await`: where a dynamic import comes to its module.
    pub(crate) fn awaited(&mut self, operand: &Expression<'_>) -> Roots {
        let mut roots = Roots::default();
        self.add_roots(operand, true, Part::Whole, &mut roots);
        roots
    }

    fn add_roots(
        &mut self,
        expression: &Expression<'_>,
        is_awaited: bool,
        part: Part,
        roots: &mut Roots,
    ) {
        let (mut expression, mut is_awaited, mut part) = (expression, is_awaited, part);
        loop {
            expression = match expression {
                Expression::Identifier(it) => {
                    // A global comes from no module.
                    let source = self.symbol(it).map(Source::Binding);
                    roots.own.extend(source.map(|source| Root { source, part }));
                    return;
                }
                Expression::CallExpression(call) => {
                    match self.vite_call(call) {
                        Some(ViteCall::Import) => {}
                        Some(ViteCall::DynamicImport) if is_awaited => {}
                        // A promise is not its module: `import("./a").then`.
                        Some(_) => return,
                        None => {
                            if is_awaited
                                && let Some(Argument::ArrayExpression(all)) = call.arguments.first()
                                && self.is_promise_all(&call.callee)
                            {
                                // const [a, b] = await Promise.all([import("./a"), import("./b")]);
                                return self.add_elements(all, true, roots);
                            }
                            // What a call returns may come from anywhere in the module:
                            // `a.create().list`.
                            part = Part::Any;
                            // `Object.values(x)` has what `x` has, and `Object.assign(x)` is it.
                            expression = match self.object_method(&call.callee) {
                                Some("keys") => return,
                                None => &call.callee,
                                Some(_) => match call.arguments.first() {
                                    Some(first) if !first.is_spread() => first.to_expression(),
                                    _ => return,
                                },
                            };
                            continue;
                        }
                    }
                    let source = self.imported(call).map(Source::Import);
                    roots.own.extend(source.map(|source| Root { source, part }));
                    return;
                }
                Expression::ChainExpression(it) => match &it.expression {
                    ChainElement::CallExpression(call) => {
                        part = Part::Any;
                        &call.callee
                    }
                    ChainElement::TSNonNullExpression(it) => &it.expression,
                    chain => match chain.as_member_expression() {
                        Some(member) => {
                            part = self.part(member);
                            member.object()
                        }
                        None => return,
                    },
                },
                Expression::ConditionalExpression(it) => {
                    self.add_roots(&it.consequent, is_awaited, part, roots);
                    &it.alternate
                }
                Expression::LogicalExpression(it) => {
                    self.add_roots(&it.left, is_awaited, part, roots);
                    &it.right
                }
                Expression::SequenceExpression(it) => match it.expressions.last() {
                    Some(last) => last,
                    None => return,
                },
                Expression::ArrayExpression(it) => return self.add_elements(it, false, roots),
                Expression::ObjectExpression(it) => return self.add_properties(it, roots),
                Expression::FunctionExpression(it) => return self.add_routine(it.span, roots),
                Expression::ArrowFunctionExpression(it) => {
                    return self.add_routine(it.span, roots);
                }
                Expression::ClassExpression(it) => return self.add_routine(it.span, roots),
                Expression::ParenthesizedExpression(it) => &it.expression,
                Expression::AwaitExpression(it) => {
                    is_awaited = true;
                    &it.argument
                }
                Expression::NewExpression(it) => {
                    part = Part::Any;
                    &it.callee
                }
                Expression::TaggedTemplateExpression(it) => {
                    part = Part::Any;
                    &it.tag
                }
                Expression::AssignmentExpression(it) => &it.right,
                other => match other.as_member_expression() {
                    Some(member) => {
                        // The member next to the namespace decides, and is read last:
                        // `a.list.items` is of `list`.
                        part = self.part(member);
                        member.object()
                    }
                    None => return,
                },
            };
        }
    }

    /// What of its object a member is.
    fn part(&mut self, member: &MemberExpression<'_>) -> Part {
        member.static_property_name().map_or(Part::Any, |name| Part::Export(self.text(name)))
    }

    /// `Promise.all`, the global one.
    fn is_promise_all(&self, callee: &Expression<'_>) -> bool {
        let Expression::StaticMemberExpression(member) = callee else { return false };
        let Expression::Identifier(object) = &member.object else { return false };
        self.global(object) == Some("Promise") && member.property.name == "all"
    }

    fn add_elements(&mut self, array: &ArrayExpression<'_>, is_awaited: bool, roots: &mut Roots) {
        for element in &array.elements {
            let value = match element {
                ArrayExpressionElement::SpreadElement(it) => Some(&it.argument),
                other => other.as_expression(),
            };
            if let Some(value) = value {
                // Elements of elements are elements: `[1, [a.x]]`.
                let mut element = Roots::default();
                self.add_roots(value, is_awaited, Part::Whole, &mut element);
                roots.elements.extend(element.own.into_iter().chain(element.elements));
                roots.properties.extend(element.properties);
            }
        }
    }

    fn add_properties(&mut self, object: &ObjectExpression<'_>, roots: &mut Roots) {
        for property in &object.properties {
            let mut values = Roots::default();
            let value = match property {
                ObjectPropertyKind::ObjectProperty(it) => &it.value,
                ObjectPropertyKind::SpreadProperty(it) => &it.argument,
            };
            self.add_roots(value, false, Part::Whole, &mut values);
            roots.properties.extend(values.own.into_iter().chain(values.elements));
            roots.properties.extend(values.properties);
        }
    }

    /// Adds a function or a class, where it has been read.
    fn add_routine(&self, span: Span, roots: &mut Roots) {
        let source = self.routine_at(span).map(Source::Routine);
        roots.own.extend(source.map(|source| Root { source, part: Part::Whole }));
    }

    /// The index of the URL that a call imports, where it is a literal.
    pub(crate) fn imported(&mut self, call: &CallExpression<'_>) -> Option<usize> {
        match call.arguments.first()? {
            Argument::StringLiteral(url) => Some(self.text(url.value.as_str())),
            Argument::TemplateLiteral(url) => {
                let url = url.single_quasi()?;
                Some(self.text(url.as_str()))
            }
            _ => None,
        }
    }
}

fn symbol(scoping: &Scoping, identifier: &IdentifierReference<'_>) -> Option<SymbolId> {
    scoping.get_reference(identifier.reference_id.get()?).symbol_id()
}
