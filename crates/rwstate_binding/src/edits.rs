//! `rwstate_edits` for the module graphs of Vite's environments.

use std::cell::RefCell;

use napi::{
    Error, Result,
    bindgen_prelude::{FromNapiValue, Function},
};
use napi_derive::napi;
use rwstate_edits::{Event, ExportOf, Graph, ModuleId, WriteTo};

/// What a module does while it is evaluated, by URLs: what it imports, and what it, or a user of its exports, may write to.
#[napi(object)]
pub struct Evaluation {
    pub imports: Vec<String>,
    pub writes: Vec<Write>,
    pub exports: Vec<Export>,
}

/// A module that may be written to; without `export`, by any of its exports.
#[napi(object)]
pub struct Write {
    pub url: String,
    pub export: Option<String>,
    pub using: Use,
}

/// What is done with a value: it is called or changed, passed to what calls it, or passed.
#[napi(string_enum = "lowercase")]
#[derive(Clone, Copy)]
pub enum Use {
    Call,
    Callback,
    Pass,
}

/// An export: what of other modules it is, and what a call of it writes to. Without a name it is `export *`.
#[napi(object)]
pub struct Export {
    pub name: Option<String>,
    pub is: Vec<Write>,
    pub calls: Vec<Write>,
    pub is_function: bool,
    /// Whether a call of it leaves the module's own state alone.
    pub is_stateless: bool,
}

/// A module that may be written to, by its number.
#[napi(object)]
pub struct NumberedWrite {
    pub module: u32,
    pub export: Option<String>,
    pub using: Use,
}

/// An export, by modules' numbers.
#[napi(object)]
pub struct NumberedExport {
    pub name: Option<String>,
    pub is: Vec<NumberedWrite>,
    pub calls: Vec<NumberedWrite>,
    pub is_function: bool,
    pub is_stateless: bool,
}

/// What one version of a module imports and writes to.
#[napi(object)]
pub struct Sides {
    pub imports: Vec<u32>,
    pub writes: Vec<NumberedWrite>,
}

/// A changed module: `before` as it was last evaluated, `after` as it is saved. Without `after` it is deleted or does not compile, and its
/// imports are not lost.
#[napi(object)]
pub struct Change {
    pub module: u32,
    pub before: Option<Sides>,
    pub after: Option<Sides>,
}

/// First-party modules of one environment, by functions that are called without `this`. Edges may be those before or after the edit.
#[napi(object, object_to_js = false)]
pub struct ModuleGraph<'a> {
    pub importers: Function<'a, u32, Vec<u32>>,
    pub imports: Function<'a, u32, Vec<u32>>,
    pub writes: Function<'a, u32, Vec<NumberedWrite>>,
    /// Of a changed module, what either version exports.
    pub exports: Function<'a, u32, Vec<NumberedExport>>,
}

impl From<rwstate_edits::Write> for Write {
    fn from(write: rwstate_edits::Write) -> Self {
        Self { url: write.url, export: write.export, using: write.using.into() }
    }
}

impl From<rwstate_edits::Use> for Use {
    fn from(using: rwstate_edits::Use) -> Self {
        match using {
            rwstate_edits::Use::Call => Self::Call,
            rwstate_edits::Use::Callback => Self::Callback,
            rwstate_edits::Use::Pass => Self::Pass,
        }
    }
}

impl From<Use> for rwstate_edits::Use {
    fn from(using: Use) -> Self {
        match using {
            Use::Call => Self::Call,
            Use::Callback => Self::Callback,
            Use::Pass => Self::Pass,
        }
    }
}

impl From<rwstate_edits::Export> for Export {
    fn from(export: rwstate_edits::Export) -> Self {
        Self {
            name: export.name,
            is: all(export.is),
            calls: all(export.calls),
            is_function: export.is_function,
            is_stateless: export.is_stateless,
        }
    }
}

impl From<NumberedWrite> for WriteTo {
    fn from(write: NumberedWrite) -> Self {
        Self { module: ModuleId(write.module), export: write.export, using: write.using.into() }
    }
}

impl From<NumberedExport> for ExportOf {
    fn from(export: NumberedExport) -> Self {
        Self {
            name: export.name,
            is: all(export.is),
            calls: all(export.calls),
            is_function: export.is_function,
            is_stateless: export.is_stateless,
        }
    }
}

/// An update of roots, or a full reload as it was sent, with the reason and a line that reports it unless Vite does.
#[napi(object)]
pub struct Reload {
    pub roots: Option<Vec<u32>>,
    pub reason: Option<String>,
    pub line: Option<String>,
}

impl From<Sides> for rwstate_edits::Sides {
    fn from(sides: Sides) -> Self {
        Self { imports: ids(sides.imports), writes: all(sides.writes) }
    }
}

impl From<Change> for rwstate_edits::Change {
    fn from(change: Change) -> Self {
        Self {
            module: ModuleId(change.module),
            before: change.before.map(Into::into),
            after: change.after.map(Into::into),
        }
    }
}

/// The graph, and the first error that one of its functions threw, which is then the result.
struct Callbacks<'g, 'a> {
    graph: &'g ModuleGraph<'a>,
    error: RefCell<Option<Error>>,
}

