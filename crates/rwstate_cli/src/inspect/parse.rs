//! A dev server's response -> the snapshot in it.

use anyhow::{Result, anyhow, bail};
use rwstate_inspect::{Snapshot, VERSION};
use serde_json::Value;

use crate::{plain::plain, server::shown};

/// Reads the body of the response to a URL.
pub(super) fn snapshot(url: &str, body: &str) -> Result<Snapshot> {
    let shown = shown(url);
    let foreign = || {
        anyhow!(
            "{shown} responds with something other than a snapshot of rwstate: the server is without its plugin, \
             or has another `base`, which --url has to name, as in http://localhost:5173/base/"
        )
    };
    // The version comes first: another one may have any shape.
    let value: Value = serde_json::from_str(body).map_err(|_| foreign())?;
    let version = value.get("version").and_then(Value::as_u64).ok_or_else(foreign)?;
    let known = value.get("rwstate").and_then(Value::as_str).ok_or_else(foreign)?;
    if version != u64::from(VERSION) {
        let known = plain(known);
        bail!(
            "{shown} responds in version {version} of the snapshot, and this command reads version {VERSION}: \
             run the rwstate of that server ({known}), with `npx rwstate` in its project"
        );
    }
    serde_json::from_value(value).map_err(|error| {
        anyhow!(
            "{shown} responds with a snapshot that cannot be read ({}), which is a bug of rwstate",
            plain(&error.to_string())
        )
    })
}
