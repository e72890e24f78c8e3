//! What a walk finds.

use std::path::PathBuf;

use crate::Directive;

/// A place where something is imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: u32,
}

/// An import that is not the app's own source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What the import names.
    pub specifier: String,
    /// Where it was met first.
    pub place: Place,
}

/// What was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub file: PathBuf,
    /// Why, in words.
    pub reason: String,
    /// Why.
    pub cause: Cause,
}

/// Why a file was left out, or what comes after some point of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It is not there.
    Gone,
    /// It does not parse.
    Syntax,
    /// It is there and is no text, may not be read, or is nested too deep.
    Unreadable,
}

/// What a walk found that no walk before it had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finds {
    /// Packages that are imported, by their specifiers.
    pub dependencies: Vec<Found>,
    /// What only the host's plugins can resolve.
    pub unknown: Vec<Found>,
    /// What files of a save import, and was found before: since then the host may have come to another mind of it.
    pub again: Vec<Found>,
    /// Files of the app that are marked `"use client"` or `"use server"`.
    pub marked: Vec<(PathBuf, Directive)>,
    /// Files that could not be read, or only in part.
    pub left_out: Vec<LeftOut>,
    /// How many files were read.
    pub files: usize,
}

impl LeftOut {
    /// Returns whether a person is to be told: a file that is gone has no imports, and of a fault of syntax its first request tells.
    pub fn is_news(&self) -> bool {
        self.cause == Cause::Unreadable
    }
}
