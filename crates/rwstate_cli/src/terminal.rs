//! The folder and the streams of a run.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    path::PathBuf,
    rc::Rc,
    thread,
    time::Duration,
};

use anstream::{
    AutoStream, ColorChoice,
    stream::{AsLockedWrite, RawStream},
};

use crate::secrets::Secrets;

/// The folder and the streams of a run.
#[derive(Debug)]
pub struct Terminal<'t> {
    /// The folder of relative paths.
    pub cwd: PathBuf,
    /// Findings, a diff.
    pub stdout: Stream<'t>,
    /// Messages beside them.
    pub stderr: Stream<'t>,
}

/// A stream of text.
pub struct Stream<'t> {
    writer: Box<dyn Write + 't>,
    /// Whether colors are shown, unless `--color` says otherwise.
    pub color: bool,
    /// How many columns a line has; `None` where it is not a terminal, and lines are not limited.
    pub columns: Option<usize>,
    /// Whether it is a terminal of this process, on which a progress bar may move.
    pub(crate) is_terminal: bool,
    /// What it leaves out.
    pub(crate) secrets: Rc<Secrets>,
}

impl Terminal<'_> {
    /// The process's own streams. Colors are shown on a terminal, unless `NO_COLOR` is set.
    pub fn of_process(cwd: PathBuf) -> Self {
        Self {
            cwd,
            stdout: Stream::of_process(io::stdout()),
            stderr: Stream::of_process(io::stderr()),
        }
    }
}

impl<'t> Stream<'t> {
    /// A stream without colors, whose lines are not limited.
    pub fn new(writer: impl Write + 't) -> Self {
        Self {
            writer: Box::new(writer),
            color: false,
            columns: None,
            is_terminal: false,
            secrets: Rc::default(),
        }
    }

    fn of_process(stream: impl RawStream + AsLockedWrite + 't) -> Self {
        let is_terminal = stream.is_terminal();
        let color = AutoStream::choice(&stream) != ColorChoice::Never;
        // Colors are decided here; what is left to anstream is a console of Windows that knows no ANSI.
        let choice = if is_terminal { ColorChoice::Always } else { ColorChoice::AlwaysAnsi };
        let columns = if is_terminal { columns() } else { None };
        Self { color, columns, is_terminal, ..Self::new(Patient(AutoStream::new(stream, choice))) }
    }

    /// Writes a text. A reader that has closed the stream is not an error.
    pub(crate) fn print(&mut self, text: &str) -> io::Result<()> {
        let text = self.secrets.removed(text);
        // In Node no Rust runtime ends that would flush the rest. `rwstate check | head` closes the
        // pipe.
        match self.writer.write_all(text.as_bytes()).and_then(|()| self.writer.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// Writes a line, and ignores errors.
    pub(crate) fn note(&mut self, line: &str) {
        let _ = self.print(&format!("{line}\n"));
    }
}

/// How wide the terminal of stdout is.
fn columns() -> Option<usize> {
    console::Term::stdout().size_checked().map(|(_, columns)| columns.into())
}

impl fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("color", &self.color).finish_non_exhaustive()
    }
}

/// Waits for a slow reader. npm shares its pipe with what it starts, and Node makes pipes non-blocking.
struct Patient<W>(W);

impl<W: Write> Patient<W> {
    fn until_done<T>(&mut self, mut write: impl FnMut(&mut W) -> io::Result<T>) -> io::Result<T> {
        loop {
            match write(&mut self.0) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    thread::sleep(Duration::from_millis(1));
                }
                result => return result,
            }
        }
    }
}

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.until_done(|writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.until_done(W::flush)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind, Write};

    use super::{Patient, Stream};

    /// Fails every other time.
    struct Slow(bool, Vec<u8>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = !self.0;
            if self.0 { Err(ErrorKind::WouldBlock.into()) } else { self.1.write(&bytes[..1]) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_slow_reader_gets_everything() {
        let mut slow = Patient(Slow(false, vec![]));
        slow.write_all(b"findings").unwrap();
        assert_eq!(slow.0.1, b"findings");
    }

    #[test]
    fn a_reader_that_has_gone_is_not_an_error() {
        Stream::new(Closed).print("findings").unwrap();
    }
}
