//! What the optimizer of one environment has bundled: dependencies, and the modules that each output holds.

use rustc_hash::FxHashMap;

use crate::{
    format::Format,
    interface::{Binding, Evaluation, Interface, exports_of, interfaces_of},
    key::{key, keys_in},
    placement::{ImportKind, Placement, VirtualModule},
    refusal::Refusal,
    render,
};

/// How many imports a binding is followed through before it is taken for a constant.
const LONGEST_CHAIN: usize = 16;

/// Gives the text of an output, by its file name.
pub trait ReadOutput {
    /// `None` where it cannot be read.
    fn read(&self, output: &str) -> Option<String>;
}

/// A dependency that has an output of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Dependency {
    output: String,
    /// Its output has a default export alone, which stands for `module.exports`.
    needs_interop: bool,
}

/// The optimizer's outputs. An output's text is read for the modules that it holds when it is added, and for their exports
/// when one of them is first shared.
#[derive(Debug, Default)]
pub struct Outputs {
    /// By source file.
    dependencies: FxHashMap<String, Dependency>,
    /// The output of each ES module, by its file.
    held: FxHashMap<String, String>,
    /// What each output has of its modules, by their files.
    interfaces: FxHashMap<String, FxHashMap<String, Interface>>,
    /// What each output exports.
    exports: FxHashMap<String, FxHashMap<String, Binding>>,
}

impl Outputs {
    /// Adds an output. A module that two outputs hold stays the first one's: a CommonJS module is everybody's in any case.
    pub fn add(&mut self, output: &str, text: &str) {
        // CommonJS modules are not noted: each copy asks the registry before it runs.
        for (format, file) in keys_in(text) {
            if format == Format::Es {
                self.held.entry(file.into_owned()).or_insert_with(|| output.into());
            }
        }
    }

    /// Adds a dependency, by its source file and its output's file name.
    pub fn add_dependency(&mut self, source: &str, output: &str, needs_interop: bool) {
        let dependency = Dependency { output: output.into(), needs_interop };
        self.dependencies.insert(source.into(), dependency);
    }

    /// Places a module that a unit imports, by its file.
    pub fn place(&mut self, file: &str, kind: ImportKind, read: &impl ReadOutput) -> Placement {
        // Its own output first: that has static names, and mostly no text has to be parsed.
        if let Some(Dependency { output, needs_interop }) = self.dependencies.get(file).cloned() {
            return match (kind, needs_interop) {
                // To what is imported dynamically Vite gives the interop that it gives to the app's imports.
                (ImportKind::Dynamic, _) | (ImportKind::Import, false) => {
                    Placement::Output { specifier: render::relative(&output) }
                }
                // import dependency from "./react.js"; module.exports = dependency;
                (_, true) => stand_in("dependency", file, render::common_js_facade(&output)),
                // export * from "./a.js"; export { default } from "./a.js";
                // In ECMAScript `export *` never has `default`, and to name one that is missing is
                // an error.
                (ImportKind::Require, false) => {
                    let has_default = self.exports(&output, read).contains_key("default");
                    stand_in("required", file, render::es_facade(&output, has_default))
                }
            };
        }
        match self.interface(file, read) {
            None => Placement::Own,
            Some(Ok((output, interface))) => shared(file, output, interface),
            Some(Err(refusal)) => Placement::Refused(refusal),
        }
    }

    /// Returns the output of a dependency whose entry another output holds; `None` where its unit is bundled as any other.
    pub fn entry(&mut self, file: &str, read: &impl ReadOutput) -> Option<Result<String, Refusal>> {
        let (output, interface) = match self.interface(file, read)? {
            Ok((output, interface)) => (output.to_owned(), interface.clone()),
            Err(refusal) => return Some(Err(refusal)),
        };
        // The output has `const export0 = module["n"];`, the value at one moment.
        let live = interface
            .exports
            .iter()
            .find(|export| self.is_reassigned(&output, &export.binding, read));
        if let Some(export) = live {
            return Some(Err(Refusal::LiveBinding { name: export.name.clone(), output }));
        }
        let names: Vec<&str> = interface.exports.iter().map(|it| it.name.as_str()).collect();
        Some(Ok(render::entry(
            &held(&output, &interface),
            &key(Format::Es, file),
            &names,
            &interface.stars,
        )))
    }

