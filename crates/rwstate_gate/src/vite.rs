//! Which requests are Vite's own by their looks, for handlers that sit before Vite's middleware.

/// Paths below which Vite alone answers. A path such as `/@kim` or `/__data.json` may be an app's.
const PREFIXES: &[&str] = &["/@vite/", "/@id/", "/@fs/", "/node_modules/", "/.vite/"];

/// Returns whether a request, by its URL below Vite's `base`, is for Vite whatever the app has.
///
/// Such a request is never held, as a page that waits for its modules would wait for its own gate.
///
/// No extension and no query says so: `/og/cover.png`, `/feed.js` and `/report?v=2024` may be an app's. What Vite would serve under such a
/// path, only its server knows.
pub fn is_for_vite(url: &str, accept: &str) -> bool {
    // Vite's server answers what accepts `text/x-vite-ping` by itself, under any path.
    PREFIXES.iter().any(|prefix| url.starts_with(prefix)) || accept == "text/x-vite-ping"
}

#[cfg(test)]
mod tests {
    use super::is_for_vite;

    #[test]
    fn modules_below_paths_of_its_own_are_vites() {
        for url in [
            "/@vite/client",
            "/@id/__x00__virtual:a",
            "/@fs/srv/a.ts",
            "/node_modules/.vite/deps/react.js?v=1a2b",
            "/.vite/deps/react.js?v=1a2b",
        ] {
            assert!(is_for_vite(url, "*/*"), "{url}");
        }
        assert!(is_for_vite("/", "text/x-vite-ping"));
    }

    #[test]
    fn looks_do_not_make_a_request_vites() {
        for url in [
            "/",
            "/users/42",
            "/@kim",
            "/__data.json",
            "/og/cover.png",
            "/feed.js",
            "/report?v=2024",
            "/src/main.tsx?t=1690000000000",
            "/search?q=/@vite/",
        ] {
            assert!(!is_for_vite(url, "*/*"), "{url}");
        }
    }
}
