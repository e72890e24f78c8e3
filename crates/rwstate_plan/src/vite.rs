//! Which Vite the plugin works with.

use rwstate_diagnostics::{Code, Diagnostic};

/// The oldest Vite that has what the plugin needs: the Environment API with `configEnvironment` as it is today.
const OLDEST: (u32, u32) = (6, 3);

/// Returns an error where `version` (Vite's own `version` export) is too old. A version that cannot be read is let
/// through: a fork or a preview is no reason to stop.
pub fn check_vite(version: &str) -> Option<Diagnostic> {
    let mut numbers = version.split(['.', '-']).map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else { return None };
    ((major, minor) < OLDEST).then(|| {
        let (oldest_major, oldest_minor) = OLDEST;
        Diagnostic::error(
            Code::UNSUPPORTED_VITE,
            format!("rwstate needs Vite {oldest_major}.{oldest_minor} or later, and this is Vite {version}"),
        )
        .with_help("update vite: `npm install --save-dev vite@latest`")
    })
}

/// The oldest Vite that keeps a plugin's shortcuts beside others; before, each call of `bindCLIShortcuts` listens once more, so
/// that every key does its work twice.
const SHORTCUTS: [u32; 3] = [7, 2, 7];

/// Returns whether a plugin may bind shortcuts of the terminal.
pub fn has_shortcuts(version: &str) -> bool {
    let numbers: Vec<u32> =
        version.split(['.', '-']).take(3).map_while(|it| it.parse().ok()).collect();
    numbers.len() == 3 && numbers.as_slice() >= SHORTCUTS.as_slice()
}

#[cfg(test)]
mod tests {
    use super::{check_vite, has_shortcuts};

    #[test]
    fn shortcuts_are_there_since_7_2_7() {
        for (version, has) in [
            ("7.2.7", true),
            ("7.3.0", true),
            ("8.0.0-beta.1", true),
            ("7.2.6", false),
            ("6.4.6", false),
            ("next", false),
        ] {
            assert_eq!(has_shortcuts(version), has, "{version}");
        }
    }

    #[test]
    fn older_than_6_3_is_refused() {
        for version in ["5.4.21", "6.2.9", "4.0.0-beta.1"] {
            let message = check_vite(version).unwrap().message;
            assert_eq!(
                message,
                format!("rwstate needs Vite 6.3 or later, and this is Vite {version}")
            );
        }
    }

    #[test]
    fn supported_newer_and_unreadable_versions_pass() {
        for version in ["6.3.0", "7.0.0-beta.2", "8.3.8", "9.0.0", "next", ""] {
            assert_eq!(check_vite(version), None, "{version}");
        }
    }
}