    /// Returns why a bundled entry cannot be appended: it passes on a variable of a module that was `shared` with it, by its file,
    /// and what a unit exports of such a module is its value at one moment.
    pub fn refuse_live(
        &mut self,
        exports: &[String],
        shared: &[String],
        read: &impl ReadOutput,
    ) -> Option<Refusal> {
        // Only what it exports counts: what it uses by itself is read from the holder at each use.
        shared.iter().find_map(|file| {
            let (output, interface) = self.interface(file, read)?.ok()?;
            let output = output.to_owned();
            let passed = interface.exports.clone();
            let live = passed.into_iter().find(|export| {
                exports.contains(&export.name) && self.is_reassigned(&output, &export.binding, read)
            })?;
            Some(Refusal::LiveBinding { name: live.name, output })
        })
    }

    /// What an output has of an ES module; `None` where none holds it.
    fn interface(
        &mut self,
        file: &str,
        read: &impl ReadOutput,
    ) -> Option<Result<(&str, &Interface), Refusal>> {
        // Parsed once for each output, when a module of it is first shared. One that cannot be read
        // has no interfaces, so each of its modules is refused below.
        let output = self.held.get(file)?.as_str();
        if !self.interfaces.contains_key(output) {
            let interfaces = read.read(output).as_deref().map(interfaces_of).unwrap_or_default();
            self.interfaces.insert(output.into(), interfaces);
        }
        Some(match self.interfaces[output].get(file) {
            None => Err(Refusal::UnreadableOutput { file: file.into(), output: output.into() }),
            // `if (a) require("./b")` may not have run yet, and to import the output does not run
            // it.
            Some(interface) if interface.evaluation == Evaluation::OnRequire => {
                Err(Refusal::EvaluatedOnRequire { file: file.into(), output: output.into() })
            }
            Some(interface) => Ok((output, interface)),
        })
    }

    /// Whether a name of an output stands for a variable that some function assigns to.
    fn is_reassigned(&mut self, output: &str, binding: &Binding, read: &impl ReadOutput) -> bool {
        let mut output = output.to_owned();
        let mut binding = binding.clone();
        for _ in 0..LONGEST_CHAIN {
            let Binding::Imported { output: from, name } = &binding else { break };
            // What is no output beside this one is a package that stays external.
            let Some(next) = from.strip_prefix("./").filter(|next| *next != output) else {
                return false;
            };
            let next = next.to_owned();
            // A name that comes by `export *` is not known, and counts as constant.
            let Some(found) = self.exports(&next, read).get(name).cloned() else { return false };
            (output, binding) = (next, found);
        }
        binding == Binding::Reassigned
    }

    fn exports(&mut self, output: &str, read: &impl ReadOutput) -> &FxHashMap<String, Binding> {
        self.exports
            .entry(output.into())
            .or_insert_with(|| read.read(output).as_deref().map(exports_of).unwrap_or_default())
    }
}

fn stand_in(what: &str, file: &str, code: String) -> Placement {
    Placement::Virtual(vec![VirtualModule { id: format!("rwstate:{what}:{file}"), code }])
}

fn shared(file: &str, output: &str, interface: &Interface) -> Placement {
    // Two modules: of a CommonJS one bundlers read properties at each use, which keeps bindings
    // live, and only an ES one has static names.
    let taken = VirtualModule {
        id: format!("rwstate:taken:{file}"),
        code: render::taken(&held(output, interface), &key(Format::Es, file)),
    };
    let names: Vec<&str> = interface.exports.iter().map(|export| export.name.as_str()).collect();
    let code = render::shared(&taken.id, &names, &interface.stars);
    Placement::Virtual(vec![VirtualModule { id: format!("rwstate:shared:{file}"), code }, taken])
}

const fn held<'a>(output: &'a str, interface: &'a Interface) -> render::Holder<'a> {
    let evaluate = match &interface.evaluation {
        Evaluation::OnCall(name) => Some(name.as_str()),
        Evaluation::Eager | Evaluation::OnRequire => None,
    };
    render::Holder { output, evaluate }
}

#[cfg(test)]
mod tests {
    use super::{Outputs, ReadOutput};
    use crate::placement::{ImportKind, Placement};

