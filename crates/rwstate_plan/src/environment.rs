//! What Vite's configuration of one environment needs for the state module to stay one.

/// Where an environment's code runs, in Vite's own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consumer {
    /// A browser.
    Client,
    /// Node, workerd or another server runtime.
    Server,
}

impl Consumer {
    /// Returns the consumer of an environment: as configured, else what Vite would choose by its name.
    pub fn of(name: &str, configured: Option<&str>) -> Self {
        // Vite's default, by name: `client` is for browsers, and any other for a server.
        match configured {
            Some("client") => Self::Client,
            None if name == "client" => Self::Client,
            Some(_) | None => Self::Server,
        }
    }
}

/// What to add to an environment's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentAnswer {
    /// For `optimizeDeps.exclude`. Honored on Vite 6, 7 and 8 and in every environment, unlike an esbuild or rolldown
    /// plugin for the optimizer, which each major takes from one of them only.
    pub exclude: Vec<String>,
    /// For `resolve.noExternal`: packages that must not be imported natively, past the plugin.
    pub no_external: Vec<String>,
}
