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

/// An app by its name, its folder in `playground`, and the runtime in whose cells the tests have it, if they have it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct App {
    name: &'static str,
    folder: &'static str,
    tested: Option<Runtime>,
}

/// `RedwoodSDK`'s.
pub(crate) const RWSDK: App =
    App { name: "rwsdk", folder: "rwsdk-app", tested: Some(Runtime::Workerd) };

/// In the order of the table of `cargo xtask frameworks`.
pub(crate) const APPS: [App; 17] = [
    RWSDK,
    tested("frameworks/tanstack-start", Runtime::Node),
    measured("frameworks/tanstack-start-cloudflare"),
    measured("frameworks/tanstack-start-nitro"),
    measured("frameworks/react-router"),
    measured("frameworks/react-router-cloudflare"),
    tested("frameworks/sveltekit", Runtime::Node),
    measured("frameworks/vinext"),
    measured("frameworks/waku"),
    measured("frameworks/solidstart"),
    measured("frameworks/qwik-city"),
    measured("frameworks/nuxt"),
    measured("frameworks/astro"),
    tested("frameworks/astro-cloudflare", Runtime::Workerd),
    measured("frameworks/hono-cloudflare"),
    measured("frameworks/hono-dev-server"),
    measured("frameworks/express"),
];

/// An app that only `cargo xtask frameworks` runs.
const fn measured(folder: &'static str) -> App {
    App { name: last_of(folder), folder, tested: None }
}

const fn tested(folder: &'static str, runtime: Runtime) -> App {
    App { name: last_of(folder), folder, tested: Some(runtime) }
}

/// The name of a folder in `frameworks`.
const fn last_of(folder: &'static str) -> &'static str {
    folder.split_at("frameworks/".len()).1
}

/// Returns the apps of a runtime's cells, or of all.
pub(crate) fn apps_of(runtime: Option<Runtime>) -> Vec<App> {
    let is_wanted = |app: &App| {
        app.tested.is_some_and(|tested| runtime.is_none_or(|runtime| runtime == tested))
    };
    APPS.into_iter().filter(is_wanted).collect()
}

impl App {
    /// Installs what the app has from elsewhere.
    pub(crate) fn packages(self) -> Result<()> {
        let _lock = lock()?;
        super::nodes()?;
        let folder = at("playground").join(self.folder);
        npm::install_like(&super::newest(), self.name(), &folder, &["rwstate"])
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

    pub(crate) const fn name(self) -> &'static str {
        self.name
    }
}
