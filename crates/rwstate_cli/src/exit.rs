//! The exit codes.

/// Nothing is lost, all was migrated, or the report is printed.
pub const CLEAN: u8 = 0;
/// State would be lost, or a file could not be read or parsed.
pub const FINDINGS: u8 = 1;
/// The command failed: its arguments, a path that is not there, a file that cannot be written, a server
/// that does not respond, a bug of rwstate.
pub const FAILURE: u8 = 2;
