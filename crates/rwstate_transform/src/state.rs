//! A piece of module-level state, as facts.

use rwstate_diagnostics::Code;

/// A part of a source: byte offsets, as oxc has them.
pub type Span = std::ops::Range<u32>;

/// What kind of state it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `AsyncLocalStorage` and its like: holds nothing between requests, so it is always safe to keep.
    Context,
    /// A collection, an array or an object that functions change.
    Container,
    /// A binding that functions reassign.
    Binding,
    /// A container in a static property of a class.
    StaticContainer,
    /// A value that is nothing but itself, such as `Symbol()`.
    Identity,
    /// What a constructor or a function on the list of known ones made: an emitter, a client, a pool.
    Instance,
}

impl Kind {
    /// Returns the kind's words in a message.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Context => "a context",
            Self::Container => "a container",
            Self::Binding => "a binding that functions reassign",
            Self::StaticContainer => "a static container",
            Self::Identity => "an identity",
            Self::Instance => "an instance",
        }
    }
}

/// One piece of state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its name in the module: `cache`, `Pool.idle`, `default`.
    pub name: String,
    /// What kind of state it is.
    pub kind: Kind,
    /// Where its name is declared.
    pub span: Span,
    /// Its whole declaration.
    pub declaration: Span,
    /// Whether it can be kept.
    pub verdict: Verdict,
    /// Whether a comment asked to keep it.
    pub is_asked: bool,
}

/// Whether a piece of state can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It can.
    Keepable,
    /// It cannot, and is left as it is.
    Refused(Refusal),
    /// A comment says that it begins anew on purpose.
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
    /// An instance of a class that reloads with its module: its prototype would be the old one.
    UnsafeInstance,
    /// The value holds functions of its module: they would go on calling the old instance.
    HoldsCode,
    /// The value is made from what is not known to be data.
    OpaqueInitializer,
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
}

impl Reason {
    /// Returns the code of its diagnostic.
    pub const fn code(self) -> Code {
        match self {
            Self::UnsafeInstance => Code::UNSAFE_INSTANCE,
            Self::HoldsCode => Code::HOLDS_CODE,
            Self::OpaqueInitializer => Code::OPAQUE_INITIALIZER,
            Self::CommonJs => Code::COMMON_JS,
            Self::DirectEval => Code::DIRECT_EVAL,
            Self::TopLevelAwait => Code::TOP_LEVEL_AWAIT,
            Self::UsingDeclaration => Code::USING_DECLARATION,
            Self::RedeclaredBinding => Code::REDECLARED_BINDING,
            Self::DestructuredBinding => Code::DESTRUCTURED_BINDING,
            Self::NestedBinding => Code::NESTED_BINDING,
            Self::StaticPrimitive => Code::STATIC_PRIMITIVE,
            Self::WrittenAtTopLevel => Code::WRITTEN_AT_TOP_LEVEL,
        }
    }

    /// Returns whether a comment that asks to keep overrides it: it warns of a risk that its author may take.
    pub const fn is_advice(self) -> bool {
        matches!(self, Self::UnsafeInstance | Self::HoldsCode | Self::OpaqueInitializer)
    }
}
