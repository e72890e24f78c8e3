//! The platforms that have an addon, each in a package of its own, after napi's layout.

use std::env::consts::{ARCH, OS};

use anyhow::{Context as _, Result};

/// A platform, in the words of npm and of Rust.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Platform {
    /// As in the package's name.
    pub(crate) name: &'static str,
    /// What Rust calls it.
    pub(crate) triple: &'static str,
    /// As `process.platform` and the field `os` are.
    pub(crate) os: &'static str,
    /// As `process.arch` and the field `cpu` are.
    pub(crate) cpu: &'static str,
    /// As the field `libc` is, where a platform has several.
    pub(crate) libc: Option<&'static str>,
}

const fn platform(
    name: &'static str,
    triple: &'static str,
    os: &'static str,
    cpu: &'static str,
    libc: Option<&'static str>,
) -> Platform {
    Platform { name, triple, os, cpu, libc }
}

/// Every one. `release.yml` lists them too, and `binding.ts` makes the same names from what Node says of a machine.
pub(crate) const PLATFORMS: [Platform; 8] = [
    platform("linux-x64-gnu", "x86_64-unknown-linux-gnu", "linux", "x64", Some("glibc")),
    platform("linux-x64-musl", "x86_64-unknown-linux-musl", "linux", "x64", Some("musl")),
    platform("linux-arm64-gnu", "aarch64-unknown-linux-gnu", "linux", "arm64", Some("glibc")),
    platform("linux-arm64-musl", "aarch64-unknown-linux-musl", "linux", "arm64", Some("musl")),
    platform("darwin-x64", "x86_64-apple-darwin", "darwin", "x64", None),
    platform("darwin-arm64", "aarch64-apple-darwin", "darwin", "arm64", None),
    platform("win32-x64-msvc", "x86_64-pc-windows-msvc", "win32", "x64", None),
    platform("win32-arm64-msvc", "aarch64-pc-windows-msvc", "win32", "arm64", None),
];

impl Platform {
    /// Returns that of this machine.
    pub(crate) fn here() -> Result<&'static Self> {
        let libc = if cfg!(target_env = "musl") { "musl" } else { "glibc" };
        let [os, cpu] = node_names();
        PLATFORMS
            .iter()
            .find(|it| it.os == os && it.cpu == cpu && it.libc.is_none_or(|each| each == libc))
            .with_context(|| format!("no package has an addon for {os}-{cpu}"))
    }

    /// Returns the name of the package.
    pub(crate) fn package(&self) -> String {
        format!("@rwstate/binding-{}", self.name)
    }

    /// Returns the name of the package's folder.
    pub(crate) fn folder(&self) -> String {
        format!("binding-{}", self.name)
    }

    /// Returns the name of the addon's file in the package.
    pub(crate) fn file(&self) -> String {
        format!("rwstate.{}.node", self.name)
    }
}

/// Returns what Node calls this machine: `process.platform` and `process.arch`.
pub(crate) fn node_names() -> [&'static str; 2] {
    let os = match OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let cpu = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    [os, cpu]
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{PLATFORMS, Platform};
    use crate::root::at;

    #[test]
    fn a_name_has_what_its_fields_say() {
        for Platform { name, os, cpu, libc, triple } in &PLATFORMS {
            assert!(name.starts_with(&format!("{os}-{cpu}")), "{name}");
            assert_eq!(name.ends_with("-musl"), *libc == Some("musl"), "{name}");
            assert_eq!(triple.ends_with("-musl"), *libc == Some("musl"), "{name}");
            assert_eq!(triple.starts_with("aarch64"), *cpu == "arm64", "{name}");
        }
    }

    #[test]
    fn the_release_workflow_builds_each_once() {
        let workflow = fs::read_to_string(at(".github/workflows/release.yml")).unwrap();
        let words = workflow.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words.matches("{ platform: ").count(), PLATFORMS.len());
        for Platform { name, triple, .. } in &PLATFORMS {
            assert!(words.contains(&format!("{{ platform: {name}, triple: {triple}, ")), "{name}");
        }
    }

    #[test]
    fn this_machine_has_one() {
        let here = Platform::here().unwrap();
        assert_eq!([here.os, here.cpu], super::node_names());
    }
}
