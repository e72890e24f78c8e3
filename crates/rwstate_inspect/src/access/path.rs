//! Which paths are the inspector's.

/// Where a URL leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// Not to the inspector, by any reading.
    Elsewhere,
    /// To its folder, without the slash.
    Root,
    /// To what has this name in its folder; the page has none.
    Below(&'a str),
    /// It leads there or begins there, and is written in a way that another reader may read otherwise.
    Odd,
}

/// The path of the page.
pub(super) fn home(base: &str) -> String {
    format!("{}/", folder(base))
}

fn folder(base: &str) -> String {
    format!("{}/__rwstate", base.trim_end_matches('/'))
}

impl<'a> Place<'a> {
    pub(super) fn of(url: &'a str, base: &str) -> Self {
        let folder = folder(base);
        let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
        match path.strip_prefix(&*folder) {
            Some("") => return Self::Root,
            Some(rest) => match rest.strip_prefix('/') {
                Some(name) if name.is_empty() || is_plain(name) => return Self::Below(name),
                // `/__rwstate-other` is another path, and `/__rwstate-/../__rwstate` is ours.
                None if rest.starts_with(is_letter) => {}
                _ => return Self::Odd,
            },
            None => {}
        }
        // `/__rwstate-other` is another path; what only decodes to ours is not.
        let (read, folder) = (read(path), read(&folder));
        if read == folder || read.starts_with(&(folder + "/")) {
            Self::Odd
        } else {
            Self::Elsewhere
        }
    }
}

const fn is_letter(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_')
}

fn is_plain(name: &str) -> bool {
    let is_segment =
        |segment: &str| !matches!(segment, "" | "." | "..") && segment.chars().all(is_letter);
    name.split('/').all(is_segment)
}

/// Reads a path as leniently as any server might: without a scheme and a host, decoded, with every kind of slash, each once,
/// without dots, and no longer than to a zero byte.
fn read(path: &str) -> String {
    let path = match path.find("://") {
        // A request to a proxy names a whole URL:
        // <https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2>.
        Some(scheme) if !path.starts_with('/') => {
            let rest = &path[scheme + 3..];
            &rest[rest.find(['/', '\\', '%']).unwrap_or(rest.len())..]
        }
        _ => path,
    };
    let decoded = decode(path);
    let decoded = decoded.split('\0').next().unwrap_or_default();
    let mut segments: Vec<&str> = vec![];
    for segment in decoded.split(['/', '\\']) {
        // Servers of Java drop what follows a semicolon: `/__rwstate;a=b/`.
        match segment.split(';').next().unwrap_or_default() {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    segments.iter().fold(String::new(), |path, segment| path + "/" + segment)
}

/// Decodes more than once: `%252e` is a dot to a server behind a server.
fn decode(text: &str) -> String {
    let mut text = text.as_bytes().to_vec();
    for _ in 0..3 {
        let mut decoded = Vec::with_capacity(text.len());
        let mut rest = &*text;
        while let Some((&byte, after)) = rest.split_first() {
            if let Some(value) = after.get(..2).filter(|_| byte == b'%').and_then(digits) {
                decoded.push(value);
                rest = &after[2..];
            } else {
                decoded.push(byte);
                rest = after;
            }
        }
        text = decoded;
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn digits(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(pair[0])? * 16 + digit(pair[1])?;
    u8::try_from(value).ok()
}
