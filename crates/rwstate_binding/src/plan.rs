//! `rwstate_plan` for the plugin's hooks: a plan of the options, and what needs none.

use napi::Result;
use napi::bindgen_prelude::{Either, Unknown};
use napi_derive::napi;
use rwstate_plan::{Consumer, Externals, ForeignImport, LogLevel, Physical, PlanOptions};

use crate::{
    diagnostics::{self, Diagnostic},
    options,
};

/// What Vite is doing: `Test` is Vitest, under which the plugin is inactive; `BrowserTest` its browser mode.
#[napi(string_enum = "kebab-case")]
#[derive(Clone, Copy)]
pub enum Mode {
    Dev,
    Build,
    Test,
    BrowserTest,
}

impl From<&Mode> for rwstate_plan::Mode {
    fn from(mode: &Mode) -> Self {
        match mode {
            Mode::Dev => Self::Dev,
            Mode::Build => Self::Build,
            Mode::Test => Self::Test,
            Mode::BrowserTest => Self::BrowserTest,
        }
    }
}

/// What of Vitest a server belongs to: tests that its process runs, or its browser mode.
#[napi(string_enum = "lowercase")]
#[derive(Clone, Copy)]
pub enum Vitest {
    Absent,
    Runner,
    Browser,
}

/// The severity of a message.
#[napi(string_enum = "lowercase")]
#[derive(Clone, Copy)]
pub enum Level {
    Info,
    Warn,
    Error,
}

/// What to add to an environment's configuration.
#[napi(object)]
pub struct EnvironmentAnswer {
    /// For `optimizeDeps.exclude`.
    pub exclude: Vec<String>,
    /// For `resolve.noExternal`.
    pub no_external: Vec<String>,
}

/// The plugin's decisions for one set of options.
#[napi]
pub struct Plan {
    pub(crate) inner: rwstate_plan::Plan,
    physical: String,
}

#[napi]
impl Plan {
    /// Resolves options, or throws an error that names each invalid one. `path` and `text` are the state module's.
    #[napi(constructor, catch_unwind)]
    pub fn new(options: Unknown<'_>, path: String, text: String) -> Result<Self> {
        // All errors at once, so that an author need not start Vite once for each.
        let (options, errors) = PlanOptions::resolve(&options::read(options)?);
        if !errors.is_empty() {
            return Err(diagnostics::error(&errors));
        }
        let plan = rwstate_plan::Plan::new(options, Physical { path: &path, text: &text })
            .map_err(|error| diagnostics::error(&[*error]))?;
        Ok(Self { inner: plan, physical: path })
    }

    /// The mode for Vite's command (`serve`, `build`).
    #[napi(catch_unwind)]
    pub fn mode(&self, command: String, vitest: Vitest) -> Mode {
        let vitest = match vitest {
            Vitest::Absent => rwstate_plan::Vitest::Absent,
            Vitest::Runner => rwstate_plan::Vitest::Runner,
            Vitest::Browser => rwstate_plan::Vitest::Browser,
        };
        match self.inner.mode(&command, vitest) {
            rwstate_plan::Mode::Dev => Mode::Dev,
            rwstate_plan::Mode::Build => Mode::Build,
            rwstate_plan::Mode::Test => Mode::Test,
            rwstate_plan::Mode::BrowserTest => Mode::BrowserTest,
        }
    }

    /// The ids that `resolve` answers in one mode or another.
    #[napi(catch_unwind)]
    pub fn specifiers(&self) -> Vec<&str> {
        self.inner.specifiers().into()
    }

    /// Answers `resolveId`.
    #[napi(catch_unwind)]
    pub fn resolve(&self, specifier: String, mode: Mode) -> Option<&str> {
        self.inner.resolve(&specifier, (&mode).into())
    }

    /// Answers `load`.
    #[napi(catch_unwind)]
    pub fn load(&self, id: String, mode: Mode, server: u32, environment: String) -> Option<String> {
        self.inner.load(&id, (&mode).into(), server, &environment)
    }

    /// Answers `configEnvironment`. `consumer` is the configured one, if any.
    #[napi(catch_unwind)]
    pub fn environment(
        &self,
        name: String,
        consumer: Option<String>,
        dependents: Vec<String>,
    ) -> EnvironmentAnswer {
        let answer = self.inner.environment(Consumer::of(&name, consumer.as_deref()), &dependents);
        EnvironmentAnswer { exclude: answer.exclude, no_external: answer.no_external }
    }

    /// Whether requests are held for an environment. `consumer` is the resolved one.
    #[napi(catch_unwind)]
    pub fn is_gated(&self, name: String, consumer: String, mode: Mode) -> bool {
        self.inner.is_gated(Consumer::of(&name, Some(&consumer)), (&mode).into())
    }

