//! A piece of module-level state, as facts.

use rwstate_diagnostics::Code;

/// A part of a source: byte offsets, as oxc has them.
pub type Span = std::ops::Range<u32>;

/// Why a declaration is taken for state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `AsyncLocalStorage`: holds nothing between requests, so it is always safe to keep.
    Context,
    /// What a function or a class made that the options list.
    Listed,
    /// Whatever a comment asks to keep.
    Asked,
}

/// One piece of state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its name in the module: `cache`, `Pool.idle`, `default`.
    pub name: String,
    /// Why it is taken for state.
    pub kind: Kind,
    /// Where its name is declared.
    pub span: Span,
    /// Its whole declaration.
    pub declaration: Span,
    /// Whether it can be kept.
    pub verdict: Verdict,
}

/// Whether a piece of state can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It can.
    Keepable,
    /// It cannot, and is left as it is.
    Refused(Refusal),
    /// A comment says that it is reset on purpose.
    Reset,
}

/// Why a piece of state is not kept, and where in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// What in the source is the reason.
    pub span: Span,
}

/// A reason not to keep a piece of state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The module is `CommonJS`.
    CommonJs,
    /// The module calls `eval` directly, which sees every binding.
    DirectEval,
    /// The initializer awaits.
    TopLevelAwait,
    /// A `using` declaration disposes of its value.
    UsingDeclaration,
    /// `var` more than once for one name.
    RedeclaredBinding,
    /// The declaration takes a value apart.
    DestructuredBinding,
    /// The declaration is in a block or in the head of a loop.
    NestedBinding,
    /// A static property that holds a primitive, which is reassigned.
    StaticPrimitive,
    /// The module's own evaluation writes it too, so each evaluation would reset it.
    WrittenAtTopLevel,
    /// A context that a loop or a function makes, maybe more than once.
    RepeatedContext,
    /// A context that the evaluation starts to make, and may have ended before.
    LateContext,
    /// An instance of a class of the module's own that extends a context.
    ContextSubclass,
    /// The initializer calls what a compiler replaces.
    CompileTimeCall,
}

impl Reason {
    /// Returns the code of its diagnostic.
    pub const fn code(self) -> Code {
        match self {
            Self::CommonJs => Code::COMMON_JS,
            Self::DirectEval => Code::DIRECT_EVAL,
            Self::TopLevelAwait => Code::TOP_LEVEL_AWAIT,
            Self::UsingDeclaration => Code::USING_DECLARATION,
            Self::RedeclaredBinding => Code::REDECLARED_BINDING,
            Self::DestructuredBinding => Code::DESTRUCTURED_BINDING,
            Self::NestedBinding => Code::NESTED_BINDING,
            Self::StaticPrimitive => Code::STATIC_PRIMITIVE,
            Self::WrittenAtTopLevel => Code::WRITTEN_AT_TOP_LEVEL,
            Self::RepeatedContext | Self::LateContext => Code::REPEATED_CONTEXT,
            Self::ContextSubclass => Code::CONTEXT_SUBCLASS,
            Self::CompileTimeCall => Code::COMPILE_TIME_CALL,
        }
    }
}

/// A variable of a module that its functions change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainState {
    /// Its name.
    pub name: String,
    /// Where that is declared.
    pub span: Span,
}
