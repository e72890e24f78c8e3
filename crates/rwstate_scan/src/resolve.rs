//! What a specifier stands for, as far as the configuration says: the rest only the host's plugins know.

use std::{
    mem,
    path::{Path, PathBuf},
};

use oxc_resolver::{
    AliasValue, Resolution, ResolveError, ResolveOptions, ResolverGeneric, TsconfigDiscovery,
};

use crate::{
    Files, Form, Import, Links, Platform, ScanOptions, glob::normalize, listed::Listed,
    packages::Packages, threads::later,
};

/// What an import stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A file of the app, or of a package that is linked to it, whose imports count.
    Source(PathBuf),
    /// A file of an installed package.
    Dependency(PathBuf),
    /// Nothing to look into: a style, an image, a module of the runtime.
    Nothing,
    /// Only Vite knows.
    Unknown,
}

/// Resolves the imports of one environment.
pub(crate) struct Resolve<Fs> {
    listed: Listed<Fs>,
    packages: Packages,
    resolver: ResolverGeneric<Listed<Fs>>,
    exclude: Vec<String>,
    ignore: Vec<String>,
    extensions: Vec<String>,
    /// Whether a path may lead to another file than the one it names: a browser's package may say so, or an alias.
    is_replaced: bool,
}

/// The extensions of files that import something.
const SCRIPTS: &[&str] = &[
    "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue", "svelte", "astro", "html", "mdx",
];

/// The extensions that a compiler gives to files, and those that the files are written with.
const EMITTED: &[(&str, [&str; 2])] =
    &[("js", ["ts", "tsx"]), ("jsx", ["tsx", "ts"]), ("mjs", ["mts", "ts"])];

impl<Fs: Files> Resolve<Fs> {
    pub(crate) fn new(files: Fs, options: &ScanOptions) -> Self {
        let mut conditions = options.conditions.clone();
        for always in ["import", "default"] {
            if !conditions.iter().any(|condition| condition == always) {
                conditions.push(always.into());
            }
        }
        // Vite writes one condition for two.
        if conditions.iter().any(|condition| condition == "development|production") {
            conditions.push("development".into());
        }
        // Vite looks at `main` when no other field names an entry, and does not list it.
        let mut main_fields = options.main_fields.clone();
        if !main_fields.iter().any(|field| field == "main") {
            main_fields.push("main".into());
        }
        let is_browser = options.platform == Platform::Browser;
        let resolve_options = ResolveOptions {
            cwd: Some(options.root.clone()),
            tsconfig: Some(TsconfigDiscovery::Auto),
            alias: options
                .alias
                .iter()
                .map(|(find, to)| (find.clone(), vec![AliasValue::from(to.as_str())]))
                .collect(),
            alias_fields: if is_browser { vec![vec!["browser".into()]] } else { vec![] },
            condition_names: conditions,
            extensions: options.extensions.clone(),
            extension_alias: EMITTED
                .iter()
                .map(|(emitted, written)| {
                    let all = std::iter::once(emitted).chain(written);
                    (format!(".{emitted}"), all.map(|it| format!(".{it}")).collect())
                })
                .collect(),
            main_fields,
            symlinks: options.links == Links::Followed,
            builtin_modules: true,
            // In Vite a leading slash is the root's.
            roots: vec![options.root.clone()],
            ..ResolveOptions::default()
        };
        let listed = Listed::of(files, options.links);
        Self {
            resolver: ResolverGeneric::new_with_file_system(listed.clone(), resolve_options),
            listed,
            packages: Packages::default(),
            exclude: options.exclude.clone(),
            ignore: options.ignore.clone(),
            extensions: options.extensions.clone(),
            is_replaced: is_browser
                || options.alias.iter().any(|(find, _)| find.starts_with(['.', '/'])),
        }
    }

    /// Forgets what files there were. That takes time by their number, which nobody has to wait for.
    pub(crate) fn forget(&mut self) {
        let options = self.resolver.options().clone();
        self.listed = self.listed.anew();
        let fresh = ResolverGeneric::new_with_file_system(self.listed.clone(), options);
        let known = (mem::replace(&mut self.resolver, fresh), mem::take(&mut self.packages));
        later(move || drop(known));
    }

    /// Returns what an import of a file stands for.
    pub(crate) fn target(&self, importer: &Path, import: &Import) -> Target {
        let (specifier, query) = split_query(&import.specifier);
        if is_elsewhere(specifier) || is_asset_query(query) {
            return Target::Nothing;
        }
        if specifier.starts_with('\0') || specifier.contains(':') {
            return Target::Unknown;
        }
        let is_relative = specifier.starts_with('.');
        if !is_relative && is_of(&self.ignore, specifier) {
            return Target::Nothing;
        }
        if has_asset_extension(specifier, is_relative) {
            return Target::Nothing;
        }
        let is_path = is_relative || specifier.starts_with('/') || import.form == Form::File;
        let specifier = match import.form {
            Form::File if !is_relative && !specifier.starts_with('/') => format!("./{specifier}"),
            _ => specifier.to_owned(),
        };
        if let Some(file) = self.listed(importer, &specifier) {
            return self.of_file(file, is_path);
        }
        if is_path {
            return self.resolved(importer, &specifier, is_path);
        }
        let target =
            self.packages.of(importer, &specifier, || self.resolved(importer, &specifier, is_path));
        match target {
            Target::Dependency(_) | Target::Unknown if is_of(&self.exclude, &specifier) => {
                Target::Nothing
            }
            // A linked package is served as the app's own files are, whether it is excluded or not.
            target => target,
        }
    }

