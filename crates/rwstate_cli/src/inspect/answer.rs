//! A server's answer -> the snapshot, where it is one of ours.

use anyhow::{Result, anyhow, bail};
use rwstate_inspect::{Snapshot, VERSION};
use serde_json::Value;

use super::{address, plain};

pub(super) fn read(url: &str, body: &[u8]) -> Result<Snapshot> {
    let shown = address::shown(url);
    let foreign = || {
        anyhow!(
            "{shown} answers with something other than a snapshot of rwstate: the server is without its plugin, \
             or has another `base`, which --url has to name, as in http://localhost:5173/base/"
        )
    };
    // The version comes first: another one may have any shape.
    let value: Value = serde_json::from_slice(body).map_err(|_| foreign())?;
    let version = value.get("version").and_then(Value::as_u64).ok_or_else(foreign)?;
    let known = value.get("rwstate").and_then(Value::as_str).ok_or_else(foreign)?;
    if version != u64::from(VERSION) {
        let known = plain(known);
        bail!(
            "{shown} answers in version {version} of the snapshot, and this command reads version {VERSION}: \
             run the rwstate of that server ({known}), with `npx rwstate` in its project"
        );
    }
    serde_json::from_value(value).map_err(|error| {
        anyhow!(
            "{shown} answers with a snapshot that cannot be read ({}), which is a bug of rwstate",
            plain(&error.to_string())
        )
    })
}
