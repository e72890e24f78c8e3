//! Apps of frameworks. Each has packages of its own, Vite among them, and is run by a Node from an npm package.

use anyhow::Result;

use super::tarballs;
use crate::{
    build::{self, Profile},
    flags::Runtime,
    lock::lock,
    npm,
    root::at,
};

/// An app by its folder in `playground`, and the runtime in whose cells it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct App {
    folder: &'static str,
    runtime: Runtime,
}

/// `RedwoodSDK`'s.
pub(crate) const RWSDK: App = App { folder: "rwsdk-app", runtime: Runtime::Workerd };

const APPS: [App; 4] = [
    RWSDK,
    App { folder: "frameworks/astro-cloudflare", runtime: Runtime::Workerd },
    App { folder: "frameworks/sveltekit", runtime: Runtime::Node },
    App { folder: "frameworks/tanstack-start", runtime: Runtime::Node },
];

/// Returns the apps of a runtime's cells, or of all.
pub(crate) fn apps_of(runtime: Option<Runtime>) -> Vec<App> {
    let is_wanted = |app: &App| runtime.is_none_or(|runtime| runtime == app.runtime);
    APPS.into_iter().filter(is_wanted).collect()
}

impl App {
    /// Installs what the app has from elsewhere.
    pub(crate) fn packages(self) -> Result<()> {
        let _lock = lock()?;
        super::nodes()?;
        npm::install(self.name(), &at("playground").join(self.folder), &["rwstate"])
    }

    /// Installs what the app needs, rwstate as npm would publish it.
    pub(crate) fn install(self, profile: Profile) -> Result<()> {
        let _lock = lock()?;
        // It takes the lock again, which the threads of one xtask share.
        self.packages()?;
        build::package(profile)?;
        let rwstate = tarballs::pack("rwstate", "packages/rwstate")?;
        let folder = at("playground").join(self.folder);
        tarballs::install(self.name(), &folder, &[("rwstate", &rwstate)])
    }

    fn name(self) -> &'static str {
        self.folder.rsplit_once('/').map_or(self.folder, |(_, name)| name)
    }
}
