//! What the driver `playground/harness/demo.mjs` prints: one JSON object a line.

use serde::Deserialize;

/// One line.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", tag = "event")]
pub(crate) enum Line {
    /// What is going to be done, said once.
    Plan { variants: Vec<String>, steps: Vec<Step> },
    /// A server starts.
    Opening { variant: String },
    /// A step was taken, and this is what was seen then.
    Observed {
        variant: String,
        #[serde(flatten)]
        observation: Box<Observation>,
    },
    /// A server runs until it is interrupted.
    Serving { url: String, root: String },
}

/// Something that is done to every server.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Step {
    pub(crate) kind: Kind,
    pub(crate) name: String,
}

/// What a step must change to have been one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    /// Nothing: the first answer.
    Start,
    /// The instance of the module that accepts its own updates.
    Accepted,
    /// The instance of the app.
    Reload,
    /// The optimizer's generation.
    Import,
}

/// What is seen after a step.
#[derive(Debug, Deserialize)]
pub(crate) struct Observation {
    /// The app's report, unless it could not be had.
    pub(crate) report: Option<Report>,
    /// Why there is no report.
    pub(crate) error: Option<String>,
    /// Names the optimizer's generation.
    pub(crate) generation: String,
    /// The number of the page in a browser, which a reload of the page changes; 0 elsewhere.
    pub(crate) page: u32,
    /// How often Vite has sent the app a reload.
    pub(crate) reloads: u32,
    /// The step's time in seconds.
    pub(crate) seconds: f64,
}

/// The app's report; the playground's `src/app.ts` makes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// The request's id.
    pub(crate) id: String,
    /// The current request by each instance of the framework, old or new.
    pub(crate) contexts: Vec<Option<String>>,
    pub(crate) state: Seen,
    pub(crate) store: Seen,
    /// Numbers the evaluations of modules in this realm.
    pub(crate) instance: u32,
    pub(crate) accepted_instance: u32,
}

/// One object as the app, and as a late subpath of its framework, sees it: the same number is the same object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Seen {
    pub(crate) app: Option<u32>,
    pub(crate) late: Option<u32>,
}
