//! The same module, whose state is kept.
//!
//! ```js
//! /* rwstate: keep */              // in
//! let hits = 0;
//! const bump = () => hits++;
//!
//! /* rwstate: keep */
//! let hits = keep("app@1.0.0/src/a.js#hits~60303ae2", () => (0), mirror_hits);                      // out
//! const bump = () => write(hits++, mirror_hits);
//! ```
//!
//! A binding that functions reassign stays a binding: reads, exports and closures are as they were. Each write is followed by
//! `write`, which passes the binding's value on to the module's other instances through their mirrors: functions that get and set it.

mod fingerprint;
mod names;
mod writes;

use std::fmt::Write as _;

use oxc_ast::ast::{Program, PropertyKey, VariableDeclarationKind};
use oxc_span::GetSpan;
use rwstate_diagnostics::Diagnostic;
use string_wizard::{Hires, MagicString, SourceMapOptions};

use crate::{
    Kind, RewriteOptions, Span, Verdict,
    analyze::{Analyzed, Creation, Form, Found, with_found},
    diagnostics,
};
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
    /// Contexts that are not kept: what to say where the module is evaluated again.
    pub lost: Vec<Diagnostic>,
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
    /// The line of its name, from 1.
    pub line: u32,
}

impl Entry {
    /// What `keep` is called with.
    fn id(&self) -> String {
        quoted(&format!("{}~{}", self.key, self.fingerprint))
    }
}

/// Rewrites a module so that its state is kept.
pub fn rewrite(path: &str, source: &str, options: &RewriteOptions<'_>) -> RewriteReturn {
    let mut rewritten = RewriteReturn::default();
    let diagnostics = with_found(path, source, options.analyze, |analyzed| {
        let kept = Kept::of(analyzed);
        if !kept.is_empty() {
            let writer = Writer::new(path, analyzed, options);
            (rewritten.code, rewritten.entries) = writer.write(&kept);
        }
        for state in analyzed.to_states() {
            let Verdict::Refused(refusal) = &state.verdict else { continue };
            let diagnostic = diagnostics::refused(path, &state, refusal);
            // A comment without an effect is reported at once. A context that is not kept is lost
            // without rwstate too, so that is news only where its module is evaluated again.
            if state.kind == Kind::Asked {
                rewritten.diagnostics.push(diagnostic);
            } else {
                rewritten.lost.push(diagnostic);
            }
        }
    });
    rewritten.diagnostics.extend(diagnostics);
    rewritten
}

/// What is kept of a module.
struct Kept<'k, 'a> {
    declarations: Vec<&'k Found<'a>>,
    /// The inner before the outer.
    creations: Vec<&'k Creation<'a>>,
}

impl<'k, 'a> Kept<'k, 'a> {
    fn of(analyzed: &'k Analyzed<'a, '_>) -> Self {
        let declarations = analyzed.states.iter().filter(|it| it.verdict == Verdict::Keepable);
        let creations = analyzed.creations.iter().filter(|it| it.verdict == Verdict::Keepable);
        let mut kept =
            Self { declarations: declarations.collect(), creations: creations.collect() };
        kept.creations.sort_by_key(|creation| creation.span().size());
        kept
    }

    const fn is_empty(&self) -> bool {
        self.declarations.is_empty() && self.creations.is_empty()
    }
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

