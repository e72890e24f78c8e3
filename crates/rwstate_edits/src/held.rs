//! Saves that wait: what a watcher would have reported of each file, as one report.

use rustc_hash::FxHashMap;

/// What a watcher reports of a path, by the names of the events of Chokidar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// There is a new file.
    Add,
    /// A file has other content.
    Change,
    /// A file is gone.
    Unlink,
    /// There is a new folder.
    AddDir,
    /// A folder is gone.
    UnlinkDir,
}

impl Event {
    /// Reads the name of an event; `None` for one that reports no save, such as `ready`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "add" => Self::Add,
            "change" => Self::Change,
            "unlink" => Self::Unlink,
            "addDir" => Self::AddDir,
            "unlinkDir" => Self::UnlinkDir,
            _ => return None,
        })
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Unlink => "unlink",
            Self::AddDir => "addDir",
            Self::UnlinkDir => "unlinkDir",
        }
    }

    const fn is_of_folder(self) -> bool {
        matches!(self, Self::AddDir | Self::UnlinkDir)
    }

    /// Whether there was something at the path before the event.
    const fn existed(self) -> bool {
        !matches!(self, Self::Add | Self::AddDir)
    }

    /// Whether there is something at the path after the event.
    const fn exists(self) -> bool {
        !matches!(self, Self::Unlink | Self::UnlinkDir)
    }
}

/// The saves since they are held, each path with its first event and its last.
#[derive(Debug, Default)]
pub struct HeldSaves {
    saves: Vec<(String, Event, Event)>,
    places: FxHashMap<(String, bool), usize>,
}

impl HeldSaves {
    /// Records an event.
    pub fn record(&mut self, event: Event, path: String) {
        let place = *self.places.entry((path.clone(), event.is_of_folder())).or_insert_with(|| {
            self.saves.push((path, event, event));
            self.saves.len() - 1
        });
        self.saves[place].2 = event;
    }

    /// Removes and returns what the saves come to, in the order of each path's first event. A file that has come and gone is not in it.
    pub fn take(&mut self) -> Vec<(Event, String)> {
        self.places.clear();
        self.saves
            .drain(..)
            .filter_map(|(path, first, last)| {
                let event = match (first.existed(), last.exists(), first.is_of_folder()) {
                    (false, true, false) => Event::Add,
                    (true, true, false) => Event::Change,
                    (true, false, false) => Event::Unlink,
                    (false, true, true) => Event::AddDir,
                    (true, false, true) => Event::UnlinkDir,
                    (false, false, _) | (true, true, true) => return None,
                };
                Some((event, path))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, HeldSaves};

    #[track_caller]
    fn check(events: &[(&str, &str)], expect: &[(&str, &str)]) {
        let mut held = HeldSaves::default();
        for (event, path) in events {
            held.record(Event::parse(event).unwrap(), (*path).into());
        }
        let taken = held.take();
        let taken: Vec<_> = taken.iter().map(|(event, path)| (event.name(), &**path)).collect();
        assert_eq!(taken, expect);
        assert_eq!(held.take(), []);
    }

    #[test]
    fn the_events_of_a_path_become_one() {
        check(&[("change", "a"), ("change", "a")], &[("change", "a")]);
        check(&[("add", "a"), ("change", "a")], &[("add", "a")]);
        check(&[("add", "a"), ("change", "a"), ("unlink", "a")], &[]);
        check(&[("unlink", "a"), ("add", "a")], &[("change", "a")]);
        check(&[("change", "a"), ("unlink", "a")], &[("unlink", "a")]);
        check(&[("unlinkDir", "a"), ("addDir", "a")], &[]);
        check(&[("addDir", "a"), ("unlinkDir", "a")], &[]);
    }

    #[test]
    fn paths_stay_in_the_order_of_their_first_events() {
        check(
            &[("change", "b"), ("add", "a"), ("change", "b"), ("unlink", "c")],
            &[("change", "b"), ("add", "a"), ("unlink", "c")],
        );
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_are_two() {
        check(&[("unlinkDir", "a"), ("add", "a")], &[("unlinkDir", "a"), ("add", "a")]);
    }

    #[test]
    fn other_events_are_no_saves() {
        assert_eq!(Event::parse("raw"), None);
        for name in ["add", "change", "unlink", "addDir", "unlinkDir"] {
            assert_eq!(Event::parse(name).map(Event::name), Some(name));
        }
    }
}
