//! What the driver prints, one JSON object a line.

use serde::Deserialize;

/// One line.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub(crate) enum Line {
    /// A server starts.
    Variant { name: String, steps: u64 },
    /// A step was taken, and this is what the app said then.
    Step { step: String, path: String, report: Option<Report>, error: Option<String> },
}

/// The app's report; the playground's `src/app.ts` makes it.
#[derive(Deserialize)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) contexts: Vec<Option<String>>,
    pub(crate) state: Seen,
    pub(crate) store: Seen,
    /// Whether the page was loaded anew since the start, which ends a browser's realm.
    #[serde(default, rename = "newPage")]
    pub(crate) new_page: bool,
}

/// One object as the app, and as a late subpath of its framework, sees it: the same number is the same object.
#[derive(Deserialize)]
pub(crate) struct Seen {
    pub(crate) app: u32,
    pub(crate) late: Option<u32>,
}
