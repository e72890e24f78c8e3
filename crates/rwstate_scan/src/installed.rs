//! The packages that a project depends on and nothing imports yet: which of them a bundler can take.
//!
//! ```text
//! "dependencies": { "@types/react", "mitt", "sharp", "vite" }   ->   mitt
//! ```
//!
//! A bundler gives up on all that it was asked for where it cannot read one file. So each package is walked first, through its own
//! imports and those of what it depends on. In doubt it is left out: then it is found when it is imported.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use memchr::memmem;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::{
    Files, Form, Found, Import, Place, ScanOptions, extract,
    resolve::{Resolve, Target},
    threads::on_threads,
};

/// How many files a package may bring: what has more, an icon for each file, takes longer to bundle than it will save.
const MOST_FILES: usize = 2_000;

/// What works on a project rather than in it.
const TOOLS: &[&str] = &["eslint", "prettier", "typescript", "wrangler"];

/// What bundles. These are tools, as is what depends on one of them or has its name: `@vitejs/plugin-react`, `rollup-plugin-x`.
const BUNDLERS: &[&str] = &["esbuild", "rolldown", "rollup", "vite", "vitejs", "webpack"];

/// Returns the packages in `dependencies` of the project's `package.json` whose main entries can be bundled, by their names.
///
/// Those that are `known` are left out, as are the linked, tools, and what is only types or styles.
pub fn installed<F: Files>(files: &F, options: &ScanOptions, known: &[String]) -> Vec<Found> {
    let Some((manifest, text)) = options.root.ancestors().find_map(|folder| {
        let manifest = folder.join("package.json");
        files.read_to_string(&manifest).ok().map(|text| (manifest, text))
    }) else {
        return vec![];
    };
    let mut options = options.clone();
    options.conditions.push("require".into());
    let packages = Packages {
        files: files.clone(),
        resolve: Resolve::new(files.clone(), &options),
        read: Mutex::default(),
    };
    let json = serde_json::from_str(&text).unwrap_or_default();
    let mut names: Vec<&str> = keys(&json, "dependencies").collect();
    names.retain(|name| !known.iter().any(|known| known == name));
    names.sort_unstable();
    let found = |name: &str| {
        let place = Place { file: manifest.clone(), line: line_of(&text, name) };
        Found { specifier: name.into(), place }
    };
    on_threads(|| {
        let bundled = names.into_par_iter().filter(|name| packages.is_bundled(&manifest, name));
        bundled.map(found).collect()
    })
}

/// Installed packages, and what their files import.
struct Packages<F> {
    files: F,
    resolve: Resolve<F>,
    /// `None` for a file that cannot be bundled.
    read: Mutex<FxHashMap<PathBuf, Option<Arc<[PathBuf]>>>>,
}

impl<F: Files> Packages<F> {
    fn is_bundled(&self, manifest: &Path, name: &str) -> bool {
        let is_tool = TOOLS.contains(&name)
            || name.starts_with("@types/")
            || name.split(['@', '/', '-']).any(|word| BUNDLERS.contains(&word));
        let import = Import { specifier: name.into(), offset: 0, form: Form::Static };
        match self.resolve.target(manifest, &import) {
            Target::Dependency(entry) if !is_tool && is_module(&entry) => {
                !self.is_of_bundler(&entry) && self.is_readable(entry)
            }
            _ => false,
        }
    }

    /// Whether a file's package depends on a bundler, as plugins and frameworks' tools do.
    fn is_of_bundler(&self, file: &Path) -> bool {
        let Some(manifest) = self.manifest_of(file) else { return true };
        ["dependencies", "optionalDependencies", "peerDependencies"]
            .into_iter()
            .flat_map(|field| keys(&manifest, field))
            .any(|name| BUNDLERS.contains(&name))
    }

