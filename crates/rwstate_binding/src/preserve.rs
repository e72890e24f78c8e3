//! `rwstate_transform` for the plugin's hooks and for Vite's optimizer.

use napi_derive::napi;
use rwstate_plan::{Consumer, PRESERVE_SPECIFIER, Preserve};
use rwstate_transform::{AnalyzeOptions, Listed, RewriteOptions};

use crate::{
    diagnostics::Diagnostic,
    plan::{Mode, Plan},
};

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

/// A rewritten module.
#[napi(object)]
pub struct Rewritten {
    /// The code; absent where nothing is kept.
    pub code: Option<String>,
    /// The source map, as JSON.
    pub map: Option<String>,
    /// What is kept: keys, each with its fingerprint and the line of its declaration.
    pub entries: Vec<(String, String, u32)>,
    /// What to tell the module's author.
    pub diagnostics: Vec<Diagnostic>,
    /// Contexts that are not kept: what to say of each where the module is evaluated again.
    pub lost: Vec<String>,
}

#[napi]
impl Plan {
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

    /// The file of a module that may have state to keep; `null` for any other. `compiled` asks for what a language plugin compiles.
    #[napi(catch_unwind)]
    pub fn candidate(&self, id: String, code: String, compiled: bool) -> Option<String> {
        let script = self.inner.script(&id).filter(|script| script.is_compiled == compiled)?;
        rwstate_transform::may_have_state(&code, &self.analyze).then(|| script.file.to_owned())
    }

    /// The file of a module of JavaScript or TypeScript as it is written; `null` for any other id.
    #[napi(catch_unwind)]
    pub fn script(&self, id: String) -> Option<String> {
        let script = self.inner.script(&id).filter(|script| !script.is_compiled)?;
        Some(script.file.to_owned())
    }

    /// The line that tells of entries that begin anew.
    #[napi(catch_unwind)]
    pub fn begun_anew_line(environment: String, keys: Vec<String>) -> String {
        rwstate_plan::begun_anew(&environment, &keys)
    }

    /// Rewrites a module so that its state is kept; `null` where there is nothing to keep or to say.
    #[napi(catch_unwind)]
    pub fn rewrite(&self, module: Module, code: String) -> Option<Rewritten> {
        let Module { name, version, folder, file, root, root_name } = module;
        let package = rwstate_plan::Package { name, version, folder };
        let module = rwstate_plan::Module { package, file, root, root_name };
        if !self.inner.keeps(&module) {
            return None;
        }
        let is_compiled = self.inner.script(&module.file)?.is_compiled;
        let path = if is_compiled { format!("{}.js", module.file) } else { module.file.clone() };
        let key = module.key();
        let options =
            RewriteOptions { analyze: &self.analyze, key: &key, runtime: PRESERVE_SPECIFIER };
        let rewritten = rwstate_transform::rewrite(&path, &code, &options);
        let lost = rewritten.lost.iter().map(|it| format!("{} ({})", it.message, it.code));
        let lost: Vec<_> = lost.collect();
        if rewritten.code.is_none() && rewritten.diagnostics.is_empty() && lost.is_empty() {
            return None;
        }
        let (code, map) = rewritten.code.unzip();
        Some(Rewritten {
            code,
            map,
            entries: rewritten
                .entries
                .into_iter()
                .map(|entry| (entry.key, entry.fingerprint, entry.line))
                .collect(),
            diagnostics: rewritten.diagnostics.into_iter().map(Into::into).collect(),
            lost,
        })
    }

    /// The line that says of contexts that their module is evaluated again without them.
    #[napi(catch_unwind)]
    pub fn lost_line(environment: String, file: String, lost: Vec<String>) -> String {
        rwstate_plan::lost(&environment, &file, &lost)
    }

    /// The source map of a rewritten module to what the module was made from, by the module's own map.
    #[napi(catch_unwind)]
    pub fn chained_map(map: String, own: String) -> Option<String> {
        rwstate_transform::chain(&map, &own)
    }
}

pub(crate) fn analyze_options(preserve: &Preserve) -> AnalyzeOptions {
    let listed = preserve
        .states
        .iter()
        .map(|state| Listed { module: state.module.clone(), name: state.name.clone() });
    AnalyzeOptions { listed: listed.collect() }
}
