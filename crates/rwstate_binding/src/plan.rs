//! `rwstate_plan` for the plugin's hooks.

use napi::Result;
use napi::bindgen_prelude::{Either, Unknown};
use napi_derive::napi;
use rwstate_plan::{
    Consumer, Externals, ForeignImport, LogLevel, Physical, PlanOptions, TwoInstances,
};

use rwstate_transform::AnalyzeOptions;

use crate::{
    diagnostics::{self, Diagnostic},
    options, preserve,
};

/// What Vite is doing: `Test` is Vitest, under which the plugin stands aside; `BrowserTest` its browser mode.
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

/// How grave a message is.
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
    pub(crate) analyze: AnalyzeOptions,
    physical: String,
}

#[napi]
impl Plan {
    /// Resolves options, or throws an error that names each fault. `path` and `text` are the state module's.
    #[napi(constructor, catch_unwind)]
    pub fn new(options: Unknown<'_>, path: String, text: String) -> Result<Self> {
        let (options, faults) = PlanOptions::resolve(&options::read(options)?);
        if !faults.is_empty() {
            return Err(diagnostics::error(&faults));
        }
        let plan = rwstate_plan::Plan::new(options, Physical { path: &path, text: &text })
            .map_err(|fault| diagnostics::error(&[*fault]))?;
        let analyze = preserve::analyze_options(plan.preserve());
        Ok(Self { inner: plan, analyze, physical: path })
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

    /// What to append to an entry of a gated environment, so that its runner answers the gate.
    #[napi(catch_unwind)]
    pub fn entry_suffix() -> String {
        rwstate_plan::Plan::entry_suffix()
    }

    /// Whether a message of this level is told.
    #[napi(catch_unwind)]
    pub fn tells(&self, level: Level) -> bool {
        self.inner.log_level().tells(match level {
            Level::Info => LogLevel::Info,
            Level::Warn => LogLevel::Warn,
            Level::Error => LogLevel::Error,
        })
    }

    /// Whether a request that nothing has handled yet is for Vite whatever the app has, by its URL below Vite's base.
    #[napi(catch_unwind)]
    pub fn is_for_vite(url: String, accept: String) -> bool {
        rwstate_plan::is_for_vite(&url, &accept)
    }

    /// Whether a package with these dependencies may import the state module.
    #[napi(catch_unwind)]
    pub fn is_dependent(&self, dependencies: Vec<String>) -> bool {
        self.inner.is_dependent(dependencies.iter().map(String::as_str))
    }

    /// What to warn of in an environment's resolved `resolve.external`.
    #[napi(catch_unwind)]
    pub fn check_externals(
        &self,
        environment: String,
        external: Either<bool, Vec<String>>,
        dependents: Vec<String>,
    ) -> Vec<Diagnostic> {
        let externals = match external {
            Either::A(true) => Externals::All,
            Either::A(false) => Externals::Listed(vec![]),
            Either::B(names) => Externals::Listed(names),
        };
        self.inner
            .check_externals(&environment, &externals, &dependents)
            .into_iter()
            .map(Into::into)
            .collect()
    }

    /// What to warn of when the physical file was called natively in dev; `stack` is the call's.
    #[napi(catch_unwind)]
    pub fn foreign_import(&self, stack: String, environment: String) -> Diagnostic {
        ForeignImport::from_stack(&stack, &self.physical).diagnostic(&environment).into()
    }

    /// What to warn of where Vite serves a package that an external package imports natively.
    #[napi(catch_unwind)]
    pub fn two_instances(environment: String, external: String, twice: String) -> Diagnostic {
        TwoInstances { environment, external, twice }.diagnostic().into()
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
    pub fn scope(server: u32, environment: String) -> String {
        rwstate_plan::Plan::scope(server, &environment)
    }

    /// Throws where this Vite is too old.
    #[napi(catch_unwind)]
    pub fn check_vite(version: String) -> Result<()> {
        rwstate_plan::check_vite(&version).map_or(Ok(()), |fault| Err(diagnostics::error(&[fault])))
    }
}
