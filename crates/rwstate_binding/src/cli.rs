//! `rwstate_cli` for `npx rwstate`.

use napi_derive::napi;

/// Runs the command line in a folder, and returns the exit code. `arguments` begin with the command.
#[napi(catch_unwind)]
pub fn run_cli(arguments: Vec<String>, cwd: String) -> u8 {
    let mut terminal = rwstate_cli::Terminal::of_process(cwd.into());
    rwstate_cli::run(arguments.into_iter().map(Into::into), &mut terminal)
}