    /// Outputs by their names.
    struct Texts(&'static [(&'static str, &'static str)]);

    impl ReadOutput for Texts {
        fn read(&self, output: &str) -> Option<String> {
            let (_, text) = self.0.iter().find(|(name, _)| *name == output)?;
            Some((*text).into())
        }
    }

    const TEXTS: Texts = Texts(&[
        (
            "react.js",
            r#"if (adopt("rwstate:cjs:/react/index.js", module)) return; export default require_react();"#,
        ),
        ("es.js", "const a = 1; export { a, a as default };"),
        (
            "chunk-1.js",
            r#"import * as star from "./react.js"; import { n } from "./chunk-2.js";
            var e = __exportAll({ a: () => a, default: () => a }); var a = 1; provide("rwstate:es:/d/a.js", e);
            var l = __exportAll({ n: () => n }); __reExport(l, star); provide("rwstate:es:/d/live.js", l);
            var c = __exportAll({ k: () => k }); let k = 1; provide("rwstate:es:/d/let.js", c);
            var r = __exportAll({}); var i = __esmMin(() => { provide("rwstate:es:/d/lazy.js", r); });"#,
        ),
        ("chunk-2.js", "let n = 0; function s() { n++; } export { n, s };"),
    ]);

    fn outputs() -> Outputs {
        let mut outputs = Outputs::default();
        for (name, text) in TEXTS.0 {
            outputs.add(name, text);
        }
        outputs.add_dependency("/react/index.js", "react.js", true);
        outputs.add_dependency("/es/index.js", "es.js", false);
        outputs
    }

    /// What becomes of a module: one line.
    #[track_caller]
    fn check(file: &str, kind: ImportKind, expect: &str) {
        let text = match outputs().place(file, kind, &TEXTS) {
            Placement::Own => "own".into(),
            Placement::Output { specifier } => specifier,
            Placement::Virtual(modules) => {
                let lines = modules.iter().map(|it| format!("{}: {}", it.id, it.code));
                lines.collect::<Vec<_>>().concat()
            }
            Placement::Refused(refusal) => refusal.to_string(),
        };
        assert_eq!(text, expect, "{file}");
    }

    #[test]
    fn every_module_has_its_place() {
        use ImportKind::{Import, Require};
        check("/d/unknown.js", Import, "own");
        check("/es/index.js", Import, "./es.js");
        check(
            "/es/index.js",
            Require,
            "rwstate:required:/es/index.js: export * from \"rwstate:output:./es.js\";\nexport { default } from \"rwstate:output:./es.js\";\n",
        );
        for kind in [Import, Require] {
            check(
                "/react/index.js",
                kind,
                "rwstate:dependency:/react/index.js: import dependency from \"rwstate:output:./react.js\";\nmodule.exports = dependency;\n",
            );
            check(
                "/d/a.js",
                kind,
                "rwstate:shared:/d/a.js: export { a, default } from \"rwstate:taken:/d/a.js\";\n\
                 rwstate:taken:/d/a.js: import \"rwstate:output:./chunk-1.js\";\nimport { take } from \"rwstate/dependencies\";\n\
                 module.exports = take(\"rwstate:es:/d/a.js\");\n",
            );
            check(
                "/d/lazy.js",
                kind,
                "it imports /d/lazy.js, which chunk-1.js holds and evaluates only when it is required",
            );
        }
    }

    #[test]
    fn an_entry_that_is_held_is_taken_from_there() {
        let mut outputs = outputs();
        assert_eq!(outputs.entry("/d/unknown.js", &TEXTS), None);
        assert_eq!(
            outputs.entry("/d/a.js", &TEXTS),
            Some(Ok("import \"./chunk-1.js\";\nimport { take } from \"rwstate/dependencies\";\n\
                     const module = take(\"rwstate:es:/d/a.js\");\nconst export0 = module[\"a\"];\n\
                     const export1 = module[\"default\"];\nexport { export0 as a, export1 as default };\n"
                .into()))
        );
        assert!(
            outputs.entry("/d/let.js", &TEXTS).unwrap().is_ok(),
            "a let that is never reassigned"
        );
    }

    #[test]
    fn a_variable_that_changes_cannot_be_passed_on() {
        let mut outputs = outputs();
        let refusal = outputs.entry("/d/live.js", &TEXTS).unwrap().unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "it exports `n`, a variable of chunk-1.js that is assigned to later"
        );
        let shared = ["/d/a.js".to_owned(), "/d/live.js".to_owned()];
        assert_eq!(outputs.refuse_live(&["n".into()], &shared, &TEXTS), Some(refusal));
        assert_eq!(outputs.refuse_live(&["a".into(), "m".into()], &shared, &TEXTS), None);
        assert_eq!(outputs.refuse_live(&["n".into()], &["/react/index.js".into()], &TEXTS), None);
    }

    #[test]
    fn an_output_that_cannot_be_read_is_reported() {
        let refusal = match outputs().place("/d/a.js", ImportKind::Import, &Texts(&[])) {
            Placement::Refused(refusal) => refusal.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(refusal, "it shares /d/a.js with chunk-1.js, whose exports cannot be read");
    }
}
