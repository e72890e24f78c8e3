//! Line numbers.

/// Lines by offsets, which come in ascending order.
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    pub(crate) fn of(&mut self, offset: u32) -> u32 {
        let end = (offset as usize).min(self.text.len());
        if end > self.at {
            let breaks = memchr::memchr_iter(b'\n', &self.text[self.at..end]).count();
            self.line += u32::try_from(breaks).unwrap_or(0);
            self.at = end;
        }
        self.line
    }
}
