//! Edits, appended dependencies and re-optimizations in one list.

use std::fmt::Write as _;

use rwstate_inspect::{Appended, Dependency, Edit, Evaluated, Recovery, Reload, Snapshot, Why};

use crate::plain::{count, plain};

/// How many kept keys are named of a re-optimization.
const NAMED: usize = 3;

/// How many evaluated modules are named of an edit.
const MODULES: usize = 5;

/// Lists them, the latest first. `age` renders how long ago a time was.
pub(super) fn text(snapshot: &Snapshot, age: impl Fn(f64) -> String) -> String {
    let Snapshot { recoveries, appended, edits, .. } = snapshot;
    if recoveries.is_empty() && appended.is_empty() && edits.is_empty() {
        return "nothing was edited, appended or re-optimized yet\n".into();
    }
    let dependencies = appended.iter().map(append).chain(recoveries.iter().map(re_optimize));
    let mut moments: Vec<_> = edits.iter().map(edit).chain(dependencies).collect();
    // The three lists share their numbers, which decide between two of one millisecond.
    moments.sort_by(|a, b| b.at.total_cmp(&a.at).then(b.id.cmp(&a.id)));
    let mut text = format!("{}, the latest first:\n", heads(snapshot).join(", "));
    for Moment { id, at, environment, what, then } in moments {
        let (age, environment) = (age(at), plain(environment));
        let _ = writeln!(text, "  #{id} {age} ago in {environment}: {what}");
        for line in then {
            let _ = writeln!(text, "      {line}");
        }
    }
    text
}

/// A line, and those below it.
struct Moment<'s> {
    id: u32,
    at: f64,
    environment: &'s str,
    what: String,
    then: Vec<String>,
}

fn heads(Snapshot { recoveries, appended, edits, .. }: &Snapshot) -> Vec<String> {
    let dependencies = appended.iter().map(|it| it.dependencies.len()).sum();
    let mut heads = vec![];
    if !edits.is_empty() {
        heads.push(count(edits.len(), "edit", "edits"));
    }
    if dependencies > 0 {
        heads.push(count(dependencies, "dependency appended", "dependencies appended"));
    }
    if !recoveries.is_empty() {
        heads.push(count(recoveries.len(), "re-optimization", "re-optimizations"));
    }
    heads
}

fn edit(edit: &Edit) -> Moment<'_> {
    let Edit { id, at, environment, milliseconds, reload, kept, .. } = edit;
    let (what, then) = if let Some(Reload { reason, file }) = reload {
        let cause = file.as_ref().map(|file| format!(" for {}", plain(file))).unwrap_or_default();
        (format!("evaluated every module again{cause}"), vec![plain(reason)])
    } else {
        let time = milliseconds.map(|time| format!(" in {time:.0} ms")).unwrap_or_default();
        let evaluated = count(edit.count as usize, "module", "modules");
        (format!("evaluated {evaluated} again{time}, {kept} kept"), modules(edit))
    };
    Moment { id: *id, at: *at, environment, what, then }
}

/// Each with its reason; what changed comes first.
fn modules(Edit { evaluated, count, .. }: &Edit) -> Vec<String> {
    let named = evaluated.iter().take(MODULES).map(|Evaluated { module, why, imports }| {
        let why = match why {
            Why::Changed => "changed".into(),
            Why::Importer => imports
                .as_ref()
                .map_or_else(|| "an importer".into(), |it| format!("imports {}", plain(it))),
            Why::Registry => "what changed registers with it".into(),
            Why::Invalidated => "invalidated by a plugin".into(),
        };
        format!("{} ({why})", plain(module))
    });
    let mut named: Vec<_> = named.collect();
    if *count as usize > named.len() {
        named.push(format!("and {} more", *count as usize - named.len()));
    }
    named
}

fn append(appended: &Appended) -> Moment<'_> {
    let Appended { id, at, environment, dependencies, milliseconds } = appended;
    let what = format!("appended {} in {milliseconds:.0} ms", names(dependencies));
    Moment { id: *id, at: *at, environment, what, then: vec![] }
}

fn re_optimize(recovery: &Recovery) -> Moment<'_> {
    let Recovery { id, at, environment, dependencies, .. } = recovery;
    let what = if dependencies.is_empty() {
        "re-optimized".into()
    } else {
        format!("re-optimized for {}", names(dependencies))
    };
    let then = vec![format!("{}; {}", requests(recovery), kept(recovery))];
    Moment { id: *id, at: *at, environment, what, then }
}

fn names(dependencies: &[Dependency]) -> String {
    let name = |Dependency { name, importer }: &Dependency| {
        let importer = importer.as_ref().map(|importer| format!(" ({})", plain(importer)));
        plain(name) + &importer.unwrap_or_default()
    };
    dependencies.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn requests(Recovery { held, longest, replayed, .. }: &Recovery) -> String {
    if *held == 0 {
        return "no request was held".into();
    }
    let again = if *replayed == 0 { String::new() } else { format!(", {replayed} sent again") };
    format!("{} held, {longest:.0} ms at most{again}", count(*held as usize, "request", "requests"))
}

fn kept(Recovery { reloaded, kept, keys, .. }: &Recovery) -> String {
    if !reloaded {
        return "nothing was reloaded".into();
    }
    let Some(kept) = kept else { return "no runner has reported what was kept".into() };
    let mut names: Vec<_> = keys.iter().take(NAMED).map(|key| plain(key)).collect();
    if *kept as usize > names.len() && !names.is_empty() {
        names.push("…".into());
    }
    let names = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    format!("{} kept{names}", count(*kept as usize, "entry", "entries"))
}