    /// Whether all that a package's entry leads to can be bundled.
    fn is_readable(&self, entry: PathBuf) -> bool {
        let mut seen = FxHashSet::from_iter([entry.clone()]);
        let mut level = vec![entry];
        while !level.is_empty() && seen.len() <= MOST_FILES {
            let read: Option<Vec<_>> = level.par_iter().map(|file| self.imports(file)).collect();
            let Some(read) = read else { return false };
            level.clear();
            for file in read.iter().flat_map(|imports| imports.iter()) {
                if seen.insert(file.clone()) {
                    level.push(file.clone());
                }
            }
        }
        seen.len() <= MOST_FILES
    }

    /// Returns the modules that a file imports, or `None` where it cannot be bundled. Packages share files, and each is read once.
    fn imports(&self, file: &Path) -> Option<Arc<[PathBuf]>> {
        let lock = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(file) {
            return known.clone();
        }
        let imports: Option<Arc<[PathBuf]>> = self.read(file).map(Into::into);
        lock().insert(file.to_path_buf(), imports.clone());
        imports
    }

    fn read(&self, file: &Path) -> Option<Vec<PathBuf>> {
        let text = self.files.read_to_string(file).ok()?;
        let extracted = extract(&file.to_string_lossy(), &text)?;
        if extracted.fault.is_some() || names_addon(&text) {
            return None;
        }
        let mut imports = vec![];
        for import in extracted.imports {
            if matches!(import.form, Form::Glob | Form::File) {
                continue;
            }
            match self.resolve.target(file, &import) {
                Target::Source(path) | Target::Dependency(path) if is_module(&path) => {
                    imports.push(path);
                }
                Target::Unknown if is_meant(&text, &import) && !self.is_optional(file, &import) => {
                    return None;
                }
                // Vite leaves styles, images and components outside of the bundle.
                _ => {}
            }
        }
        Some(imports)
    }

    /// Whether a file's package can do without what it imports: Vite puts an error in its place that is thrown when it is used.
    fn is_optional(&self, file: &Path, import: &Import) -> bool {
        let Some(manifest) = self.manifest_of(file) else { return false };
        let specifier = &import.specifier;
        let parts = if specifier.starts_with('@') { 2 } else { 1 };
        let end = specifier.match_indices('/').nth(parts - 1).map_or(specifier.len(), |(at, _)| at);
        let name = &specifier[..end];
        keys(&manifest, "peerDependencies").any(|peer| peer == name)
            && manifest["peerDependenciesMeta"][name]["optional"] == Value::Bool(true)
    }

    /// Returns the manifest of a file's package: the nearest that has a name, as some folders inside of packages have others.
    fn manifest_of(&self, file: &Path) -> Option<Value> {
        file.ancestors().skip(1).find_map(|folder| {
            let text = self.files.read_to_string(&folder.join("package.json")).ok()?;
            serde_json::from_str::<Value>(&text).ok().filter(|json| json["name"].is_string())
        })
    }
}

/// Whether Vite's optimizer bundles a file.
fn is_module(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["js", "mjs", "cjs", "ts", "mts", "cts"].iter().any(|module| extension == *module)
}

/// Calls of `require` are found by their words: one in a comment or in a string that makes code means nothing.
fn is_meant(text: &str, import: &Import) -> bool {
    let before = text.get(..import.offset as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_comment = line.trim_start().starts_with('*') || line.contains("//");
    import.form != Form::Require || !(is_comment || import.specifier.contains('$'))
}

/// Whether a text has the end of a native addon's name, `"./build.node"`: to load one takes its file, which no bundle has.
fn names_addon(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), ".node")
        .any(|at| matches!(text.as_bytes().get(at + ".node".len()), Some(b'"' | b'\'' | b'`')))
}

fn keys<'a>(manifest: &'a Value, field: &str) -> impl Iterator<Item = &'a str> {
    manifest[field].as_object().into_iter().flat_map(|names| names.keys().map(String::as_str))
}

/// Returns the line on which `dependencies` names a package.
fn line_of(manifest: &str, name: &str) -> u32 {
    let start = manifest.find("\"dependencies\"").unwrap_or(0);
    let at = manifest[start..].find(&format!("\"{name}\"")).map_or(start, |at| start + at);
    u32::try_from(manifest[..at].matches('\n').count() + 1).unwrap_or(u32::MAX)
}
