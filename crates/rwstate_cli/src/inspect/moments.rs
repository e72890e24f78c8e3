//! What became of discovered dependencies: appended ones and re-optimizations, in one list.

use std::fmt::Write as _;

use rwstate_inspect::{Appended, Dependency, Recovery, Snapshot};

use super::{plain, table::count};

/// How many keys are named of those that a re-optimization has kept.
const NAMED: usize = 3;

/// Lists them, the latest first. `age` says how long ago a time was.
pub(super) fn text(snapshot: &Snapshot, age: impl Fn(f64) -> String) -> String {
    let Snapshot { recoveries, appended, .. } = snapshot;
    if recoveries.is_empty() && appended.is_empty() {
        return "nothing was appended or re-optimized yet\n".into();
    }
    let mut moments: Vec<_> =
        appended.iter().map(append).chain(recoveries.iter().map(re_optimize)).collect();
    moments.sort_by(|a, b| b.at.total_cmp(&a.at).then(b.id.cmp(&a.id)));
    let mut text = format!("{}, the latest first:\n", heads(recoveries, appended).join(", "));
    for Moment { id, at, environment, what, then } in moments {
        let (age, environment) = (age(at), plain(environment));
        let _ = writeln!(text, "  #{id} {age} ago in {environment}: {what}");
        if let Some(then) = then {
            let _ = writeln!(text, "      {then}");
        }
    }
    text
}

/// A line, and what follows from it.
struct Moment<'s> {
    id: u32,
    at: f64,
    environment: &'s str,
    what: String,
    then: Option<String>,
}

fn heads(recoveries: &[Recovery], appended: &[Appended]) -> Vec<String> {
    let dependencies = appended.iter().map(|it| it.dependencies.len()).sum();
    let mut heads = vec![];
    if dependencies > 0 {
        heads.push(count(dependencies, "dependency appended", "dependencies appended"));
    }
    if !recoveries.is_empty() {
        heads.push(count(recoveries.len(), "re-optimization", "re-optimizations"));
    }
    heads
}

fn append(appended: &Appended) -> Moment<'_> {
    let Appended { id, at, environment, dependencies, milliseconds } = appended;
    let what = format!("appended {} in {milliseconds:.0} ms", names(dependencies));
    Moment { id: *id, at: *at, environment, what, then: None }
}

fn re_optimize(recovery: &Recovery) -> Moment<'_> {
    let Recovery { id, at, environment, dependencies, .. } = recovery;
    let what = if dependencies.is_empty() {
        "re-optimized".into()
    } else {
        format!("re-optimized for {}", names(dependencies))
    };
    let then = Some(format!("{}; {}", requests(recovery), kept(recovery)));
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
    let Some(kept) = kept else { return "no runner has told what was kept".into() };
    let mut names: Vec<_> = keys.iter().take(NAMED).map(|key| plain(key)).collect();
    if *kept as usize > names.len() && !names.is_empty() {
        names.push("…".into());
    }
    let names = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    format!("{} kept{names}", count(*kept as usize, "entry", "entries"))
}
