//! Which hosts a request may name.
//!
//! The rules are Vite's (`host-validation-middleware`), and stricter where that is lenient: a missing host, one of `file:`, one
//! with anything beside a name and a port, and an address that is neither loopback nor configured are refused, over TLS too.
//! An address cannot be rebound by DNS, which is why Vite allows all of them; values are not to be shown to a whole network
//! for that alone.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::fmt;

/// Vite's `server.allowedHosts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedHosts {
    /// `true`.
    All,
    /// Names. One that begins with a dot allows what comes before it, too.
    Listed(Vec<String>),
}

/// A host and its port.
pub(super) struct Host<'a> {
    /// The name or address; that of version 6 with its brackets.
    pub(super) name: &'a str,
    address: Option<IpAddr>,
    port: Option<u16>,
}

/// What a host is to this server.
pub(super) enum Standing {
    /// The user has configured it.
    Named,
    /// It is this machine.
    Loopback,
    /// Neither.
    Foreign,
}

/// Whether an address, as Node writes it, is this machine's own.
pub(super) fn is_loopback(address: &str) -> bool {
    // A socket for both versions of IP writes `::ffff:127.0.0.1`.
    address.parse().is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
}

impl<'a> Host<'a> {
    /// Reads `name`, `name:port` and `[address]:port`; nothing else is a host.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let end = if text.starts_with('[') {
            text.find(']')? + 1
        } else {
            text.find(':').unwrap_or(text.len())
        };
        let (name, port) = text.split_at(end);
        let port = match port.strip_prefix(':') {
            // `u16` would read a sign.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(digits.parse().ok()?)
            }
            None if port.is_empty() => None,
            _ => return None,
        };
        let address = match name.strip_prefix('[') {
            Some(inner) => Some(IpAddr::V6(inner.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?)),
            None => name.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        };
        (address.is_some() || is_name(name)).then_some(Self { name, address, port })
    }

    /// Judges a host by what the user has configured.
    pub(super) fn standing(&self, allowed: &AllowedHosts, names: &[String]) -> Standing {
        // Only `allowedHosts` makes a name of this machine one for others: `server.host` says no
        // more than where the server listens.
        let is_allowed = match allowed {
            AllowedHosts::All => true,
            AllowedHosts::Listed(list) => list.iter().any(|entry| self.matches(entry)),
        };
        if is_allowed {
            return Standing::Named;
        }
        // Browsers resolve both to this machine:
        // <https://www.rfc-editor.org/rfc/rfc6761#section-6.3>.
        let is_local = || self.name == "localhost" || self.name.ends_with(".localhost");
        let is_loopback = self.address.map_or_else(is_local, |address| address.is_loopback());
        // `0.0.0.0` and `::` mean every interface, and name none.
        let is_nowhere = self.address.is_some_and(|address| address.is_unspecified());
        match names.iter().any(|name| self.equals(name)) {
            _ if is_loopback => Standing::Loopback,
            true if !is_nowhere => Standing::Named,
            _ => Standing::Foreign,
        }
    }

    /// Whether a header `origin` is that of a page of this host.
    pub(super) fn is_origin(&self, origin: &str, encrypted: bool) -> bool {
        // Neither header has to name the default port.
        let (scheme, default) = if encrypted { ("https://", 443) } else { ("http://", 80) };
        origin.strip_prefix(scheme).and_then(Host::parse).is_some_and(|host| {
            host.name == self.name && host.port.unwrap_or(default) == self.port.unwrap_or(default)
        })
    }

    fn matches(&self, entry: &str) -> bool {
        // `.example.com` allows `example.com` and what is below it, as for Vite. An address has no
        // parent.
        let is_below = |parent: &str| {
            self.address.is_none() && (self.name == parent || self.name.ends_with(entry))
        };
        self.equals(entry) || entry.strip_prefix('.').is_some_and(is_below)
    }

    fn equals(&self, name: &str) -> bool {
        // `::1`, `[::1]` and `[0:0:0:0:0:0:0:1]` are one address.
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        self.address.map_or(self.name == name, |address| bare.parse() == Ok(address))
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Names are compared as they came, as Vite does: browsers write them in lower case, and without a dot at the end.
fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.split('.').all(|label| !label.is_empty() && label.bytes().all(is_part))
}
