//! What goes with an answer, and what headers say of the way that a request came.

use super::Route;

type Header = (&'static str, &'static str);

/// The headers of a refusal, whose body is its reason, and of a redirect.
pub const REFUSAL_HEADERS: &[Header] = &with("text/plain; charset=utf-8");

/// Returns the headers of what is served.
pub fn headers(route: &Route) -> &'static [Header] {
    const HTML: &[Header] = &with("text/html; charset=utf-8");
    const SCRIPT: &[Header] = &with("text/javascript; charset=utf-8");
    const STYLE: &[Header] = &with("text/css; charset=utf-8");
    const IMAGE: &[Header] = &with("image/svg+xml");
    const JSON: &[Header] = &with("application/json; charset=utf-8");
    // What compresses answers on their way would keep events back until there are enough.
    const EVENTS: &[Header] = &{
        let mut headers = with("text/event-stream; charset=utf-8");
        // The second of `with` is `cache-control`.
        headers[1] = ("cache-control", "no-store, no-transform");
        headers
    };
    const BYTES: &[Header] = &with("application/octet-stream");
    match route {
        Route::Page => HTML,
        Route::Events => EVENTS,
        Route::Snapshot | Route::Reset | Route::Hold | Route::Flush => JSON,
        Route::Asset(name) => match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "html" => HTML,
            "js" => SCRIPT,
            "css" => STYLE,
            "svg" => IMAGE,
            "json" => JSON,
            _ => BYTES,
        },
    }
}

const fn with(content: &'static str) -> [Header; 6] {
    [
        ("content-type", content),
        ("cache-control", "no-store"),
        // A browser must not take JSON with a user's values for a script or a page.
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "content-security-policy",
            // Values are shown as text, and even a bug there could run no script of theirs. Vite
            // DevTools shows the page in a frame of the same origin, hence `frame-ancestors`.
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
        ),
    ]
}

/// Returns whether a header, by its name in lower case, is one with which proxies and tunnels say that they have passed a request on.
///
/// The standard ones are few (`forwarded`, `via`), and each product has its own beside them.
pub(super) fn is_of_proxy(name: &str) -> bool {
    const NAMES: &[&str] =
        &["via", "cdn-loop", "client-ip", "front-end-https", "x-host", "x-scheme"];
    const PREFIXES: &[&str] = &[
        "akamai-",
        "cf-",
        "fastly-",
        "fly-",
        "ngrok-",
        "tailscale-",
        "x-akamai-",
        "x-amz-cf-",
        "x-amzn-",
        "x-appengine-",
        "x-arr-",
        "x-azure-",
        "x-cloud-trace-",
        "x-codespaces-",
        "x-envoy-",
        "x-gitpod-",
        "x-nf-",
        "x-original-",
        "x-real-",
        "x-vercel-",
    ];
    const PARTS: &[&str] = &["forwarded", "-client-ip", "connecting-ip", "remote-ip", "proxy"];
    NAMES.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || PARTS.iter().any(|part| name.contains(part))
}
