//! What an environment is like where no configuration says so: its entries, conditions and main fields.

use std::{fmt, path::Path};

use anyhow::Result;
use clap::ValueEnum;
use rwstate_scan::{Platform, ScanOptions};

use super::wrangler;

/// An environment, by the name that Vite or its plugins commonly give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Environment {
    /// Browsers; from the HTML files.
    Client,
    /// Node; from `src/entry-server.*` or `src/entry.ssr.*`.
    Ssr,
    /// React Server Components in Node; from `src/entry.rsc.*`.
    Rsc,
    /// workerd; from `main` in the configuration of wrangler.
    Worker,
}

/// `resolve.extensions` of Vite.
const EXTENSIONS: &[&str] = &[".mjs", ".js", ".mts", ".ts", ".jsx", ".tsx", ".json"];

/// `resolve.mainFields` of Vite's server environments.
const MAIN_FIELDS: &[&str] = &["module", "jsnext:main", "jsnext"];

/// The condition for which Vite puts one of the two.
const MODE: &str = "development|production";

impl Environment {
    /// Where the graph begins by convention, in words.
    pub(crate) const fn convention(self) -> &'static str {
        match self {
            Self::Client => "**/*.html",
            Self::Ssr => "src/entry-server.* or src/entry.ssr.*",
            Self::Rsc => "src/entry.rsc.*",
            Self::Worker => "`main` in wrangler.jsonc, wrangler.json or wrangler.toml",
        }
    }

    /// The options of a scan by convention; an error is a configuration of wrangler that cannot be read.
    pub(crate) fn options(self, root: &Path) -> Result<ScanOptions> {
        let is_client = self == Self::Client;
        let strings = |list: &[&str]| list.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        let mut main_fields = strings(MAIN_FIELDS);
        if is_client {
            main_fields.insert(0, "browser".into());
        }
        Ok(ScanOptions {
            root: root.to_owned(),
            entries: match self {
                Self::Client => {
                    strings(&["**/*.html", "!**/dist/**", "!**/coverage/**", "!**/__tests__/**"])
                }
                Self::Ssr => scripts(&["entry-server", "entry.ssr"]),
                Self::Rsc => scripts(&["entry.rsc"]),
                Self::Worker => wrangler::main(root)?.into_iter().collect(),
            },
            conditions: strings(match self {
                Self::Client => &["module", "browser", MODE],
                Self::Ssr => &["module", "node", MODE],
                Self::Rsc => &["react-server", "module", "node", MODE],
                Self::Worker => &["workerd", "worker", "module", "browser", MODE],
            }),
            main_fields,
            extensions: strings(EXTENSIONS),
            platform: if is_client { Platform::Browser } else { Platform::Server },
            ..ScanOptions::default()
        })
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Ssr => "ssr",
            Self::Rsc => "rsc",
            Self::Worker => "worker",
        })
    }
}

fn scripts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("src/{name}.{{js,jsx,mjs,mts,ts,tsx}}")).collect()
}
