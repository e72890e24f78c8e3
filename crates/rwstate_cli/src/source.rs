//! A file -> its text, or what is wrong with it.

use std::{
    fs,
    io::{self, Read as _},
};

use memchr::{memchr, memchr_iter, memrchr};
use rwstate_diagnostics::Diagnostic;
use rwstate_syntax::{DEEPEST, too_deep};

use crate::{
    diagnostics::{generated, invalid_utf8, unreadable},
    scan::File,
};

/// Only generated modules are longer.
const LONGEST_FILE: usize = 32_000_000;
/// Minified libraries have lines of half a megabyte.
const LONGEST_LINE: usize = 2_000_000;
const MEGABYTE: usize = 1_000_000;

/// Reads a module's source.
pub(crate) fn read(file: &File) -> Result<String, Box<Diagnostic>> {
    let shown = &file.shown;
    let refused = |what: &str| Err(Box::new(generated(shown, what)));
    let bytes = bytes(file).map_err(|error| unreadable(shown, &error))?;
    if bytes.len() > LONGEST_FILE {
        return refused(&format!("has more than {} MB", LONGEST_FILE / MEGABYTE));
    }
    let source = String::from_utf8(bytes).map_err(|error| invalid_utf8(shown, &error))?;
    if let Some((line, length)) = long_line(&source) {
        return refused(&format!("has a line of {} MB, line {line}", length / MEGABYTE));
    }
    if too_deep(&source).is_some() {
        return refused(&format!("nests brackets more than {DEEPEST} deep"));
    }
    Ok(source)
}

fn bytes(file: &File) -> io::Result<Vec<u8>> {
    // To open a pipe would wait for its other end.
    if !fs::metadata(&file.path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    // One byte more than may be there says that there is more, however long the file is.
    let mut bytes = vec![];
    fs::File::open(&file.path)?.take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
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
