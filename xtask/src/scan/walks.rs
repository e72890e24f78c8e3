//! Walks through generated apps, each in a process of its own.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Result, bail};

use super::{
    driver, driver_with,
    measured::{BesideVite, Saves, Size, Threads, Walk},
};

/// Vite's scan and ours, in an order that changes with the round.
pub(super) fn beside_vite(apps: &Path, modules: usize, rounds: usize) -> Result<BesideVite> {
    let mut measured = BesideVite { modules, ..BesideVite::default() };
    let app = apps.join(modules.to_string());
    let app = app.to_string_lossy();
    let walk = |stage: &str| driver::<Walk>(&[stage, &app]);
    for round in 0..=rounds {
        let (vite, ours, resolved) = match round % 3 {
            0 => {
                let (vite, ours) = (walk("vite")?, walk("walk")?);
                (vite, ours, walk("resolved")?)
            }
            1 => {
                let (ours, resolved) = (walk("walk")?, walk("resolved")?);
                (walk("vite")?, ours, resolved)
            }
            _ => {
                let (resolved, vite) = (walk("resolved")?, walk("vite")?);
                (vite, walk("walk")?, resolved)
            }
        };
        same(&vite, &ours, modules)?;
        same(&vite, &resolved, modules)?;
        measured.dependencies = vite.dependencies.len();
        // The first round has the files read from the disk.
        if round > 0 {
            measured.vite.push(vite.millis);
            measured.walk.push(ours.millis);
            measured.resolved.push(resolved.millis);
        }
    }
    Ok(measured)
}

/// Fails where one side found what the other did not, or has not been everywhere: who does less is no quicker.
fn same(vite: &Walk, ours: &Walk, modules: usize) -> Result<()> {
    let differ: BTreeSet<&String> =
        vite.dependencies.symmetric_difference(&ours.dependencies).collect();
    if !differ.is_empty() {
        bail!("of {modules} modules Vite's scan and the walk differ in {differ:?}");
    }
    if vite.dependencies.is_empty() {
        bail!("of {modules} modules nobody found any dependency");
    }
    if ours.files.is_some_and(|files| files != modules) {
        bail!("of {modules} modules {:?} were walked", ours.files);
    }
    if !ours.resolved.is_empty() && ours.resolved != vite.resolved {
        bail!("of {modules} modules the dependencies are not the same files");
    }
    Ok(())
}

/// On shared cores one walk tells little: the figure of a process is the median of this many.
const WALKS: &str = "7";

pub(super) fn threads(apps: &Path, modules: usize, rounds: usize) -> Result<Threads> {
    let mut measured = Threads { modules, ..Threads::default() };
    for round in 0..=rounds {
        let order = if round % 2 == 0 { ["1", "2"] } else { ["2", "1"] };
        for count in order {
            let millis = walk(apps, modules, WALKS, &[("RAYON_NUM_THREADS", count)])?;
            // The first round has the files read from the disk.
            if round > 0 {
                if count == "1" { &mut measured.one } else { &mut measured.two }.push(millis);
            }
        }
    }
    Ok(measured)
}

/// Every size in turn, up and down.
pub(super) fn growth(apps: &Path, sizes: &[usize], rounds: usize) -> Result<Vec<Size>> {
    let mut measured: Vec<Size> =
        sizes.iter().map(|&modules| Size { modules, walk: vec![] }).collect();
    for round in 0..=rounds {
        for _ in 0..measured.len() {
            let size = &mut measured[0];
            let millis = walk(apps, size.modules, "1", &[])?;
            // The first round has the files read from the disk.
            if round > 0 {
                size.walk.push(millis);
            }
            measured.rotate_left(1);
        }
        measured.reverse();
    }
    measured.sort_by_key(|size| size.modules);
    Ok(measured)
}

pub(super) fn saves(apps: &Path, sizes: &[usize], rounds: usize) -> Result<Vec<Saves>> {
    let rounds = rounds.to_string();
    let apps: Vec<String> = sizes
        .iter()
        .map(|size| apps.join(size.to_string()).to_string_lossy().into_owned())
        .collect();
    let mut stage = vec!["saves", &rounds];
    stage.extend(apps.iter().map(String::as_str));
    driver(&stage)
}

fn walk(apps: &Path, modules: usize, count: &str, variables: &[(&str, &str)]) -> Result<f64> {
    let app = apps.join(modules.to_string());
    let walk: Walk = driver_with(&["walk", &app.to_string_lossy(), count], variables)?;
    if walk.files != Some(modules) {
        bail!("of {modules} modules {:?} were walked", walk.files);
    }
    Ok(walk.millis)
}
