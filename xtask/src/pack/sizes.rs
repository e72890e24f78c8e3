//! How large the packages are, and how large they may be.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use serde::Deserialize;

/// What the tarball of the main package may have at most, in bytes.
const MAIN: u64 = 130_000;

/// What a platform's addon, as users get it, may have at most.
const ADDON: u64 = 8_000_000;

/// What `npm pack --json` says of a package.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Packed {
    name: String,
    filename: String,
    size: u64,
    unpacked_size: u64,
}

/// Returns a table of the packages.
pub(super) fn render(packages: &[Packed]) -> String {
    let mut text = String::new();
    let width = packages.iter().map(|each| each.name.len()).max().unwrap_or_default();
    let _ = writeln!(text, "  {:<width$}{:>12}{:>12}  tarball", "package", "tarball", "installed");
    for Packed { name, filename, size, unpacked_size } in packages {
        let [size, unpacked] = [size, unpacked_size].map(|bytes| kilobytes(*bytes));
        let _ = writeln!(text, "  {name:<width$}{size:>12}{unpacked:>12}  {filename}");
    }
    text
}

/// Fails where a package is larger than it may be. Addons are only judged as users get them.
pub(super) fn check(packages: &[Packed]) -> Result<()> {
    for Packed { name, size, unpacked_size, .. } in packages {
        let (what, bytes, limit) = if name == "rwstate" {
            ("tarball", *size, MAIN)
        } else {
            ("addon", *unpacked_size, ADDON)
        };
        if bytes > limit {
            let [bytes, limit] = [bytes, limit].map(kilobytes);
            bail!("the {what} of {name} has {bytes}, more than {limit}");
        }
    }
    Ok(())
}

fn kilobytes(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::{ADDON, MAIN, Packed, check, render};

    fn packed(name: &str, size: u64, unpacked_size: u64) -> Packed {
        Packed { name: name.into(), filename: "it.tgz".into(), size, unpacked_size }
    }

    #[test]
    fn a_package_that_is_too_large_is_named() {
        assert!(check(&[packed("rwstate", MAIN, ADDON + 1), packed("a", MAIN + 1, ADDON)]).is_ok());
        let main = check(&[packed("rwstate", MAIN + 1, 0)]).unwrap_err().to_string();
        assert_eq!(main, "the tarball of rwstate has 131 kB, more than 130 kB");
        let addon = check(&[packed("a", 0, ADDON + 1)]).unwrap_err().to_string();
        assert_eq!(addon, "the addon of a has 8001 kB, more than 8000 kB");
    }

    #[test]
    fn each_package_has_its_line() {
        let text = render(&[packed("rwstate", 1, 2000), packed("@rwstate/a", 3, 4)]);
        assert_eq!(
            text,
            "  package        tarball   installed  tarball\n  rwstate           1 kB        2 kB  it.tgz\n  @rwstate/a        1 kB        1 kB  it.tgz\n"
        );
    }
}
