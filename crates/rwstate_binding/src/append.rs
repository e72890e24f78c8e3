//! `rwstate_append` for Vite's optimizers.

use napi::bindgen_prelude::Function;
use napi_derive::napi;
use rwstate_append::{PackageType, Placement, ReadOutput};

use crate::{diagnostics::Diagnostic, reoptimization::Dependency};

/// Gives the text of an output, by its file name.
type Read<'a> = Function<'a, String, Option<String>>;

struct Reader<'r, 'a>(&'r Read<'a>);

impl ReadOutput for Reader<'_, '_> {
    fn read(&self, output: &str) -> Option<String> {
        // The trait has no error: an output that JavaScript cannot read is one without a text.
        self.0.call(output.to_owned()).ok().flatten()
    }
}

/// What a dependency's entry says of itself.
#[napi]
pub struct EntryFacts {
    inner: rwstate_append::EntryFacts,
}

#[napi]
impl EntryFacts {
    /// The names that it exports by itself.
    #[napi(getter, catch_unwind)]
    pub fn exports(&self) -> Vec<String> {
        self.inner.exports.clone()
    }

    /// Whether it has to be parsed as JSX.
    #[napi(getter, catch_unwind)]
    pub const fn is_jsx(&self) -> bool {
        self.inner.is_jsx
    }

    /// Whether importers need Vite's interop; `null` where that depends on the exports of its output, which are then to be handed in.
    #[napi(catch_unwind)]
    pub fn needs_interop(&self, output: Option<Vec<String>>) -> Option<bool> {
        output.map_or_else(
            || self.inner.needs_interop(),
            |output| Some(rwstate_append::needs_interop(&self.inner, &output)),
        )
    }
}

/// How a module is imported: `dynamic` is `import()`.
#[napi(string_enum = "lowercase")]
#[derive(Clone, Copy)]
pub enum ImportKind {
    Import,
    Dynamic,
    Require,
}

impl From<ImportKind> for rwstate_append::ImportKind {
    fn from(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Import => Self::Import,
            ImportKind::Dynamic => Self::Dynamic,
            ImportKind::Require => Self::Require,
        }
    }
}

/// A module that is no file.
#[napi(object)]
pub struct VirtualModule {
    pub id: String,
    pub code: String,
}

/// What a unit has in place of a module: another output, modules that stand for it, or a reason against it; else the module itself.
#[napi(object)]
pub struct Placed {
    /// Another output, imported under this specifier.
    pub output: Option<String>,
    /// Modules that stand for it, the first of which is imported in its place.
    pub modules: Option<Vec<VirtualModule>>,
    /// Why the unit cannot be appended.
    pub refusal: Option<String>,
}

/// What becomes of a dependency whose entry another output holds: its output's text, or why there is none.
#[napi(object)]
pub struct HeldEntry {
    pub code: Option<String>,
    pub refusal: Option<String>,
}

/// What the optimizer of one environment has bundled; `read` gives the text of an output.
#[napi]
#[derive(Default)]
pub struct Outputs {
    inner: rwstate_append::Outputs,
}

#[napi]
impl Outputs {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an output, by its file name and its text.
    #[napi(catch_unwind)]
    pub fn add(&mut self, output: String, text: String) {
        self.inner.add(&output, &text);
    }

    /// Adds a dependency, by its source file and its output's file name.
    #[napi(catch_unwind)]
    pub fn add_dependency(&mut self, source: String, output: String, needs_interop: bool) {
        self.inner.add_dependency(&source, &output, needs_interop);
    }

    /// Where a module lives that a unit imports.
    #[napi(catch_unwind)]
    pub fn place(
        &mut self,
        file: String,
        kind: ImportKind,
        #[napi(ts_arg_type = "(output: string) => string | null")] read: Read<'_>,
    ) -> Placed {
        // An enum with data crosses as an object of optional fields, of which one is set at most.
        let none = Placed { output: None, modules: None, refusal: None };
        // A `Function` is valid during the call that passes it, so each call passes its own.
        match self.inner.place(&file, kind.into(), &Reader(&read)) {
            Placement::Own => none,
            Placement::Output { specifier } => Placed { output: Some(specifier), ..none },
            Placement::Virtual(modules) => {
                let modules = modules
                    .into_iter()
                    .map(|module| VirtualModule { id: module.id, code: module.code });
                Placed { modules: Some(modules.collect()), ..none }
            }
            Placement::Refused(refusal) => Placed { refusal: Some(refusal.to_string()), ..none },
        }
    }

