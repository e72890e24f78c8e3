//! `rwstate_inspect` for requests to the inspector: who may see it.

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use rwstate_inspect::{
    AllowedHosts, Policy, REFUSAL_HEADERS, Request, Route, Verdict, headers, is_forwarded,
};

/// What came to the server.
#[napi(object)]
pub struct Asked {
    pub method: String,
    pub url: String,
    /// The hosts that it names, each as it came, `:authority` first.
    pub hosts: Vec<String>,
    pub origin: Option<String>,
    pub fetch_site: Option<String>,
    pub marker: Option<String>,
    pub remote: Option<String>,
    pub encrypted: bool,
    /// The version of HTTP.
    pub version: String,
    /// The names of all headers, in lower case.
    pub headers: Vec<String>,
}

/// How to answer a request.
#[napi(object)]
pub struct Answer {
    /// What is served; absent for a refusal and a redirect.
    #[napi(
        ts_type = "\"page\" | \"asset\" | \"events\" | \"snapshot\" | \"reset\" | \"hold\" | \"flush\""
    )]
    pub route: Option<String>,
    pub status: u16,
    /// The asset's name, the reason of a refusal, or where a redirect leads.
    pub text: String,
    pub headers: Vec<(String, String)>,
}

/// Who may see the inspector of one server.
#[napi]
pub struct Access {
    policy: Policy,
    assets: Vec<String>,
}

#[napi]
impl Access {
    /// `allowed` is Vite's `server.allowedHosts`; `names` are hosts that the user has configured otherwise.
    #[napi(constructor, catch_unwind)]
    pub fn new(
        base: String,
        allowed: Either<bool, Vec<String>>,
        names: Vec<String>,
        assets: Vec<String>,
    ) -> Self {
        let allowed_hosts = match allowed {
            Either::A(true) => AllowedHosts::All,
            // Not in Vite's type, and possible in JavaScript.
            Either::A(false) => AllowedHosts::Listed(vec![]),
            Either::B(names) => AllowedHosts::Listed(names),
        };
        Self { policy: Policy { base, allowed_hosts, host_names: names }, assets }
    }

    /// Decides about a request; `null` where it is not for the inspector, as where its URL has neither `__rwstate` nor a `%`.
    #[napi(catch_unwind)]
    pub fn judge(&self, asked: Asked) -> Option<Answer> {
        let request = Request {
            method: &asked.method,
            url: &asked.url,
            // A `host` that repeats `:authority` names no other host: only one that differs
            // decides.
            host: asked.hosts.first().map(String::as_str),
            other_host: asked
                .hosts
                .iter()
                .skip(1)
                .find(|other| Some(*other) != asked.hosts.first())
                .map(String::as_str),
            origin: asked.origin.as_deref(),
            fetch_site: asked.fetch_site.as_deref(),
            marker: asked.marker.as_deref(),
            remote: asked.remote.as_deref(),
            encrypted: asked.encrypted,
            forwarded: is_forwarded(&asked.version, asked.headers.iter().map(String::as_str)),
        };
        let answer = |route: Option<&str>, status, text: String, headers: &[(&str, &str)]| Answer {
            route: route.map(Into::into),
            status,
            text,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
        };
        Some(match self.policy.judge(&request, &self.assets) {
            Verdict::NotOurs => return None,
            // Not 301: browsers remember it, and the next app on this port may have another `base`.
            Verdict::Redirect(to) => answer(None, 302, to, REFUSAL_HEADERS),
            Verdict::Refused { status, reason } => answer(None, status, reason, REFUSAL_HEADERS),
            Verdict::Serve(route) => {
                let headers = headers(&route);
                match route {
                    Route::Page => answer(Some("page"), 200, "index.html".into(), headers),
                    Route::Events => answer(Some("events"), 200, String::new(), headers),
                    Route::Snapshot => answer(Some("snapshot"), 200, String::new(), headers),
                    Route::Reset => answer(Some("reset"), 204, String::new(), headers),
                    Route::Hold => answer(Some("hold"), 200, String::new(), headers),
                    Route::Flush => answer(Some("flush"), 200, String::new(), headers),
                    Route::Asset(name) => answer(Some("asset"), 200, name, headers),
                }
            }
        })
    }
}
