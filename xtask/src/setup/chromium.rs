//! A Chromium for what runs in a browser.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::step::{command, quiet};

const DEBIAN: &str = "/usr/bin/chromium";

/// Returns the Chromium that the environment names, or Debian's, which is installed where that can be done.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if path.exists() {
            return Ok(path);
        }
        bail!("CHROMIUM is {}, and there is no such file", path.display());
    }
    let debian = PathBuf::from(DEBIAN);
    if debian.exists() {
        return Ok(debian);
    }
    if !is_root() || Command::new("apt-get").arg("--version").output().is_err() {
        bail!("{}", advice("it cannot be installed from here"));
    }
    // Lists of an older image name versions that the mirror no longer has.
    let installed = quiet("apt-get update", apt(&["update"]))
        .and_then(|()| quiet("apt-get install chromium", apt(&["install", "--yes", "chromium"])));
    match installed {
        Ok(()) if debian.exists() => Ok(debian),
        Ok(()) => bail!("{}", advice(&format!("Debian's package left none at {DEBIAN}"))),
        Err(error) => bail!("{}\n{error:#}", advice("apt-get could not install it")),
    }
}

fn advice(reason: &str) -> String {
    format!(
        "what runs in a browser needs Chromium, and {reason}. Install it (Debian: `sudo apt-get install chromium`), or \
         set CHROMIUM to the path of one, and run this again"
    )
}

fn is_root() -> bool {
    // The standard library knows no user. Where there is no `id` there is no apt-get either.
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = command("apt-get", arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
