//! A file -> its text, or what is wrong with it.

use std::{
    fmt::Display,
    fs,
    io::{self, Read as _},
};

use memchr::{memchr, memchr_iter, memrchr};
use rwstate_diagnostics::{Code, Diagnostic};
use rwstate_syntax::{DEEPEST, too_deep};

use crate::walk::File;

/// No module that a person writes comes near; a bundle's is generated.
const LONGEST_FILE: usize = 32_000_000;
/// Minified libraries have lines of half a megabyte.
const LONGEST_LINE: usize = 2_000_000;
const MEGABYTE: usize = 1_000_000;

/// Reads a module's source.
pub(crate) fn read(file: &File) -> Result<String, Box<Diagnostic>> {
    let shown = &file.shown;
    let bytes = bytes(file).map_err(|error| Box::new(unreadable(shown, &error)))?;
    if bytes.len() > LONGEST_FILE {
        return Err(generated(shown, &format!("has more than {} MB", LONGEST_FILE / MEGABYTE)));
    }
    let source = String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(shown, &error)))?;
    if let Some((line, length)) = long_line(&source) {
        let megabytes = length / MEGABYTE;
        return Err(generated(
            shown,
            &format!("has a line of {megabytes} MB, which is line {line}"),
        ));
    }
    if too_deep(&source).is_some() {
        return Err(generated(shown, &format!("nests brackets more than {DEEPEST} deep")));
    }
    Ok(source)
}

/// Says that a file cannot be read.
#[cold]
pub(crate) fn unreadable(shown: &str, error: &impl Display) -> Diagnostic {
    Diagnostic::error(Code::UNREADABLE_FILE, format!("the file cannot be read: {error}"))
        .at(shown)
        .with_help("see that it is there and may be read, or leave it out with .gitignore")
}

fn bytes(file: &File) -> io::Result<Vec<u8>> {
    // To open a pipe would wait for its other end.
    if !fs::metadata(&file.path)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut bytes = vec![];
    fs::File::open(&file.path)?.take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cold]
fn not_utf8(shown: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let line = 1 + memchr_iter(b'\n', &error.as_bytes()[..at]).count();
    Diagnostic::error(
        Code::UNREADABLE_FILE,
        format!("the file is not UTF-8: line {line} has a byte that is none of a character"),
    )
    .at(shown)
    .with_help("save it as UTF-8")
}

#[cold]
fn generated(shown: &str, what: &str) -> Box<Diagnostic> {
    let diagnostic = Diagnostic::error(
        Code::UNREADABLE_FILE,
        format!("the file {what}, so it is not looked at"),
    )
    .at(shown)
    .with_help("leave generated files out with .gitignore");
    Box::new(diagnostic)
}

/// The number and the length of a line that is too long.
fn long_line(source: &str) -> Option<(usize, usize)> {
    let bytes = source.as_bytes();
    let mut start = 0;
    while bytes.len() - start > LONGEST_LINE {
        // The last line that begins early enough: all before it are shorter.
        let Some(newline) = memrchr(b'\n', &bytes[start..=start + LONGEST_LINE]) else {
            let rest = &bytes[start..];
            let length = memchr(b'\n', rest).unwrap_or(rest.len());
            return Some((1 + memchr_iter(b'\n', &bytes[..start]).count(), length));
        };
        start += newline + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, long_line};

    #[test]
    fn the_first_line_that_is_too_long_is_named() {
        let fits = "a".repeat(LONGEST_LINE);
        assert_eq!(long_line(&format!("{fits}\n{fits}\n")), None);
        assert_eq!(
            long_line(&format!("b\n{fits}\nb\n{fits}a\n{fits}aa")),
            Some((4, LONGEST_LINE + 1))
        );
        assert_eq!(long_line(&format!("{fits}aa")), Some((1, LONGEST_LINE + 2)));
        assert_eq!(long_line(""), None);
    }
}