    /// Whether an edit evaluates again only what it changed in an environment. `consumer` is the resolved one.
    #[napi(catch_unwind)]
    pub fn is_targeted(&self, name: String, consumer: String, mode: Mode) -> bool {
        self.inner.is_targeted(&name, Consumer::of(&name, Some(&consumer)), (&mode).into())
    }

    /// Whether a message of this level is logged.
    #[napi(catch_unwind)]
    pub fn logs(&self, level: Level) -> bool {
        self.inner.log_level().logs(match level {
            Level::Info => LogLevel::Info,
            Level::Warn => LogLevel::Warn,
            Level::Error => LogLevel::Error,
        })
    }

    /// Whether a package with these dependencies may import the state module.
    #[napi(catch_unwind)]
    pub fn is_dependent(&self, dependencies: Vec<String>) -> bool {
        self.inner.is_dependent(dependencies.iter().map(String::as_str))
    }

    /// Reports dependents in an environment's resolved `resolve.external`.
    #[napi(catch_unwind)]
    pub fn check_externals(
        &self,
        environment: String,
        external: Either<bool, Vec<String>>,
        dependents: Vec<String>,
    ) -> Vec<Diagnostic> {
        let externals = match external {
            Either::A(true) => Externals::All,
            // Vite's type has no `false`, and a configuration in JavaScript may have it all the
            // same.
            Either::A(false) => Externals::Listed(vec![]),
            Either::B(names) => Externals::Listed(names),
        };
        self.inner
            .check_externals(&environment, &externals, &dependents)
            .into_iter()
            .map(Into::into)
            .collect()
    }

    /// Reports that the physical file was called natively in dev; `stack` is the call's.
    #[napi(catch_unwind)]
    pub fn foreign_import(&self, stack: String, environment: String) -> Diagnostic {
        ForeignImport::from_stack(&stack, &self.physical).diagnostic(&environment).into()
    }

    /// Whether an environment's late dependencies are appended.
    #[napi(catch_unwind)]
    pub fn is_appended(&self, environment: String, mode: Mode) -> bool {
        self.inner.is_appended(&environment, (&mode).into())
    }

    /// Whether modules of an environment are rewritten. `consumer` is the configured one, if any.
    #[napi(catch_unwind)]
    pub fn is_preserved(&self, name: String, consumer: Option<String>, mode: Mode) -> bool {
        self.inner.is_preserved(Consumer::of(&name, consumer.as_deref()), (&mode).into())
    }

    /// A short text that is another one for another `preserve`.
    #[napi(catch_unwind)]
    pub fn preserve_fingerprint(&self) -> String {
        self.inner.preserve().fingerprint()
    }

    /// Whether the inspector's page is served.
    #[napi(catch_unwind)]
    pub const fn is_inspected(&self) -> bool {
        self.inner.is_inspected()
    }

    /// The file of a module of JavaScript or TypeScript as it is written; `null` for any other id.
    #[napi(catch_unwind)]
    pub fn script(&self, id: String) -> Option<String> {
        // A module of the runtime is no file of the app's: rewritten, it would import itself.
        let script = rwstate_transform::script(&id).filter(|script| !script.is_compiled)?;
        (!self.inner.is_runtime(script.file)).then(|| script.file.to_owned())
    }
}

/// The environment whose state natively imported code shares. `environments` are names with their consumers.
#[napi(catch_unwind)]
pub fn native_environment(mode: Mode, environments: Vec<(String, String)>) -> Option<String> {
    let environments = environments
        .iter()
        .map(|(name, consumer)| (name.as_str(), Consumer::of(name, Some(consumer))));
    rwstate_plan::Plan::native_environment((&mode).into(), environments).map(Into::into)
}

/// The name of the state of one environment of one dev server.
#[napi(catch_unwind)]
pub fn scope_name(server: u32, environment: String) -> String {
    rwstate_plan::Plan::scope(server, &environment)
}

/// What to append to the entry module of a gated environment, so that its runner answers the gate.
#[napi(catch_unwind)]
pub fn entry_suffix() -> String {
    rwstate_plan::Plan::entry_suffix()
}

/// The statement to append to a module that declares entries with instances of classes: a key and a class each.
#[napi(catch_unwind)]
pub fn class_suffix(pairs: Vec<(String, String)>) -> String {
    rwstate_plan::Plan::class_suffix(&pairs)
}

/// Throws where this Vite is too old.
#[napi(catch_unwind)]
pub fn check_vite(version: String) -> Result<()> {
    rwstate_plan::check_vite(&version).map_or(Ok(()), |error| Err(diagnostics::error(&[error])))
}

/// Reports a package that Vite serves and that an external package imports natively.
#[napi(catch_unwind)]
pub fn two_instances(environment: String, external: String, twice: String) -> Diagnostic {
    rwstate_plan::two_instances(&environment, &external, &twice).into()
}