    fn resolved(&self, importer: &Path, specifier: &str, is_path: bool) -> Target {
        match self.resolve(importer, specifier) {
            Ok(resolution) => self.of_file(resolution.into_path_buf(), is_path),
            Err(ResolveError::Builtin { .. } | ResolveError::Ignored(_)) => Target::Nothing,
            Err(_) => Target::Unknown,
        }
    }

    /// Returns the file that a path leads to, where the folders' listings tell: of a large app's imports most, and at a fraction of
    /// what a resolver does for one.
    fn listed(&self, importer: &Path, specifier: &str) -> Option<PathBuf> {
        if self.is_replaced || specifier.ends_with(['/', '.']) {
            return None;
        }
        let path = if specifier.starts_with("./") || specifier.starts_with("../") {
            normalize(&importer.parent()?.join(specifier))
        } else {
            normalize(&self.aliased(specifier)?)
        };
        // What is written as `.js` may be TypeScript's.
        if path.extension().is_some_and(|it| EMITTED.iter().any(|(emitted, _)| it == *emitted)) {
            return None;
        }
        self.listed.file(&path, &self.extensions)
    }

    /// Returns the path that an alias makes of a specifier.
    fn aliased(&self, specifier: &str) -> Option<PathBuf> {
        let aliases = &self.resolver.options().alias;
        let (rest, to) = aliases.iter().find_map(|(find, to)| {
            let rest = specifier.strip_prefix(&**find)?;
            (rest.is_empty() || rest.starts_with('/')).then_some((rest, to))
        })?;
        let [AliasValue::Path(to)] = &to[..] else { return None };
        Path::new(to).is_absolute().then(|| PathBuf::from(format!("{to}{rest}")))
    }

    /// A tsconfig.json that cannot be read is no reason to find nothing.
    fn resolve(&self, importer: &Path, specifier: &str) -> Result<Resolution, ResolveError> {
        let resolved = self.resolver.resolve_file(importer, specifier);
        match (&resolved, importer.parent()) {
            (Err(error), Some(folder)) if is_of_tsconfig(error) => {
                self.resolver.resolve(folder, specifier)
            }
            _ => resolved,
        }
    }

    /// What is imported by its path is a source wherever it is: the optimizer takes on names alone.
    fn of_file(&self, path: PathBuf, is_path: bool) -> Target {
        let is_script = is_script(&path)
            || path.extension().is_some_and(|extension| {
                let extension = format!(".{}", extension.to_string_lossy());
                self.extensions.contains(&extension) && extension != ".json"
            });
        if !is_script {
            return Target::Nothing;
        }
        if !is_path && path.components().any(|part| part.as_os_str() == "node_modules") {
            Target::Dependency(path)
        } else {
            Target::Source(path)
        }
    }
}

/// Whether a specifier is of one of some packages.
fn is_of(names: &[String], specifier: &str) -> bool {
    names.iter().any(|name| {
        specifier.strip_prefix(&**name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

const fn is_of_tsconfig(error: &ResolveError) -> bool {
    matches!(
        error,
        ResolveError::TsconfigNotFound(_)
            | ResolveError::TsconfigSelfReference(_)
            | ResolveError::TsconfigCircularExtend(_)
            | ResolveError::TsconfigLoadFailed { .. }
    )
}

pub(crate) fn is_script(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    SCRIPTS.iter().any(|script| extension == *script)
}

fn split_query(specifier: &str) -> (&str, &str) {
    // A hash begins the name of a package's own import: `#internal`.
    let end = specifier.char_indices().skip(1).find(|(_, c)| matches!(c, '?' | '#'));
    end.map_or((specifier, ""), |(at, _)| specifier.split_at(at))
}

/// Another protocol, or what Vite itself provides.
fn is_elsewhere(specifier: &str) -> bool {
    let is_protocol = ["http:", "https:", "data:", "node:", "cloudflare:", "bun:", "//"]
        .iter()
        .any(|it| specifier.starts_with(it));
    is_protocol || specifier.starts_with("vite/") || specifier.starts_with("/@")
}

fn is_asset_query(query: &str) -> bool {
    ["?raw", "?url", "?inline", "?no-inline"].iter().any(|it| query.starts_with(it))
}

/// A file that is no script; a package may be called `normalize.css`.
fn has_asset_extension(specifier: &str, is_relative: bool) -> bool {
    const ASSETS: &[&str] = &[
        "css", "scss", "sass", "less", "styl", "stylus", "pcss", "postcss", "json", "json5", "svg",
        "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf", "eot",
        "mp3", "mp4", "webm", "wasm", "txt", "md", "pdf",
    ];
    let Some((before, extension)) = specifier.rsplit_once('.') else { return false };
    let is_path = is_relative || before.contains('/');
    (is_path || extension == "css") && ASSETS.contains(&extension)
}
