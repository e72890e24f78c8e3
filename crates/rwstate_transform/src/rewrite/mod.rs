//! The same module, whose state is kept.
//!
//! ```js
//! let hits = 0;                    // in
//! const bump = () => hits++;
//!
//! let hits = keep("app@1.0.0/src/a.js#hits~60303ae2", () => (0), mirror_hits);                      // out
//! const bump = () => write(hits++, mirror_hits);
//! ```
//!
//! A binding that functions reassign stays a binding: reads, exports and closures are as they were. Each write is followed by
//! `write`, which tells the binding's value to the module's other instances through their mirrors: functions that get and set it.

mod fingerprint;
mod names;
mod writes;

use oxc_ast::ast::VariableDeclarationKind;
use oxc_span::GetSpan;
use rwstate_diagnostics::Diagnostic;
use string_wizard::{MagicString, SourceMapOptions};

use crate::{
    RewriteOptions, Verdict,
    analyze::{Analyzed, Form, Found, with_found},
    diagnostics,
};
use fingerprint::fingerprint;
use names::Names;

/// A module, rewritten.
#[derive(Debug, Clone, Default)]
pub struct RewriteReturn {
    /// The module's code and its source map, as JSON without sources' content; `None` where nothing in it is kept.
    pub code: Option<(String, String)>,
    /// What is kept.
    pub entries: Vec<Entry>,
    /// What is wrong with the module, and what was asked to be kept but is not.
    pub diagnostics: Vec<Diagnostic>,
}

/// One kept declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the module.
    pub name: String,
    /// The key of its value: the module's key and the name.
    pub key: String,
    /// The fingerprint of what it begins with. A value that began with another one is not taken over.
    pub fingerprint: String,
}

/// Rewrites a module so that its state is kept.
pub fn rewrite(path: &str, source: &str, options: &RewriteOptions<'_>) -> RewriteReturn {
    let mut rewritten = RewriteReturn::default();
    let diagnostics = with_found(path, source, options.analyze, |analyzed| {
        let kept: Vec<&Found<'_>> =
            analyzed.states.iter().filter(|found| found.verdict == Verdict::Keepable).collect();
        if !kept.is_empty() {
            let writer = Writer::new(path, analyzed, options);
            (rewritten.code, rewritten.entries) = writer.write(&kept);
        }
        for state in analyzed.states.iter().map(Found::to_state).filter(|state| state.is_asked) {
            if let Verdict::Refused(refusal) = &state.verdict {
                rewritten.diagnostics.push(diagnostics::refused(path, &state, refusal));
            }
        }
    });
    rewritten.diagnostics.extend(diagnostics);
    rewritten
}

struct Writer<'w, 'a, 's> {
    path: &'w str,
    analyzed: &'w Analyzed<'a, 's>,
    options: &'w RewriteOptions<'w>,
    names: Names,
    text: MagicString<'a>,
}

impl<'w, 'a, 's> Writer<'w, 'a, 's> {
    fn new(path: &'w str, analyzed: &'w Analyzed<'a, 's>, options: &'w RewriteOptions<'w>) -> Self {
        let names = Names::of(analyzed.semantic.scoping());
        Self { path, analyzed, options, names, text: MagicString::new(analyzed.source) }
    }

