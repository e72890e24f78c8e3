//! A stack for the parser, which recurses for each level of nesting: a module may be nested deeper than the stack of Node's main thread
//! allows, and a stack that overflows ends the process.

/// The stack that one level of nesting takes at most, in bytes. A byte of source is one level at most, as in `[[[[`.
const LEVEL: usize = 2 * 1024;

/// A source of so many bytes fits on the stack of every thread.
const SHORT: usize = 2 * 1024;

/// The largest stack, in bytes. Only generated code nests deeper, and is refused before.
const MOST: usize = 512 * 1024 * 1024;

/// How deep brackets may be nested.
pub const DEEPEST: usize = 10_000;

/// Runs `work` on a stack that is large enough for a source.
pub fn with_stack<T>(source: &str, work: impl FnOnce() -> T) -> T {
    if source.len() <= SHORT {
        return work();
    }
    // Where the thread has as much stack left, `maybe_grow` allocates none.
    let size = (source.len() * LEVEL).min(MOST);
    stacker::maybe_grow(size, size, work)
}

/// Returns where brackets are nested too deep to be parsed, strings and comments counted in.
pub fn too_deep(source: &str) -> Option<usize> {
    // Counting whole blocks is cheap, and rules out all but generated code. At a block's end the depth is at most what it was with the
    // block's brackets, or what the block opens.
    let mut most = 0;
    let is_near = source.as_bytes().chunks(BLOCK).any(|block| {
        let opened = count(block, is_open);
        let is_near = most + opened > DEEPEST;
        most = (most + opened).saturating_sub(count(block, is_close)).max(opened);
        is_near
    });
    if !is_near {
        return None;
    }
    let mut depth = 0_usize;
    source.bytes().position(|byte| {
        if is_open(byte) {
            depth += 1;
        } else if is_close(byte) {
            // A bracket in a string may close more than was opened: `"]"`.
            depth = depth.saturating_sub(1);
        }
        depth > DEEPEST
    })
}

/// How many bytes are counted together: their number fits into a byte, so that many are counted at once.
const BLOCK: usize = 128;

/// `(`, `[` or `{`, of which the last two differ in one bit.
const fn is_open(byte: u8) -> bool {
    byte == b'(' || byte & !0x20 == b'['
}

/// `)`, `]` or `}`.
const fn is_close(byte: u8) -> bool {
    byte == b')' || byte & !0x20 == b']'
}

fn count(block: &[u8], is_counted: impl Fn(u8) -> bool) -> usize {
    usize::from(block.iter().map(|byte| u8::from(is_counted(*byte))).sum::<u8>())
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn brackets_are_counted_by_their_depth() {
        assert_eq!(too_deep(&"[]".repeat(50_000)), None);
        assert_eq!(too_deep(&"[".repeat(9_000)), None);
        assert_eq!(too_deep(&"{".repeat(20_000)), Some(10_000));
    }
}