impl<'g, 'a> Callbacks<'g, 'a> {
    const fn new(graph: &'g ModuleGraph<'a>) -> Self {
        Self { graph, error: RefCell::new(None) }
    }

    fn call<T: FromNapiValue>(
        &self,
        function: &Function<'a, u32, Vec<T>>,
        module: ModuleId,
    ) -> Vec<T> {
        // The trait has no errors, so the first is put aside and thrown when the crate has
        // returned.
        // What has thrown is not called again.
        if self.error.borrow().is_some() {
            return Vec::new();
        }
        function.call(module.0).unwrap_or_else(|error| {
            *self.error.borrow_mut() = Some(error);
            Vec::new()
        })
    }

    fn result<T>(self, value: T) -> Result<T> {
        self.error.into_inner().map_or(Ok(value), Err)
    }
}

impl Graph for Callbacks<'_, '_> {
    fn importers(&self, module: ModuleId) -> Vec<ModuleId> {
        ids(self.call(&self.graph.importers, module))
    }

    fn imports(&self, module: ModuleId) -> Vec<ModuleId> {
        ids(self.call(&self.graph.imports, module))
    }

    fn writes(&self, module: ModuleId) -> Vec<WriteTo> {
        all(self.call(&self.graph.writes, module))
    }

    fn exports(&self, module: ModuleId) -> Vec<ExportOf> {
        all(self.call(&self.graph.exports, module))
    }
}

/// What a module does while it is evaluated, by its code as a runner gets it; `null` where it does not parse. Throws what
/// `is_first_party` throws, which answers by URLs.
#[napi(catch_unwind)]
pub fn evaluation(
    code: String,
    is_first_party: Function<'_, String, bool>,
) -> Result<Option<Evaluation>> {
    let error = RefCell::new(None);
    let evaluation = rwstate_edits::Evaluation::of(&code, |url| {
        // What has thrown is not called again.
        error.borrow().is_none()
            && is_first_party.call(url.to_owned()).unwrap_or_else(|thrown| {
                *error.borrow_mut() = Some(thrown);
                false
            })
    });
    let evaluation = evaluation.map(|it| Evaluation {
        imports: it.imports,
        writes: all(it.writes),
        exports: all(it.exports),
    });
    error.into_inner().map_or(Ok(evaluation), Err)
}

/// The modules that must be invalidated besides the changed ones; throws what the graph throws.
#[napi(catch_unwind)]
pub fn affected(changes: Vec<Change>, graph: ModuleGraph<'_>) -> Result<Vec<u32>> {
    let changes: Vec<_> = changes.into_iter().map(Into::into).collect();
    // After an error the graph has no more edges, and `result` drops what was found in it.
    let graph = Callbacks::new(&graph);
    let affected = rwstate_edits::affected(&changes, &graph);
    graph.result(numbers(affected))
}

/// What becomes of a full reload, of `modules` that the runner has been given; `file` triggered it, and has these modules.
#[napi(catch_unwind)]
pub fn reload(
    outdated: Vec<u32>,
    modules: u32,
    triggered_by: Vec<u32>,
    file: Option<String>,
    graph: ModuleGraph<'_>,
) -> Result<Reload> {
    let graph = Callbacks::new(&graph);
    let reload = rwstate_edits::reload(&ids(outdated), modules, &ids(triggered_by), &graph);
    graph.result(match reload {
        rwstate_edits::Reload::Roots(roots) => {
            Reload { roots: Some(numbers(roots)), reason: None, line: None }
        }
        rwstate_edits::Reload::Everything(why) => Reload {
            roots: None,
            reason: Some(why.reason().into()),
            line: why.line(file.as_deref()),
        },
    })
}

fn all<T, U: From<T>>(all: Vec<T>) -> Vec<U> {
    all.into_iter().map(Into::into).collect()
}

fn ids(numbers: Vec<u32>) -> Vec<ModuleId> {
    numbers.into_iter().map(ModuleId).collect()
}

fn numbers(modules: Vec<ModuleId>) -> Vec<u32> {
    modules.into_iter().map(|module| module.0).collect()
}

/// What a watcher has reported of a path.
#[napi(object, object_from_js = false)]
pub struct HeldSave {
    #[napi(ts_type = "\"add\" | \"change\" | \"unlink\" | \"addDir\" | \"unlinkDir\"")]
    pub event: &'static str,
    pub path: String,
}

/// The saves that wait.
#[napi]
#[derive(Default)]
pub struct HeldSaves {
    held: rwstate_edits::HeldSaves,
}

#[napi]
impl HeldSaves {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records a watcher's event. Returns whether it is one that reports a save; another one, such as `ready`, is not recorded.
    #[napi(catch_unwind)]
    pub fn record(&mut self, event: String, path: String) -> bool {
        let event = Event::parse(&event);
        if let Some(event) = event {
            self.held.record(event, path);
        }
        event.is_some()
    }

    /// Removes and returns what the saves come to: one event for each path.
    #[napi(catch_unwind)]
    pub fn take(&mut self) -> Vec<HeldSave> {
        let saves = self.held.take().into_iter();
        saves.map(|(event, path)| HeldSave { event: event.name(), path }).collect()
    }
}
