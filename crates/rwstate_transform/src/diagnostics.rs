//! What this crate says to a person, as named constructors.

use rwstate_diagnostics::{Code, Diagnostic, Label};

use crate::{Reason, Refusal, State, Verdict, module::ParseError};

/// Says that a re-optimization loses a piece of state, or why it is not kept. `None` where it is kept or lost as asked.
pub(crate) fn of_state(path: &str, state: &State) -> Option<Diagnostic> {
    match &state.verdict {
        Verdict::Keepable if state.is_asked => None,
        Verdict::Keepable => Some(lost(path, state)),
        Verdict::Refused(refusal) => Some(refused(path, state, refusal)),
        Verdict::Reset => None,
    }
}

#[cold]
fn lost(path: &str, state: &State) -> Diagnostic {
    let State { name, kind, span, .. } = state;
    Diagnostic::warning(
        Code::LOST_STATE,
        format!("`{name}` is {}, and begins anew whenever its module is reloaded", kind.words()),
    )
    .at(path)
    .with_label(Label::new(span.clone(), "declared here"))
    .with_help(
        "set `preserve: \"state\"`, write /* rwstate: keep */ before it, or run `rwstate migrate`",
    )
}

/// Says why a piece of state is not kept.
#[cold]
pub(crate) fn refused(path: &str, state: &State, refusal: &Refusal) -> Diagnostic {
    let name = &state.name;
    let (message, label, help) = words(name, refusal.reason);
    let diagnostic = Diagnostic::warning(refusal.reason.code(), message).at(path).with_help(help);
    if refusal.span == state.span {
        return diagnostic.with_label(Label::new(state.span.clone(), label));
    }
    diagnostic
        .with_label(Label::new(state.span.clone(), "declared here"))
        .with_label(Label::new(refusal.span.clone(), label))
}

/// The message, what to say of the place, and what to do.
fn words(name: &str, reason: Reason) -> (String, &'static str, &'static str) {
    match reason {
        Reason::UnsafeInstance => (
            format!("`{name}` holds an instance of a class that reloads, so it is not kept"),
            "of a class whose prototype would be the old one",
            "keep the instance's data instead, as a plain object or a Map, or keep it knowingly with /* rwstate: keep */",
        ),
        Reason::HoldsCode => (
            format!("`{name}` holds functions of its module, so it is not kept"),
            "would go on calling the old instance of the module",
            "keep the data apart from the functions, or keep both knowingly with /* rwstate: keep */",
        ),
        Reason::OpaqueInitializer => (
            format!("`{name}` begins with what is not known to be data, so it is not kept"),
            "not known to be data",
            "begin with data, or keep it knowingly with /* rwstate: keep */",
        ),
        Reason::CommonJs => (
            format!("`{name}` is in a CommonJS module, which is not rewritten"),
            "makes this CommonJS",
            "write the module with import and export, or call defineRwState in one that has them",
        ),
        Reason::DirectEval => (
            format!("`{name}` is in a module that calls eval, which is not rewritten"),
            "sees every binding of the module",
            "call it indirectly, as in (0, eval)(text), or move the state to a module of its own",
        ),
        Reason::TopLevelAwait => (
            format!("the initializer of `{name}` awaits, so it is not kept"),
            "would have to wait in a function that cannot",
            "keep the promise instead: defineRwState(key, () => load()), and await what it returns",
        ),
        Reason::UsingDeclaration => (
            format!("`{name}` is declared with `using`, so it is not kept"),
            "disposed of when the module has been evaluated",
            "declare it with const and dispose of it yourself",
        ),
        Reason::RedeclaredBinding => (
            format!("`{name}` is declared more than once, so it is not kept"),
            "declared again elsewhere",
            "declare it once, with let",
        ),
        Reason::DestructuredBinding => (
            format!("`{name}` is taken out of a pattern, so it is not kept"),
            "declared in a pattern",
            "declare it by itself: let name = value.name",
        ),
        Reason::NestedBinding => (
            format!("`{name}` is declared in a block or in the head of a loop, so it is not kept"),
            "declared in a block",
            "declare it among the module's own statements",
        ),
        Reason::StaticPrimitive => (
            format!("the static property `{name}` is reassigned, so it is not kept"),
            "a static property that is written",
            "hold it in a static object or Map, which is kept, or in a variable of the module",
        ),
        Reason::WrittenAtTopLevel => (
            format!("`{name}` is written whenever its module is evaluated, so it is not kept"),
            "would reset it each time",
            "give it this value in its declaration, or write it in functions only",
        ),
    }
}

/// Says that a module could not be parsed.
#[cold]
pub(crate) fn parse_error(path: &str, error: &ParseError) -> Diagnostic {
    Diagnostic::error(Code::PARSE_ERROR, format!("the module cannot be parsed: {}", error.message))
        .at(path)
        .with_label(Label::new(error.at..error.at, "here"))
        .with_help("correct it; until then nothing in it is kept")
}

/// Says that a comment asks for something where there is nothing it could mean.
#[cold]
pub(crate) fn misplaced_comment(path: &str, at: u32, text: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::MISPLACED_COMMENT,
        format!("the comment `{text}` does not stand before a declaration of the module"),
    )
    .at(path)
    .with_label(Label::new(at..at + 2, "has no effect here"))
    .with_help("put it right before a variable of the module or a static property")
}

/// Says that a comment is not understood.
#[cold]
pub(crate) fn unknown_comment(path: &str, at: u32, text: &str) -> Diagnostic {
    Diagnostic::warning(Code::MISPLACED_COMMENT, format!("the comment `{text}` is not understood"))
        .at(path)
        .with_label(Label::new(at..at + 2, "has no effect"))
        .with_help("write `rwstate: keep` or `rwstate: reset`")
}
