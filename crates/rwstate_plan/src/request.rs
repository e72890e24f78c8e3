//! Which requests are Vite's own, for handlers that sit before Vite's middleware.

/// What is known of a request before anything has handled it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The path with its query.
    pub url: &'a str,
    /// The header `accept`.
    pub accept: &'a str,
    /// The header `sec-fetch-dest`: what a browser wants it for.
    pub destination: &'a str,
}

/// Who a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressee {
    /// The app's handler: the gate may hold it.
    App,
    /// Vite: a module or an asset. It is never held, as a page that waits for its modules would wait for its own gate.
    Vite,
}

/// Paths that Vite answers itself, and those of plugins that follow its custom.
const PREFIXES: &[&str] = &["/@", "/__", "/node_modules/", "/.vite/"];

/// Queries by which Vite asks for a form of a module.
const QUERIES: &[&str] =
    &["import", "t", "v", "url", "raw", "inline", "worker", "sharedworker", "html-proxy", "direct"];

/// Extensions of what Vite transforms or serves as it is. `.html` and `.json` are as often an app's answers.
const EXTENSIONS: &[&str] = &[
    "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue", "svelte", "astro", "css", "scss",
    "sass", "less", "styl", "stylus", "pcss", "postcss", "map", "wasm", "png", "jpg", "jpeg",
    "gif", "svg", "ico", "webp", "avif", "woff", "woff2", "ttf", "otf", "eot", "mp4", "webm",
    "mp3", "wav",
];

/// What a browser wants for a part of a page.
const DESTINATIONS: &[&str] = &[
    "script",
    "style",
    "image",
    "font",
    "audio",
    "video",
    "track",
    "worker",
    "sharedworker",
    "serviceworker",
    "manifest",
];

impl Addressee {
    /// Returns who a request is for, by its looks: nobody can know before it is handled.
    pub fn of(request: Request<'_>) -> Self {
        let (path, query) = request.url.split_once('?').unwrap_or((request.url, ""));
        let name = path.rsplit('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let is_vites = PREFIXES.iter().any(|prefix| path.starts_with(prefix))
            || extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
            || DESTINATIONS.contains(&request.destination)
            || request.accept == "text/x-vite-ping"
            || has_module_query(query);
        if is_vites { Self::Vite } else { Self::App }
    }
}

/// `t` and `v` carry a value in Vite's URLs; an app's own `?v=1` on a page without an extension is not worth a held module.
fn has_module_query(query: &str) -> bool {
    query.split('&').any(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        QUERIES.contains(&name) && (value.is_empty() != matches!(name, "t" | "v"))
    })
}

#[cfg(test)]
mod tests {
    use super::{Addressee, Request};

    #[track_caller]
    fn check(expect: Addressee, urls: &[&str]) {
        for url in urls {
            let request = Request { url, accept: "*/*", destination: "" };
            assert_eq!(Addressee::of(request), expect, "{url}");
        }
    }

    #[test]
    fn modules_and_assets_are_vites() {
        check(
            Addressee::Vite,
            &[
                "/@vite/client",
                "/@id/__x00__virtual:a",
                "/@fs/srv/a.ts",
                "/node_modules/.vite/deps/react.js?v=1a2b",
                "/src/main.tsx",
                "/src/main.tsx?t=1690000000000",
                "/src/a.custom?import",
                "/src/page?v=1a2b",
                "/logo.SVG",
                "/__inspect/",
            ],
        );
    }

    #[test]
    fn pages_and_data_are_the_apps() {
        check(
            Addressee::App,
            &[
                "/",
                "/users/42",
                "/api/users.json",
                "/about.html",
                "/search?q=a&url=b",
                "/a?t",
                "/v1.2/x",
            ],
        );
    }

    #[test]
    fn a_browser_says_what_it_wants() {
        let request = Request { url: "/data", accept: "*/*", destination: "image" };
        assert_eq!(Addressee::of(request), Addressee::Vite);
        let request = Request { destination: "document", ..request };
        assert_eq!(Addressee::of(request), Addressee::App);
        let request = Request { accept: "text/x-vite-ping", ..request };
        assert_eq!(Addressee::of(request), Addressee::Vite);
    }
}
