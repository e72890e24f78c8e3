//! Which Vite the plugin works with.

use rwstate_diagnostics::Diagnostic;

use crate::diagnostics::unsupported_vite;

/// The oldest Vite that has what the plugin needs: the Environment API with `configEnvironment` as it is today.
const OLDEST: (u32, u32) = (6, 3);

/// Returns an error where `version` (Vite's own `version` export) is too old. A version that cannot be read is let
/// through: a fork or a preview is no reason to stop.
pub fn check_vite(version: &str) -> Option<Diagnostic> {
    // `7.0.0-beta.2` counts as 7.0.
    let mut numbers = version.split(['.', '-']).map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else { return None };
    ((major, minor) < OLDEST).then(|| unsupported_vite(version, OLDEST))
}

#[cfg(test)]
mod tests {
    use super::check_vite;

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
