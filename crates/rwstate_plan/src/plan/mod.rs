//! The plan: what each hook of the plugin answers.

use rwstate_diagnostics::Diagnostic;

use crate::{
    Consumer, EnvironmentAnswer, Externals, GateBounds, LogLevel, PlanOptions, Preserve,
    dependents, ids,
    source::{Source, scope},
    specifier,
};

/// What Vite is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A dev server.
    Dev,
    /// A build.
    Build,
    /// Vitest: the plugin is inactive, and every import gets the physical file.
    Test,
    /// The dev server of Vitest's browser mode: as `Test`, but late dependencies are appended.
    BrowserTest,
}

/// The state module's compiled file.
#[derive(Debug, Clone, Copy)]
pub struct Physical<'a> {
    /// Its absolute path, with forward slashes.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// The plugin's decisions for one set of options.
#[derive(Debug, Clone)]
pub struct Plan {
    options: PlanOptions,
    physical: String,
    /// Where the state module's file is, and the files of its companions are: what rewritten modules call, what the inspector asks.
    folder: String,
    preserve: String,
    inspect: String,
    source: Source,
}

impl Plan {
    /// Creates a plan, or says why the physical file cannot be the state module.
    pub fn new(options: PlanOptions, physical: Physical<'_>) -> Result<Self, Box<Diagnostic>> {
        let source = Source::new(physical.path, physical.text)?;
        let folder = physical.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        // With its slash: `…/runtime-x/a.mjs` is none of the runtime's files.
        let folder = format!("{folder}/");
        let [preserve, inspect] = ["preserve", "inspect"].map(|it| format!("{folder}{it}.mjs"));
        Ok(Self { options, physical: physical.path.into(), folder, preserve, inspect, source })
    }

    /// Returns the mode for Vite's command, unless Vitest runs it and was not asked to have dev state.
    pub const fn mode(&self, command: &str, vitest: Vitest) -> Mode {
        // Vitest first: its servers have Vite's command `serve`, too. Bytes, since a `const fn`
        // cannot match on a string.
        match (vitest, command.as_bytes()) {
            (Vitest::Runner, _) if !self.options.vitest => Mode::Test,
            (Vitest::Browser, _) if !self.options.vitest => Mode::BrowserTest,
            (_, b"build") => Mode::Build,
            _ => Mode::Dev,
        }
    }

    /// Answers `resolveId`: the id of the state module or of what rewritten modules call, or `None` for any other specifier.
    pub fn resolve(&self, specifier: &str, mode: Mode) -> Option<&str> {
        // The companions keep nothing by themselves, so they are the same files in each mode.
        match specifier {
            ids::PRESERVE_SPECIFIER => return Some(&self.preserve),
            ids::INSPECT_SPECIFIER => return Some(&self.inspect),
            _ => {}
        }
        if !self.specifiers().contains(&specifier) {
            return None;
        }
        match mode {
            Mode::Dev => Some(ids::VIRTUAL_ID),
            Mode::Build | Mode::Test | Mode::BrowserTest => {
                // Dev alone gives out the virtual id.
                (specifier != ids::VIRTUAL_ID).then_some(&self.physical)
            }
        }
    }

    /// Answers `load`: the text for the id, or `None` where it is not the state module's.
    pub fn load(&self, id: &str, mode: Mode, server: u32, environment: &str) -> Option<String> {
        // Vitest runs the file as it is on disk, and `scope` stays `null`.
        match mode {
            Mode::Dev if id == ids::VIRTUAL_ID => Some(self.source.in_dev(server, environment)),
            Mode::Build if id == self.physical => Some(self.source.in_build()),
            _ => None,
        }
    }

    /// Answers `configEnvironment`. `dependents` are the packages that [`Self::is_dependent`] found.
    pub fn environment(&self, consumer: Consumer, dependents: &[String]) -> EnvironmentAnswer {
        let [chosen, direct] = self.names();
        // An optimized dependency would have a copy of the state module inside, and thereby a state
        // of its own. For the same reason Node must not import its dependents natively: no plugin
        // is asked then.
        let names = [chosen, direct, ids::PRESERVE_SPECIFIER, ids::INSPECT_SPECIFIER];
        let exclude = names.map(Into::into).into();
        let no_external = match consumer {
            Consumer::Client => vec![],
            Consumer::Server => self
                .state_packages()
                .map(Into::into)
                .into_iter()
                .chain(dependents.to_vec())
                .collect(),
        };
        EnvironmentAnswer { exclude, no_external }
    }

