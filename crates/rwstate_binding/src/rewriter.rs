//! `rwstate_transform` for the plugin's hooks and for Vite's optimizer: what state modules have, and the same modules with it kept.

use napi_derive::napi;
use rwstate_inspect::Finding;
use rwstate_plan::{PRESERVE_SPECIFIER, Preserve};
use rwstate_transform::{AnalyzeOptions, Listed, RewriteOptions, Script, script};

use crate::{diagnostics, plan::Plan};

/// A module's file, and the package that has it.
#[napi(object)]
pub struct Module {
    /// The package's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The folder of its `package.json`.
    pub folder: String,
    /// The module's file.
    pub file: String,
    /// The root of the project.
    pub root: String,
    /// The name of the package that the root is in.
    pub root_name: String,
}

/// A rewritten module, and what was found in it. The inspector takes it as a whole.
#[napi]
pub struct Rewritten {
    pub(crate) inner: rwstate_transform::RewriteReturn,
    /// Its diagnostics. They are rendered where a panic still leaves the module as it is.
    pub(crate) findings: Vec<Finding>,
}

#[napi]
impl Rewritten {
    /// The code; `null` where nothing is kept.
    #[napi(getter, catch_unwind)]
    pub fn code(&self) -> Option<String> {
        self.inner.code.as_ref().map(|(code, _)| code.clone())
    }

    /// The source map, as JSON; `null` where there is no code.
    #[napi(getter, catch_unwind)]
    pub fn map(&self) -> Option<String> {
        self.inner.code.as_ref().map(|(_, map)| map.clone())
    }

    /// What is kept: keys, each with its fingerprint.
    #[napi(getter, catch_unwind)]
    pub fn entries(&self) -> Vec<(String, String)> {
        let entries = self.inner.entries.iter();
        entries.map(|entry| (entry.key.clone(), entry.fingerprint.clone())).collect()
    }

    /// What to report to the module's author.
    #[napi(getter, catch_unwind)]
    pub fn warnings(&self) -> Vec<String> {
        self.findings.iter().map(|finding| finding.text.clone()).collect()
    }

    /// Contexts that are not kept: what to report of each where the module is evaluated again.
    #[napi(getter, catch_unwind)]
    pub fn lost(&self) -> Vec<String> {
        self.inner.lost.iter().map(|it| format!("{} ({})", it.message, it.code)).collect()
    }
}

/// An entry that a module declares by itself.
#[napi(object)]
pub struct Declared {
    pub key: String,
    /// From 1.
    pub line: u32,
    /// From 0.
    pub column: u32,
    /// The class of the app's own whose instance it begins with.
    pub class: Option<String>,
}

/// Rewrites modules as a plan asks for it.
#[napi]
pub struct Rewriter {
    plan: rwstate_plan::Plan,
    analyze: AnalyzeOptions,
}

#[napi]
impl Rewriter {
    #[napi(constructor, catch_unwind)]
    pub fn new(plan: &Plan) -> Self {
        let plan = plan.inner.clone();
        let analyze = analyze_options(plan.preserve());
        Self { plan, analyze }
    }

    /// The words of which a module with state has one. Most modules have none: they need not come here.
    #[napi(getter, catch_unwind)]
    pub fn words(&self) -> Vec<String> {
        rwstate_transform::words(&self.analyze).map(str::to_owned).collect()
    }

    /// The file of a module whose state is kept if it has any; `null` for any other. `compiled` asks for what a language plugin compiles.
    #[napi(catch_unwind)]
    pub fn candidate(&self, id: String, compiled: bool) -> Option<String> {
        let Script { file, is_compiled } = script(&id)?;
        let is_candidate = is_compiled == compiled && !self.plan.is_runtime(file);
        is_candidate.then(|| file.to_owned())
    }

    /// Rewrites a module so that its state is kept; `null` where there is nothing to keep or to report.
    #[napi(catch_unwind)]
    pub fn rewrite(&self, module: Module, code: String) -> Option<Rewritten> {
        let Module { name, version, folder, file, root, root_name } = module;
        let package = rwstate_transform::Package { name, version, folder };
        let module = rwstate_transform::Module { package, file, root, root_name };
        if !self.plan.keeps(&module.package.name, &module.from_root()) {
            return None;
        }
        let is_compiled = script(&module.file)?.is_compiled;
        // A plugin has made JavaScript of a `.vue` file by now, and oxc goes by the extension.
        let path = if is_compiled { format!("{}.js", module.file) } else { module.file.clone() };
        let key = module.key();
        let options =
            RewriteOptions { analyze: &self.analyze, key: &key, runtime: PRESERVE_SPECIFIER };
        let inner = rwstate_transform::rewrite(&path, &code, &options);
        let is_empty =
            inner.code.is_none() && inner.diagnostics.is_empty() && inner.lost.is_empty();
        let findings = inner.diagnostics.iter().map(diagnostics::finding).collect();
        (!is_empty).then_some(Rewritten { inner, findings })
    }
}

/// The source map of a rewritten module to what the module was made from, by the module's own map; `null` where that is no plain one.
#[napi(catch_unwind)]
pub fn chained_map(map: String, own: String) -> Option<String> {
    rwstate_transform::chain(&map, &own)
}

/// The entries that a module declares by itself. `specifiers` name the state module.
#[napi(catch_unwind)]
pub fn declared(path: String, code: String, specifiers: Vec<String>) -> Vec<Declared> {
    let names: Vec<&str> = specifiers.iter().map(String::as_str).collect();
    let declared = rwstate_transform::declared(&path, &code, &names);
    declared
        .into_iter()
        .map(|it| Declared { key: it.key, line: it.line, column: it.column, class: it.class })
        .collect()
}

/// The line that reports entries that are reset because their initializers changed.
#[napi(catch_unwind)]
pub fn reset_line(environment: String, keys: Vec<String>) -> String {
    rwstate_transform::reset_line(&environment, &keys)
}

/// The line that reports a module that is evaluated again without contexts that it had.
#[napi(catch_unwind)]
pub fn lost_line(environment: String, file: String, lost: Vec<String>) -> String {
    rwstate_transform::lost_line(&environment, &file, &lost)
}

fn analyze_options(preserve: &Preserve) -> AnalyzeOptions {
    let listed = preserve
        .states
        .iter()
        .map(|state| Listed { module: state.module.clone(), name: state.name.clone() });
    AnalyzeOptions { listed: listed.collect() }
}
