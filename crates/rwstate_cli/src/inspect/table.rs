//! A snapshot as tables, for a person.

use std::{fmt::Write as _, time::Duration};

use anstyle::{AnsiColor, Style};
use console::measure_text_width;
use rwstate_inspect::{Declaration, Entry, Environment, Finding, Snapshot};

use super::moments;
use crate::{
    columns::{cut, cut_start, lines},
    plain::{count, plain},
};

/// The terminal that shows a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Whether it has colors.
    pub(super) color: bool,
    /// How many columns it may take; `None` is any number.
    pub(super) columns: Option<usize>,
}

/// A narrower preview has a line of its own, below its entry.
const NARROW: usize = 24;

pub(super) fn text(snapshot: &Snapshot, layout: Layout) -> String {
    let table = Table { snapshot, layout };
    let Snapshot { rwstate, vite, root, environments, .. } = snapshot;
    let mut text = format!("rwstate {}, Vite {}, {}\n", plain(rwstate), plain(vite), plain(root));
    if environments.is_empty() {
        text += "\nThe server has no environment.\n";
    }
    for environment in environments {
        text.push('\n');
        text += &table.environment(environment);
    }
    if !environments.is_empty() {
        text.push('\n');
        text += &moments::text(snapshot, |at| table.age(at));
    }
    text += &table.duplicates();
    text += &table.findings();
    text
}

struct Table<'s> {
    snapshot: &'s Snapshot,
    layout: Layout,
}