    /// Makes every edit. A string that cannot be cut where oxc says is a bug of ours: then nothing is rewritten.
    fn write(mut self, kept: &[&Found<'a>]) -> (Option<(String, String)>, Vec<Entry>) {
        let mut entries = vec![];
        let mut mirrors = vec![];
        for found in kept {
            let entry = self.entry(found);
            let mirror = found.mirrored().map(|_| self.names.mirror(&found.declaration.name));
            if let Some(mirror) = &mirror {
                mirrors.push((*found, mirror.clone()));
            }
            if self.initialize(found, &entry, mirror.as_deref()).is_err() {
                return (None, vec![]);
            }
            entries.push(entry);
        }
        if writes::redirect(&mut self.text, &self.names.write, &mirrors).is_err()
            || self.introduce(&mirrors).is_err()
        {
            return (None, vec![]);
        }
        let mut map = self.text.source_map(SourceMapOptions {
            source: self.path.into(),
            ..SourceMapOptions::default()
        });
        // string_wizard writes the source into the map whatever `include_content` says.
        map.set_source_contents(vec![]);
        (Some((self.text.to_string(), map.to_json_string())), entries)
    }

    fn entry(&self, found: &Found<'a>) -> Entry {
        let name = found.declaration.name.clone();
        let key = format!("{}#{name}", self.options.key);
        let fingerprint = fingerprint(self.analyzed, found);
        Entry { name, key, fingerprint }
    }

    /// `= init` becomes `= keep(id, () => (init))`.
    fn initialize(
        &mut self,
        found: &Found<'a>,
        entry: &Entry,
        mirror: Option<&str>,
    ) -> Result<(), String> {
        let declaration = &found.declaration;
        let id = quoted(&format!("{}~{}", entry.key, entry.fingerprint));
        let keep = &self.names.keep;
        let mirror = mirror.map(|mirror| format!(", {mirror}")).unwrap_or_default();
        let Some(init) = declaration.init else {
            let start = match declaration.form {
                // A function that ran in an import cycle may have written it already.
                Form::Variable { keyword: VariableDeclarationKind::Var, .. } => &*declaration.name,
                _ => "void 0",
            };
            // `let name!: T;` promises TypeScript an assignment, and must not have one.
            let between = declaration.binding.end as usize..declaration.end as usize;
            if let Some(mark) = self.analyzed.source.get(between).and_then(definite_mark) {
                let at = declaration.binding.end + mark;
                self.text.remove(at, at + 1)?;
            }
            let text = format!(" = {keep}({id}, () => {start}{mirror})");
            self.text.append_left(declaration.end, text)?;
            return Ok(());
        };
        let span = init.span();
        let name = match declaration.form {
            _ if !init.is_anonymous_function_definition() => None,
            Form::Variable { .. } => Some(quoted(&declaration.name)),
            Form::Static { .. } => {
                declaration.name.split_once('.').map(|(_, property)| quoted(property))
            }
            Form::Default => Some(quoted("default")),
        };
        // An anonymous function takes the name of what it is declared as: here, of a property.
        let (open, close) = match &name {
            Some(name) => (format!("({{ [{name}]: ("), format!(") }})[{name}]")),
            None => ("(".into(), ")".into()),
        };
        self.text.prepend_right(span.start, format!("{keep}({id}, () => {open}"))?;
        self.text.append_left(span.end, format!("{close}{mirror})"))?;
        Ok(())
    }

    /// Writes the import and the mirrors, on a line that is there.
    fn introduce(&mut self, mirrors: &[(&Found<'a>, String)]) -> Result<(), String> {
        let Names { keep, write, .. } = &self.names;
        let more = if mirrors.is_empty() { String::new() } else { format!(", write as {write}") };
        let runtime = quoted(self.options.runtime);
        let mut text = format!("import {{ keep as {keep}{more} }} from {runtime}; ");
        for (found, mirror) in mirrors {
            let name = &found.declaration.name;
            let value = if name == "v" { "w" } else { "v" };
            text += &format!(
                "function {mirror}({value}) {{ return arguments.length ? {name} = {value} : {name}; }} "
            );
        }
        let program = self.analyzed.program;
        let source = self.analyzed.source;
        if let Some(directive) = program.directives.last() {
            let is_open = !directive.span.source_text(source).ends_with(';');
            let text = format!("{} {}", if is_open { ";" } else { "" }, text.trim_end());
            self.text.append_left(directive.span.end, text)?;
        } else if let Some(hashbang) = &program.hashbang {
            let rest = source.get(hashbang.span.end as usize..).unwrap_or_default();
            let line =
                rest.find('\n').map(|at| hashbang.span.end + u32::try_from(at).unwrap_or(0) + 1);
            match line {
                Some(start) => self.text.append_left(start, text)?,
                None => self.text.append_left(hashbang.span.end, format!("\n{text}"))?,
            };
        } else if source.starts_with('\u{feff}') {
            self.text.append_left(3, text)?;
        } else {
            self.text.prepend(text);
        }
        Ok(())
    }
}

/// Where in `!: T` the mark is.
fn definite_mark(text: &str) -> Option<u32> {
    text.trim_start().starts_with('!').then(|| text.find('!')).flatten()?.try_into().ok()
}

/// A string as JavaScript writes it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
