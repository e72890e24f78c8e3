//! Addresses of files beside a module, whose output is elsewhere. Rolldown alone needs it: with esbuild Vite leaves them as they are.
//!
//! ```js
//! // before -> after
//! new URL("./a.txt", import.meta.url)
//!
//! new URL('' + "../../a/a.txt", import.meta.url)
//! ```

use memchr::memmem;
use oxc_ast::ast::{Argument, Expression, NewExpression, StaticMemberExpression};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};

use crate::format::parse;

/// Returns a module of `file` with addresses that are relative to `folder`; `None` where it has none. Both have forward slashes.
pub fn asset_urls(file: &str, folder: &str, source: &str) -> Option<String> {
    let has = |word: &str| memmem::find(source.as_bytes(), word.as_bytes()).is_some();
    // Few modules have both words, and only those are parsed.
    if !has("import.meta.url") || !has("URL") {
        return None;
    }
    let found = parse(file, source, |parsed| {
        let mut search = Search { source, found: Vec::new() };
        search.visit_program(&parsed.program);
        search.found
    })?;
    let (beside, _) = file.rsplit_once('/')?;
    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    for (span, url) in found {
        text.push_str(&source[from..span.start as usize]);
        let url = serde_json::Value::from(relative(folder, &joined(beside, &url)));
        // `new URL('' + "../../a/a.txt", import.meta.url)`: Vite's asset plugin takes a lone
        // literal for a path from the module, and would move it once more. Its own optimizer plugin
        // writes the same.
        text.push_str("'' + ");
        text.push_str(&url.to_string());
        from = span.end as usize;
    }
    text.push_str(&source[from..]);
    (from > 0).then_some(text)
}

/// Finds the first arguments of `new URL(…, import.meta.url)`.
struct Search<'s> {
    source: &'s str,
    found: Vec<(Span, String)>,
}

impl<'a> Visit<'a> for Search<'_> {
    fn visit_new_expression(&mut self, expression: &NewExpression<'a>) {
        // By its form alone, as Vite's pattern:
        // `const base = import.meta.url; new URL("./a", base)` is left as it is, in both.
        if expression.callee.is_specific_id("URL")
            && let [url, Argument::StaticMemberExpression(base)] = expression.arguments.as_slice()
            && is_module_url(base)
            && let Some(text) = literal(url)
            && !is_absolute(&text)
            && !self.source[expression.span.start as usize..url.span().start as usize]
                .contains("@vite-ignore")
        {
            self.found.push((url.span(), text));
        }
        walk::walk_new_expression(self, expression);
    }
}

fn is_module_url(base: &StaticMemberExpression<'_>) -> bool {
    base.property.name == "url" && matches!(&base.object, Expression::ImportMeta(_))
}

fn literal(argument: &Argument<'_>) -> Option<String> {
    match argument {
        Argument::StringLiteral(literal) => Some(literal.value.to_string()),
        Argument::TemplateLiteral(literal) => Some(literal.single_quasi()?.to_string()),
        _ => None,
    }
}

fn is_absolute(url: &str) -> bool {
    // Vite's `isExternalUrl` and `isDataUrl`: `https://a.b/c`, `//a.b`, `data:,x`. What begins with
    // a slash is a path of the server, not of the disk.
    let scheme = url.split("//").next().unwrap_or_default();
    let is_external = url.contains("//")
        && (scheme.is_empty()
            || (scheme.ends_with(':')
                && scheme[..scheme.len() - 1].chars().all(|char| char.is_ascii_alphabetic())));
    url.starts_with('/')
        || is_external
        || url.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            // Above the root there is the root.
            ".." => parts.truncate((parts.len() - 1).max(1)),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').collect();
    let to: Vec<&str> = path.split('/').collect();
    // A file beside the output gets no `./`: to `new URL`, unlike to `import`, `a.txt` is relative.
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::asset_urls;

    #[track_caller]
    fn check(source: &str, expect: Option<&str>) {
        let text = asset_urls("/app/node_modules/a/inner/b.js", "/app/.vite/deps", source);
        assert_eq!(text.as_deref(), expect);
    }

    #[test]
    fn addresses_lead_to_the_files_beside_the_module() {
        check(
            "f(new URL('./x.wasm', import.meta.url), new URL(`../y`, import.meta.url,));",
            Some(
                "f(new URL('' + \"../../node_modules/a/inner/x.wasm\", import.meta.url), new URL('' + \"../../node_modules/a/y\", import.meta.url,));",
            ),
        );
    }

    #[test]
    fn above_the_root_there_is_the_root() {
        let up = "../".repeat(9);
        let source = format!("new URL('{up}x', import.meta.url)");
        check(&source, Some("new URL('' + \"../../../x\", import.meta.url)"));
    }

    #[test]
    fn others_are_left_as_they_are() {
        for url in
            ["\"https://a.b/c\"", "'//a.b'", "'/a'", "'data:,x'", "'DATA:,x'", "x", "`./${x}`"]
        {
            check(&format!("new URL({url}, import.meta.url)"), None);
        }
        check("new URL('./a', base); import.meta.url", None);
        check("'new URL(\"./a\", import.meta.url)'", None);
        check("new URL(/* @vite-ignore */ './a', import.meta.url)", None);
    }
}