    /// Makes every edit, and the source map of them all.
    fn write(mut self, kept: &Kept<'_, 'a>) -> (Option<(String, String)>, Vec<Entry>) {
        let mirrored = kept.declarations.iter().filter_map(|it| Some((*it, it.binding()?)));
        let mirrors: Vec<(&Found<'a>, String)> =
            mirrored.map(|(found, name)| (found, self.names.mirror(name))).collect();
        // A text that cannot be cut where oxc says is a bug of this crate. Half of the edits would
        // be another module, so none is made.
        let Ok(entries) = self.edit(kept, &mirrors) else { return (None, vec![]) };
        // Words are mapped, not lines: the import and the mirrors move the whole first line, and
        // `keep` moves all that follows it in its own.
        let mut map = self.text.source_map(SourceMapOptions {
            source: self.path.into(),
            hires: Hires::Boundary,
            ..SourceMapOptions::default()
        });
        // string_wizard writes the source into the map whatever `include_content` says.
        map.set_source_contents(vec![]);
        (Some((self.text.to_string(), map.to_json_string())), entries)
    }

    /// Makes every edit, and returns what is kept.
    fn edit(
        &mut self,
        kept: &Kept<'_, 'a>,
        mirrors: &[(&Found<'a>, String)],
    ) -> Result<Vec<Entry>, String> {
        // Of two insertions at one place the later stands outside: `prepend_right` goes before what
        // is there, `append_left` after it. So creations come first, then writes, then
        // initializers:
        // f = () => n++  ->  f = keep("…", () => ({ ["f"]: (() => write(n++, mirror_n)) })["f"])
        let mut entries = vec![];
        for creation in &kept.creations {
            let fingerprint = fingerprint::of_creation(self.analyzed, creation);
            let entry = self.entry(&creation.name, creation.span().start, fingerprint);
            self.create(creation, &entry)?;
            entries.push(entry);
        }
        let text = (self.analyzed.source, &mut self.text);
        let mut open = writes::redirect(text, &self.names, mirrors)?;
        for found in &kept.declarations {
            let fingerprint = fingerprint::of_declaration(self.analyzed, found);
            let declaration = &found.declaration;
            let entry = self.entry(&declaration.name, declaration.binding.start, fingerprint);
            let mirror = mirrors.iter().find(|(mirrored, _)| std::ptr::eq(*mirrored, *found));
            self.initialize(found, &entry, mirror.map(|(_, name)| name.as_str()))?;
            entries.push(entry);
            // A write may end there too, as in `let f = () => n++`. The set has one semicolon for
            // both.
            if declaration.is_open() {
                open.insert(declaration.end);
            }
        }
        for end in open {
            // let a = 0⏎(b)  ->  let a = keep(…);⏎(b)
            self.text.append_left(end, ";")?;
        }
        self.introduce(mirrors)?;
        self.conclude(mirrors);
        entries.sort_by_key(|entry| entry.line);
        Ok(entries)
    }

    fn entry(&self, name: &str, at: u32, fingerprint: String) -> Entry {
        let key = format!("{}#{name}", self.options.key);
        let before = &self.analyzed.source.as_bytes()[..at as usize];
        let line = u32::try_from(memchr::memchr_iter(b'\n', before).count()).map_or(0, |it| it + 1);
        Entry { name: name.to_owned(), key, fingerprint, line }
    }

    fn create(&mut self, creation: &Creation<'a>, entry: &Entry) -> Result<(), String> {
        let span = creation.span();
        // new AsyncLocalStorage()  ->  keep("…#scopes.request~…", () => (new AsyncLocalStorage()))
        let call = open_call(self.analyzed.source, span.start, &self.names.keep);
        self.text.prepend_right(span.start, format!("{call}{}, () => (", entry.id()))?;
        self.text.append_left(span.end, "))")?;
        Ok(())
    }

    fn initialize(
        &mut self,
        found: &Found<'a>,
        entry: &Entry,
        mirror: Option<&str>,
    ) -> Result<(), String> {
        let declaration = &found.declaration;
        let id = entry.id();
        let keep = &self.names.keep;
        // The last argument says that the module says when its evaluation has ended.
        let end = if found.is_made_by_writes { ", true" } else { "" };
        let mirror = mirror.map(|mirror| format!(", {mirror}{end}")).unwrap_or_default();
        let Some(init) = declaration.init else {
            let start = match declaration.form {
                // A function that ran in an import cycle may have written it already.
                Form::Variable { keyword: VariableDeclarationKind::Var, identifier, .. } => {
                    identifier.name.as_str()
                }
                // A module may bind `undefined` itself.
                _ => "void 0",
            };
            // `let name!: T;` promises TypeScript an assignment, and must not have one.
            let typed = declaration.binding.end..declaration.end;
            if let Some(mark) = definite_mark(self.analyzed.program, typed) {
                self.text.remove(mark, mark + 1)?;
            }
            // let hits;  ->  let hits = keep("…#hits~…", () => void 0, mirror_hits);
            // var late;  ->  var late = keep("…#late~…", () => late, mirror_late);
            let text = format!(" = {keep}({id}, () => {start}{mirror})");
            self.text.append_left(declaration.end, text)?;
            return Ok(());
        };
        // oxc drops parentheses, so the span of `(1, 2)` is inside of them, and a `{` after `=>`
        // would begin a body. What is added has parentheses of its own for both:
        // let n = (1, 2);  ->  let n = (keep("…#n~…", () => (1, 2), mirror_n));
        let span = init.span();
        let name = match declaration.form {
            // A cast is gone when the function gets its name.
            _ if !init.get_inner_expression().is_anonymous_function_definition() => None,
            Form::Variable { identifier, .. } => Some(quoted(&identifier.name)),
            Form::Static { key, .. } => Some(quoted(&key_name(key))),
            Form::Default => Some(quoted("default")),
        };
        // let hits = 0;  ->  let hits = keep("…#hits~…", () => (0), mirror_hits);
        // An anonymous function takes the name of what it is declared as, here of a property:
        // const f = () => 1;  ->  const f = keep("…#f~…", () => ({ ["f"]: (() => 1) })["f"]);
        // The key is computed, as `{ __proto__: f }` would set the prototype.
        let (mut open, mut close) = ("(".to_owned(), ")".to_owned());
        if let Some(name) = &name {
            (open, close) = (format!("({{ [{name}]: ("), format!(") }})[{name}]"));
        }
        let call = open_call(self.analyzed.source, span.start, keep);
        self.text.prepend_right(span.start, format!("{call}{id}, () => {open}"))?;
        self.text.append_left(span.end, format!("{close}{mirror})"))?;
        Ok(())
    }

    /// Writes the import and the mirrors, on a line that is there.
    fn introduce(&mut self, mirrors: &[(&Found<'a>, String)]) -> Result<(), String> {
        let Names { keep, write, make, evaluated, .. } = &self.names;
        let mut more =
            if mirrors.is_empty() { String::new() } else { format!(", write as {write}") };
        if mirrors.iter().any(|(found, _)| found.is_made_by_writes) {
            let _ = write!(more, ", make as {make}, evaluated as {evaluated}");
        }
        let runtime = quoted(self.options.runtime);
        // import { keep as keep, write as write } from "rwstate/preserve"; function mirror_hits(v) { … }
        // It goes on a line that is there, so that every line of the module keeps its number.
        let mut text = format!("import {{ keep as {keep}{more} }} from {runtime}; ");
        for (found, mirror) in mirrors {
            let name = found.binding().unwrap_or_default();
            // function mirror_hits(v) { return arguments.length ? hits = v : hits; }
            // A declared function is hoisted, so `write` has a mirror even where an import cycle
            // calls a function of the module early. `mirror(undefined)` sets, hence the count.
            // A parameter `v` would hide a binding `v`: function mirror_v(w) { … }
            let value = if name == "v" { "w" } else { "v" };
            let _ = write!(
                text,
                "function {mirror}({value}) {{ return arguments.length ? {name} = {value} : {name}; }} "
            );
        }
        let program = self.analyzed.program;
        let source = self.analyzed.source;
        // After what must stay first. A directive counts only before all statements, and without
        // "use client" a framework takes the module for one of the server's.
        // "use strict"⏎  ->  "use strict"; import { keep as keep } from "rwstate/preserve";⏎
        if let Some(directive) = program.directives.last() {
            let is_open = !directive.span.source_text(source).ends_with(';');
            let text = format!("{} {}", if is_open { ";" } else { "" }, text.trim_end());
            self.text.append_left(directive.span.end, text)?;
        } else if let Some(hashbang) = &program.hashbang {
            // #!/usr/bin/env node⏎  ->  #!/usr/bin/env node⏎import { keep as keep } from …;
            // A hashbang that ends the file has no line after it: only then one is added.
            let end = hashbang.span.end;
            match end_of_line(source.get(end as usize..).unwrap_or_default()) {
                0 => self.text.append_left(end, format!("\n{text}"))?,
                length => self.text.append_left(end + length, text)?,
            };
        } else if source.starts_with('\u{feff}') {
            // U+FEFF has three bytes in UTF-8, and is a byte order mark only at the beginning.
            self.text.append_left(3, text)?;
        } else {
            self.text.prepend(text);
        }
        Ok(())
    }

    /// Writes after the module's last statement what ends its evaluation.
    fn conclude(&mut self, mirrors: &[(&Found<'a>, String)]) {
        let evaluated = &self.names.evaluated;
        let made = mirrors.iter().filter(|(found, _)| found.is_made_by_writes);
        let calls: Vec<_> = made.map(|(_, mirror)| format!("{evaluated}({mirror});")).collect();
        if !calls.is_empty() {
            // export { als } // the last line⏎  ->  …⏎evaluated(mirror_als);⏎
            // It has a line of its own, as the last one may end with a comment.
            self.text.append(format!("\n{}\n", calls.join(" ")));
        }
    }
}

/// How long what ends a line is, at the beginning of a text: <https://tc39.es/ecma262/#sec-line-terminators>.
fn end_of_line(text: &str) -> u32 {
    let ends = [("\r\n", 2), ("\n", 1), ("\r", 1), ("\u{2028}", 3), ("\u{2029}", 3)];
    ends.into_iter().find(|(end, _)| text.starts_with(end)).map_or(0, |(_, length)| length)
}

/// The name that a function gets from the property that it is given to.
fn key_name(key: &PropertyKey<'_>) -> String {
    let name = key.name().unwrap_or_default();
    if key.is_private_identifier() { format!("#{name}") } else { name.into_owned() }
}

/// `callee(`, apart from a keyword that needed no space before `++n`, `[a]` or `{ a }`: `return++n`.
pub(crate) fn open_call(source: &str, at: u32, callee: &str) -> String {
    // return++n  ->  return write(++n, mirror_n)
    // With no space or operator between, only a keyword can stand there: ASCII letters.
    let before = source.get(..at as usize).and_then(|before| before.chars().next_back());
    let space = if before.is_some_and(|it| it.is_ascii_alphanumeric()) { " " } else { "" };
    format!("{space}{callee}(")
}

/// Where the mark of `name!: T` is, if anywhere in what follows the name.
pub(crate) fn definite_mark(program: &Program<'_>, after: Span) -> Option<u32> {
    let mut at = after.start;
    loop {
        let text = program.source_text.get(at as usize..after.end as usize)?;
        // U+FEFF is white space to JavaScript and not to Unicode.
        let rest = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
        at += u32::try_from(text.len() - rest.len()).ok()?;
        // A comment may hold another mark: `let n /* ! */ !: T`.
        match program.comments.iter().find(|comment| comment.span.start == at) {
            Some(comment) => at = comment.span.end,
            None => return rest.starts_with('!').then_some(at),
        }
    }
}

/// A string as JavaScript writes it.
pub(crate) fn quoted(text: &str) -> String {
    // Every string of JSON is one of JavaScript: <https://github.com/tc39/proposal-json-superset>.
    serde_json::Value::from(text).to_string()
}
