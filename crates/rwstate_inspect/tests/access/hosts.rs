//! Which hosts a request may name, and from where.

use rwstate_inspect::{AllowedHosts, Policy, Request};

use super::{LOCAL, check, judge, policy};

#[test]
fn hosts() {
    let cases = [
        (Some("localhost"), "page"),
        (Some("app.localhost:5173"), "page"),
        (Some("127.0.0.1:5173"), "page"),
        (Some("127.8.9.10"), "page"),
        (Some("[::1]:5173"), "page"),
        (Some("my.test:5173"), "page"),
        (Some("wild.test"), "page"),
        (Some("a.b.wild.test"), "page"),
        (Some("dev.box"), "page"),
        (Some("192.168.1.5:5173"), "page"),
        (Some("[2001:db8:0::1]"), "page"),
        (None, "403"),
        (Some(""), "403"),
        (Some("evil.example"), "403"),
        (Some("a.my.test"), "403"),
        (Some("a.dev.box"), "403"),
        (Some("evilwild.test"), "403"),
        (Some(".wild.test"), "403"),
        (Some("localhost.evil.example"), "403"),
        (Some("evillocalhost"), "403"),
        // As Vite compares them.
        (Some("LOCALHOST"), "403"),
        (Some("localhost."), "403"),
        // Vite allows every address, and what is no host at all.
        (Some("192.168.1.6"), "403"),
        (Some("10.0.0.1:5173"), "403"),
        (Some("0.0.0.0:5173"), "403"),
        (Some("[::]:5173"), "403"),
        (Some("[fe80::1]"), "403"),
        (Some("[::ffff:127.0.0.1]"), "403"),
        (Some("file:"), "403"),
        (Some("chrome-extension://abc"), "403"),
        (Some("127.1"), "403"),
        (Some("0x7f.0.0.1"), "403"),
        (Some("2130706433"), "403"),
        (Some("[::1"), "403"),
        (Some("[::1]evil.example"), "403"),
        (Some("[127.0.0.1]"), "403"),
        (Some("[::1%25lo]"), "403"),
        (Some("::1"), "403"),
        (Some("localhost:5173:80"), "403"),
        (Some("localhost:+80"), "403"),
        (Some("localhost:99999"), "403"),
        (Some("localhost@evil.example"), "403"),
        (Some("evil.example@localhost"), "403"),
        (Some("evil.example#.localhost"), "403"),
        (Some("evil.example/.localhost"), "403"),
        (Some("localhost, evil.example"), "403"),
        (Some("local host"), "403"),
        (Some("\u{212a}.localhost"), "403"),
    ];
    check(&cases, |host| Request { host, ..LOCAL });
}

#[test]
fn every_host_is_allowed_where_the_user_says_so_and_it_is_one() {
    let policy = Policy { allowed_hosts: AllowedHosts::All, ..policy() };
    let judge = |host| judge(&policy, &Request { host: Some(host), remote: None, ..LOCAL });
    assert_eq!(judge("evil.example"), "page");
    assert_eq!(judge("10.0.0.1:5173"), "page");
    assert_eq!(judge("file:"), "403");
}

#[test]
fn who_names_this_machine_is_at_this_machine() {
    let remotes = [
        (Some("127.0.0.1"), "page"),
        (Some("127.0.0.53"), "page"),
        (Some("::1"), "page"),
        (Some("::ffff:127.0.0.1"), "page"),
        (Some("192.168.1.7"), "403"),
        (Some("::ffff:192.168.1.7"), "403"),
        (Some("fe80::1%eth0"), "403"),
        (Some("localhost"), "403"),
        (None, "403"),
    ];
    check(&remotes, |remote| Request { remote, ..LOCAL });
    // A name that is allowed is allowed to all who reach the server.
    let remote = Some("192.168.1.7");
    let hosts = [
        ("my.test", "page"),
        ("192.168.1.5:5173", "page"),
        ("[::1]", "403"),
        ("app.localhost", "403"),
        ("192.168.1.6", "403"),
    ];
    check(&hosts, |host| Request { remote, host: Some(host), ..LOCAL });
    // A container's neighbours, say: its ports come from an address of their own.
    let allowed_hosts = AllowedHosts::Listed(vec!["localhost".into()]);
    let policy = Policy { allowed_hosts, ..policy() };
    assert_eq!(judge(&policy, &Request { remote, ..LOCAL }), "page");
}