impl Table<'_> {
    fn environment(&self, environment: &Environment) -> String {
        let Environment { name, consumer, gated, runs, answers, entries, .. } = environment;
        let name = self.styled(&plain(name), Style::new().bold());
        let consumer = plain(consumer);
        let gate = if *gated { ", requests wait" } else { "" };
        let head = format!("{name} ({consumer}{gate}): ");
        if !answers {
            let why = match (&*consumer, runs) {
                ("client", _) => "has not answered yet; open the app in a browser",
                (_, true) => "has not answered yet; send it a request",
                (_, false) => "no runner has asked for a module of it",
            };
            return format!("{head}{why}\n");
        }
        if entries.is_empty() {
            return format!("{head}nothing is kept yet\n");
        }
        let mut text = head + &count(entries.len(), "entry", "entries") + "\n";
        text += &self.entries(entries);
        for entry in entries.iter().filter(|entry| entry.declared.len() > 1) {
            let places: Vec<_> = entry.declared.iter().map(|place| self.place(place)).collect();
            let conflict = self.styled("conflict:", yellow());
            let key = plain(&entry.key);
            let _ = writeln!(text, "  {conflict} {key} is declared at {}", places.join(" and "));
        }
        text
    }

    fn entries(&self, entries: &[Entry]) -> String {
        let rows: Vec<_> = entries.iter().map(|entry| self.row(entry)).collect();
        let heads = ["key", "kind", "version", "age", "survived", "declared"];
        let mut lines = lines(heads, &rows).into_iter();
        let taken = lines.as_slice().first().map_or(0, |head| measure_text_width(head) + 2);
        // On a narrow terminal a preview begins on the next line.
        let left = self.layout.columns.map(|columns| columns.saturating_sub(taken));
        let (is_beside, width) = match (left, self.layout.columns) {
            (Some(left), Some(columns)) if left < NARROW => (false, columns.saturating_sub(6)),
            (Some(left), _) => (true, left),
            (None, _) => (true, usize::MAX),
        };
        let head = lines.next().unwrap_or_default() + if is_beside { "preview" } else { "" };
        let mut text = format!("  {}\n", self.styled(head.trim_end(), Style::new().dimmed()));
        for (line, entry) in lines.zip(entries) {
            let hidden = || {
                self.styled(&cut("(hidden: the key looks secret)", width), Style::new().dimmed())
            };
            let preview =
                entry.preview.as_ref().map_or_else(hidden, |preview| cut(&plain(preview), width));
            let _ = if is_beside {
                writeln!(text, "  {}", format!("{line}{preview}").trim_end())
            } else {
                writeln!(text, "  {}\n      {preview}", line.trim_end())
            };
        }
        text
    }

    fn row(&self, entry: &Entry) -> [String; 6] {
        let Entry { key, kind, version, born, survived, declared, .. } = entry;
        let most = |share: usize| self.layout.columns.map_or(usize::MAX, |columns| columns / share);
        let place = declared.first().map(|place| self.place(place)).unwrap_or_default();
        let others =
            if declared.len() > 1 { format!(" +{}", declared.len() - 1) } else { String::new() };
        [
            cut_start(&plain(key), most(2)),
            cut(&plain(kind), most(5)),
            version.as_deref().map(|version| cut(&plain(version), most(8))).unwrap_or_default(),
            self.age(*born),
            survived.to_string(),
            cut_start(&place, most(3)) + &others,
        ]
    }

    fn duplicates(&self) -> String {
        let mut text = String::new();
        for environment in &self.snapshot.environments {
            for module in &environment.duplicates {
                let (name, environment) =
                    (plain(self.shown(&module.name)), plain(&environment.name));
                let _ = writeln!(text, "  {name} in {environment}");
                for id in &module.ids {
                    let _ = writeln!(text, "      {}", plain(self.shown(id)));
                }
            }
        }
        self.section("duplicate modules", &text)
    }

    /// A module of several environments has its findings once.
    fn findings(&self) -> String {
        let mut found: Vec<(&Finding, Vec<String>)> = vec![];
        for Environment { name, findings, .. } in &self.snapshot.environments {
            for finding in findings {
                match found.iter_mut().find(|(known, _)| *known == finding) {
                    Some((_, names)) => names.push(plain(name)),
                    None => found.push((finding, vec![plain(name)])),
                }
            }
        }
        let mut text = String::new();
        for (Finding { severity, text: rendered, .. }, names) in found {
            let color = if severity == "error" { red() } else { yellow() };
            for (number, line) in rendered.lines().map(plain).enumerate() {
                let line = if number == 0 { self.styled(&line, color) } else { line };
                let _ = writeln!(text, "  {line}");
            }
            let _ = writeln!(text, "    in: {}", names.join(", "));
        }
        self.section("findings", &text)
    }

    fn section(&self, head: &str, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        format!("\n{}:\n{text}", self.styled(head, Style::new().bold()))
    }

    /// How long ago a time was when the snapshot was taken.
    fn age(&self, since: f64) -> String {
        // A runner's clock may be ahead of the server's: then the entry began just now.
        let age = Duration::try_from_secs_f64((self.snapshot.at - since) / 1000.0);
        let seconds = age.unwrap_or_default().as_secs();
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        match (days, hours, minutes) {
            (0, 0, 0) => format!("{seconds}s"),
            (0, 0, _) => format!("{minutes}m {}s", seconds % 60),
            (0, ..) => format!("{hours}h {}m", minutes % 60),
            _ => format!("{days}d {}h", hours % 24),
        }
    }

    fn place(&self, Declaration { file, line }: &Declaration) -> String {
        let file = plain(self.shown(file));
        if *line == 0 { file } else { format!("{file}:{line}") }
    }

    /// A file from the root.
    fn shown<'f>(&self, file: &'f str) -> &'f str {
        let root = self.snapshot.root.trim_end_matches(['/', '\\']);
        let inside = file.strip_prefix(root).and_then(|rest| rest.strip_prefix(['/', '\\']));
        // The root `/` is empty here, and a prefix of everything.
        inside.filter(|_| !root.is_empty()).unwrap_or(file)
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.layout.color { format!("{style}{text}{style:#}") } else { text.into() }
    }
}

const fn yellow() -> Style {
    AnsiColor::Yellow.on_default()
}

const fn red() -> Style {
    AnsiColor::Red.on_default()
}
