//! The exit codes.

/// Nothing is lost, or all was migrated.
pub const CLEAN: u8 = 0;
/// State would be lost, or a file could not be read or parsed.
pub const FINDINGS: u8 = 1;
/// The command could not be carried out: its arguments, a path that is not there, a file that cannot be written, a fault of ours.
pub const FAILURE: u8 = 2;