    /// Returns whether a package whose `package.json` names these dependencies may import the state module.
    pub fn is_dependent<'a>(&self, dependencies: impl IntoIterator<Item = &'a str>) -> bool {
        let packages = self.state_packages();
        dependencies.into_iter().any(|name| packages.contains(&name))
    }

    /// Returns the environment whose state code shares that Node imports natively, past every plugin: `ssr`, whose packages
    /// Vite leaves to Node by default, else the first server; `None` outside of dev, or where there is no server.
    pub fn native_environment<'a>(
        mode: Mode,
        environments: impl IntoIterator<Item = (&'a str, Consumer)>,
    ) -> Option<&'a str> {
        let names = environments
            .into_iter()
            .filter(|(_, consumer)| *consumer == Consumer::Server)
            .map(|(name, _)| name);
        let servers: Vec<&str> = if mode == Mode::Dev { names.collect() } else { Vec::new() };
        // Of servers' environments Vite itself creates `ssr`; plugins add others in any order.
        servers.iter().find(|name| **name == "ssr").or_else(|| servers.first()).copied()
    }

    /// Returns the bounds of the gate, or `None` where there is to be none.
    pub const fn gate(&self) -> Option<GateBounds> {
        self.options.gate
    }

    /// Returns whether requests are held for an environment: in dev, where its code runs on a server.
    pub fn is_gated(&self, consumer: Consumer, mode: Mode) -> bool {
        self.options.gate.is_some() && mode == Mode::Dev && consumer == Consumer::Server
    }

    /// Returns whether an environment's late dependencies are appended: in dev, unless that is turned off for it. A page that runs
    /// tests would lose them in a reload.
    pub fn is_appended(&self, environment: &str, mode: Mode) -> bool {
        matches!(mode, Mode::Dev | Mode::BrowserTest) && self.options.append_deps.is_on(environment)
    }

    /// Returns whether an edit evaluates again only what it changed: in dev, where an environment's code runs on a server.
    pub fn is_targeted(&self, environment: &str, consumer: Consumer, mode: Mode) -> bool {
        let is_server = mode == Mode::Dev && consumer == Consumer::Server;
        is_server && self.options.targeted_edits.is_on(environment)
    }

    /// Returns what to append to the entry of a gated environment. The state module is what answers the gate, and an app
    /// need not import it. Appended, the import changes no line and is evaluated after the entry's own.
    pub fn entry_suffix() -> String {
        // import "rwstate/state";
        // By the name that is resolved whatever the option `specifier` says.
        format!("\nimport \"{}\";\n", ids::DIRECT_SPECIFIER)
    }

    /// Returns what to append to a module whose entries begin with instances of its classes, given as a key and a class each: the
    /// runner says where an entry holds an instance of an older one. Appended, it changes no line and reads what is declared.
    pub fn class_suffix(pairs: &[(String, String)]) -> String {
        // import { classes as __rwstate_classes__ } from "rwstate/inspect";
        // __rwstate_classes__([["cart", () => Cart]]);
        // Thunks, since a class may not be initialized yet in a cycle of imports: `classes` catches
        // that.
        let thunks: Vec<String> = pairs
            .iter()
            .map(|(key, class)| {
                format!("[{}, () => {class}]", serde_json::Value::from(key.as_str()))
            })
            .collect();
        format!(
            "\nimport {{ classes as __rwstate_classes__ }} from \"{}\";\n__rwstate_classes__([{}]);\n",
            ids::INSPECT_SPECIFIER,
            thunks.join(", ")
        )
    }

    /// Returns what of modules' state is kept.
    pub const fn preserve(&self) -> &Preserve {
        &self.options.preserve
    }

    /// Returns whether modules of an environment are rewritten: in dev, where its code runs on a server. A browser has one realm
    /// for a page, which a reload ends.
    pub fn is_preserved(&self, consumer: Consumer, mode: Mode) -> bool {
        self.options.preserve.is_enabled && mode == Mode::Dev && consumer == Consumer::Server
    }

    /// Returns whether a file is one of the runtime's, which keep no state of their own.
    pub fn is_runtime(&self, file: &str) -> bool {
        file.starts_with(&self.folder)
    }

    /// Returns whether the state of a package's module is kept, by its path from the root.
    pub fn keeps(&self, package: &str, path: &str) -> bool {
        let Preserve { include, exclude, .. } = &self.options.preserve;
        // `exclude` wins over `include`.
        (include.is_empty() || include.has(package, path)) && !exclude.has(package, path)
    }

    /// Returns whether the inspector's page is served.
    pub const fn is_inspected(&self) -> bool {
        self.options.inspector
    }

    /// Returns which messages the plugin logs.
    pub const fn log_level(&self) -> LogLevel {
        self.options.log_level
    }

    /// Returns what to warn of in an environment's resolved configuration.
    pub fn check_externals(
        &self,
        environment: &str,
        externals: &Externals,
        dependents: &[String],
    ) -> Vec<Diagnostic> {
        let packages: Vec<String> = self
            .state_packages()
            .map(Into::into)
            .into_iter()
            .chain(dependents.iter().cloned())
            .collect();
        dependents::external_dependents(environment, externals, &packages)
    }

    /// Returns the name of the state of one environment of one dev server.
    pub fn scope(server: u32, environment: &str) -> String {
        scope(server, environment)
    }

    /// Returns every specifier that [`Self::resolve`] answers in one mode or another: the names of the state module,
    /// those of its companions, and the virtual id, which Vite resolves again where a module imports it by the id it was given.
    pub fn specifiers(&self) -> [&str; 5] {
        let [chosen, direct] = self.names();
        [chosen, direct, ids::VIRTUAL_ID, ids::PRESERVE_SPECIFIER, ids::INSPECT_SPECIFIER]
    }

    fn names(&self) -> [&str; 2] {
        [&self.options.specifier, ids::DIRECT_SPECIFIER]
    }

    fn state_packages(&self) -> [&str; 2] {
        // Both, as code may use the direct name beside the chosen one, whose package may be
        // another.
        [specifier::package_of(&self.options.specifier), ids::PACKAGE]
    }
}

/// What of Vitest a server belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vitest {
    /// Nothing: it is an app's.
    Absent,
    /// Tests that its process runs.
    Runner,
    /// Its browser mode, which serves tests to a browser.
    Browser,
}

#[cfg(test)]
mod tests;
