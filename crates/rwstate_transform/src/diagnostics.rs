//! What this crate says to a person, as named constructors.

use std::ops::Range;

use rwstate_diagnostics::{Code, Diagnostic, Label};

use crate::{Kind, PlainState, Reason, Refusal, State, Verdict, module::ParseError};

/// Says that a piece of state is lost without the plugin, or why it is not kept. `None` where a comment decides.
pub(crate) fn of_state(path: &str, state: &State) -> Option<Diagnostic> {
    match (&state.verdict, state.kind) {
        (Verdict::Refused(refusal), _) => Some(refused(path, state, refusal)),
        (Verdict::Keepable, Kind::Context) => Some(lost(path, state, "a context")),
        (Verdict::Keepable, Kind::Listed) => Some(lost(path, state, "state as you listed it")),
        (Verdict::Keepable, Kind::Asked) | (Verdict::Reset, _) => None,
    }
}

/// Says that edits of many files reset a variable. `imported` is how many files the module's own imports lead to.
#[cold]
pub fn often_reset(path: &str, state: &PlainState, imported: usize) -> Diagnostic {
    let PlainState { name, span } = state;
    Diagnostic::warning(
        Code::OFTEN_RESET,
        format!("`{name}` is reset by an edit of any of the {imported} files that its module imports, and by its own"),
    )
    .at(path)
    .with_label(Label::new(span.clone(), "declared here"))
    .with_help(
        "move it to a module that imports little, keep it with `/* rwstate: keep */`, or say `/* rwstate: reset */`",
    )
}

#[cold]
fn lost(path: &str, state: &State, what: &str) -> Diagnostic {
    let State { name, span, .. } = state;
    Diagnostic::warning(
        Code::LOST_STATE,
        format!("`{name}` is {what}, and is reset whenever its module is evaluated again"),
    )
    .at(path)
    .with_label(Label::new(span.clone(), "declared here"))
    .with_help(
        "use `statePlugin()`, which keeps contexts and what `preserve: { states }` lists, or run `rwstate migrate`",
    )
}

/// Says why a piece of state is not kept.
#[cold]
pub(crate) fn refused(path: &str, state: &State, refusal: &Refusal) -> Diagnostic {
    let name = &state.name;
    let (message, label, help) = words(name, refusal.reason);
    let diagnostic = Diagnostic::warning(refusal.reason.code(), message).at(path).with_help(help);
    // Two labels at one place would be two lines below its own.
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
            "keep a static object or Map that holds it, or a variable of the module",
        ),
        Reason::WrittenAtTopLevel => (
            format!("`{name}` is written whenever its module is evaluated, so it is not kept"),
            "would reset it each time",
            "give it this value in its declaration, or write it in functions only",
        ),
        Reason::RepeatedContext => (
            format!("`{name}` is made in a function or a loop, so it is not kept"),
            "made here, maybe more than once",
            "make it among the module's own statements: const name = new AsyncLocalStorage()",
        ),
        Reason::LateContext => (
            format!(
                "`{name}` may be made when the evaluation of its module has ended, so it is not kept"
            ),
            "made here, after a wait or in a callback",
            "make it among the module's own statements, or have them await what makes it: await init()",
        ),
        Reason::ContextSubclass => (
            format!("`{name}` is a context of a class of the module's own, so it is not kept"),
            "another evaluation makes another class",
            "hold an AsyncLocalStorage in the class in place of extending it",
        ),
        Reason::CompileTimeCall => (
            format!("`{name}` begins with a call that a compiler replaces, so it is not kept"),
            "a compiler looks for it right here",
            "keep what it is given: a variable of its own, with the comment before it",
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
pub(crate) fn misplaced_comment(path: &str, span: Range<u32>, text: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::MISPLACED_COMMENT,
        format!("the comment `{text}` does not stand before a declaration of the module"),
    )
    .at(path)
    .with_label(Label::new(span, "has no effect here"))
    .with_help("put it right before a variable of the module or a static property")
}

/// Says that a comment asks for something, and one after it for something else.
#[cold]
pub(crate) fn overruled_comment(
    path: &str,
    (span, text): (Range<u32>, &str),
    (last_span, last): (&Range<u32>, &str),
) -> Diagnostic {
    Diagnostic::warning(
        Code::MISPLACED_COMMENT,
        format!("the comment `{text}` is overruled by `{last}`, which follows it"),
    )
    .at(path)
    .with_label(Label::new(span, "has no effect"))
    .with_label(Label::new(last_span.clone(), "counts, as it is the last one"))
    .with_help("delete one of the two")
}

/// Says that a comment is not understood.
#[cold]
pub(crate) fn unknown_comment(path: &str, span: Range<u32>, text: &str) -> Diagnostic {
    Diagnostic::warning(Code::MISPLACED_COMMENT, format!("the comment `{text}` is not understood"))
        .at(path)
        .with_label(Label::new(span, "has no effect"))
        .with_help("write `rwstate: keep` or `rwstate: reset`")
}

/// Returns the line that reports entries that are reset because their initializers changed.
pub fn reset_line(environment: &str, keys: &[String]) -> String {
    let (are, their) =
        if keys.len() == 1 { ("is", "its initializer") } else { ("are", "their initializers") };
    format!("({environment}) {} {are} reset: {their} changed", keys.join(", "))
}

/// Returns the line that reports a module that is evaluated again without contexts that it had. Each of `lost` is a diagnostic's message.
pub fn lost_line(environment: &str, file: &str, lost: &[String]) -> String {
    let lost = lost.join("; ");
    format!(
        "({environment}) {file} is evaluated again, and a request in flight may lose what it runs in: {lost}"
    )
}

#[cfg(test)]
mod tests {
    use super::{lost_line, reset_line};

    #[test]
    fn what_is_reset_is_named() {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            reset_line("ssr", &keys(&["app@1.0.0/src/a.ts#hits"])),
            "(ssr) app@1.0.0/src/a.ts#hits is reset: its initializer changed"
        );
        assert_eq!(
            reset_line("ssr", &keys(&["a#b", "a#c"])),
            "(ssr) a#b, a#c are reset: their initializers changed"
        );
    }

    #[test]
    fn what_is_lost_is_named_with_its_reason() {
        assert_eq!(
            lost_line(
                "ssr",
                "src/a.ts",
                &["`a` is in a loop (RWS033)".into(), "`b` too (RWS034)".into()]
            ),
            "(ssr) src/a.ts is evaluated again, and a request in flight may lose what it runs in: `a` is in a loop (RWS033); `b` too (RWS034)"
        );
    }
}