    /// What becomes of a dependency whose entry another output holds; `null` where none does.
    #[napi(catch_unwind)]
    pub fn entry(
        &mut self,
        file: String,
        #[napi(ts_arg_type = "(output: string) => string | null")] read: Read<'_>,
    ) -> Option<HeldEntry> {
        Some(match self.inner.entry(&file, &Reader(&read))? {
            Ok(code) => HeldEntry { code: Some(code), refusal: None },
            Err(refusal) => HeldEntry { code: None, refusal: Some(refusal.to_string()) },
        })
    }

    /// Why a bundled entry cannot be appended that shares these files; `null` where it can.
    #[napi(catch_unwind)]
    pub fn refuse_live(
        &mut self,
        exports: Vec<String>,
        shared: Vec<String>,
        #[napi(ts_arg_type = "(output: string) => string | null")] read: Read<'_>,
    ) -> Option<String> {
        let refusal = self.inner.refuse_live(&exports, &shared, &Reader(&read))?;
        Some(refusal.to_string())
    }
}

/// Dependencies that were appended together; times are milliseconds.
#[napi(object)]
pub struct AppendedFacts {
    /// When the first of them was discovered, since 1970.
    pub at: f64,
    pub environment: String,
    pub dependencies: Vec<Dependency>,
    /// How long the longest of them took.
    pub milliseconds: f64,
}

/// Dependencies that were appended together.
#[napi]
pub struct Appended {
    pub(crate) facts: AppendedFacts,
}

#[napi]
impl Appended {
    #[napi(constructor, catch_unwind)]
    pub const fn new(facts: AppendedFacts) -> Self {
        Self { facts }
    }

    /// The line that reports them, each with its importer.
    #[napi(getter, catch_unwind)]
    pub fn line(&self) -> String {
        rwstate_append::appended_line(&self.facts.dependencies, self.facts.milliseconds)
    }
}

/// The name of a dependency's output without its extension; `null` where Vite would cut it.
#[napi(catch_unwind)]
pub fn flat_id(vite: String, id: String) -> Option<String> {
    rwstate_append::flat_id(&vite, &id)
}

/// A module of a dependency with its registration; `null` where it is left as it is.
#[napi(catch_unwind)]
pub fn expose(file: String, is_module_package: bool, source: String) -> Option<String> {
    let package = if is_module_package { PackageType::Module } else { PackageType::Script };
    rwstate_append::expose(&file, package, &source)
}

/// A module with the addresses of files beside it made relative to a folder; `null` where it has none.
#[napi(catch_unwind)]
pub fn asset_urls(file: String, folder: String, source: String) -> Option<String> {
    rwstate_append::asset_urls(&file, &folder, &source)
}

/// The CommonJS module that stands for the registry where it is required.
#[napi(catch_unwind)]
pub fn registry_facade() -> String {
    rwstate_append::registry_facade()
}

/// What an entry says of itself; `null` where it is no script, or does not parse.
#[napi(catch_unwind)]
pub fn entry_facts(path: String, source: String) -> Option<EntryFacts> {
    rwstate_append::entry_facts(&path, &source).map(|inner| EntryFacts { inner })
}

/// Reports that Vite bundles everything again for a dependency.
#[napi(catch_unwind)]
pub fn not_appended(environment: String, dependency: String, reason: String) -> Diagnostic {
    rwstate_append::not_appended(&environment, &dependency, &reason).into()
}

/// Reports that a dependency does not bundle; `reason` is the bundler's.
#[napi(catch_unwind)]
pub fn failed_dependency(environment: String, dependency: String, reason: String) -> Diagnostic {
    rwstate_append::failed_dependency(&environment, &dependency, &reason).into()
}
