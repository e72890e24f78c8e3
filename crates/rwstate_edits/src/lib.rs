//! Which modules must be evaluated again after an edit, beyond the changed modules and what imports them.
//!
//! ```text
//! Evaluation::of   a module as the runner gets it          ->  what it imports, and to which modules it may write
//! affected         changed modules, and the module graph   ->  what else must be invalidated
//! HeldSaves        what a watcher reports while saves wait ->  one event for each path
//! reload           a full reload that a framework sends    ->  the roots of the graph that it concerns
//! ```
//!
//! A module that is evaluated again registers again: it pushes into another module's array, defines what is defined already. So what it
//! writes to is evaluated again too, and then what imports that.
//!
//! The crate is pure: code and the module graph come in as arguments.

mod affected;
mod calls;
mod evaluate;
mod evaluation;
mod exports;
mod graph;
mod held;
mod lost;
mod reader;
mod realm;
mod reload;
mod roots;
mod routine;
mod run;
mod stateless;
mod vite_call;

pub use affected::affected;
pub use evaluation::{Evaluation, Export, Use, Write};
pub use graph::{Change, ExportOf, Graph, ModuleId, Sides, WriteTo};
pub use held::{Event, HeldSaves};
pub use reload::{Reload, Why, reload};
