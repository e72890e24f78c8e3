//! The scripts in a file: the whole of it, or the blocks that a language has for them.
//!
//! ```text
//! App.vue      <template>…</template> <script setup lang="ts">import a from "a"</script>   ->   import a from "a"
//! page.astro   --- import b from "b" --- <p/>                                              ->   import b from "b"
//! post.mdx     import c from "c"\n\n# Title                                                ->   import c from "c"
//! ```

use oxc_span::SourceType;
use rwstate_syntax::source_type;

/// A script in a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    /// Where it begins in the file.
    pub(crate) offset: usize,
    pub(crate) source_type: SourceType,
}

/// A script that a file names: `<script src="./main.ts">`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) specifier: String,
    pub(crate) offset: usize,
}

/// Returns the scripts in a file and those that it names; `None` where its language is not known to have any.
pub(crate) fn pieces<'a>(path: &str, text: &'a str) -> Option<(Vec<Piece<'a>>, Vec<Named>)> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "vue" | "svelte" | "html" | "htm" => Some(blocks(text)),
        "astro" => {
            let (mut scripts, named) = blocks(text);
            scripts.extend(between(text, "---", "---", SourceType::tsx()));
            Some((scripts, named))
        }
        "mdx" => Some((statements(text), vec![])),
        _ => {
            let source_type = source_type(path)?;
            Some((vec![Piece { text, offset: 0, source_type }], vec![]))
        }
    }
}

fn blocks(text: &str) -> (Vec<Piece<'_>>, Vec<Named>) {
    let mut scripts = vec![];
    let mut named = vec![];
    let mut at = 0;
    while let Some(start) = find(text, at, "<script") {
        let head = start + "<script".len();
        let Some(open) = end_of_tag(text, head) else { break };
        let attributes = &text[head..open];
        let end = find(text, open, "</script").unwrap_or(text.len());
        if let Some(source) = attribute(attributes, "src") {
            named.push(Named { specifier: source.to_owned(), offset: start });
        } else if is_code(attributes) {
            let source_type = match attribute(attributes, "lang") {
                Some("ts") => SourceType::ts(),
                Some("tsx") => SourceType::tsx(),
                _ => SourceType::mjs().with_jsx(true),
            };
            scripts.push(Piece {
                text: &text[open + 1..end.max(open + 1)],
                offset: open + 1,
                source_type,
            });
        }
        at = end.max(open + 1);
    }
    (scripts, named)
}

/// `<script type="application/json">` and import maps are data.
fn is_code(attributes: &str) -> bool {
    attribute(attributes, "type").is_none_or(|kind| {
        matches!(kind, "module" | "text/javascript" | "text/typescript" | "text/babel" | "")
    })
}

/// Where a tag closes: `>` in a quoted attribute does not.
fn end_of_tag(text: &str, from: usize) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.get(from..)?.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(from + at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some(at) = rest.find(name) {
        let is_whole = at == 0 || rest[..at].ends_with(char::is_whitespace);
        rest = &rest[at + name.len()..];
        let Some(value) = rest.trim_start().strip_prefix('=').filter(|_| is_whole) else {
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = |c: char| quote.map_or_else(|| c.is_whitespace(), |quote| c == quote);
        return value[quote.map_or(0, char::len_utf8)..].split(end).next();
    }
    None
}

fn between<'a>(
    text: &'a str,
    open: &str,
    close: &str,
    source_type: SourceType,
) -> Option<Piece<'a>> {
    if !text.trim_start().starts_with(open) {
        return None;
    }
    let start = text.find(open)? + open.len();
    let end = find(text, start, close)?;
    Some(Piece { text: &text[start..end], offset: start, source_type })
}

/// MDX has its imports in paragraphs of their own.
fn statements(text: &str) -> Vec<Piece<'_>> {
    let mut scripts = vec![];
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        let first = paragraph.trim_start();
        if first.starts_with("import ") || first.starts_with("export ") {
            scripts.push(Piece {
                text: paragraph,
                offset: at,
                source_type: SourceType::mjs().with_jsx(true),
            });
        }
        at += paragraph.len() + 2;
    }
    scripts
}

fn find(text: &str, from: usize, word: &str) -> Option<usize> {
    text.get(from..)?.find(word).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[track_caller]
    fn check(path: &str, text: &str, expect: &[&str], expect_named: &[&str]) {
        let (scripts, named) = pieces(path, text).unwrap();
        let texts: Vec<&str> = scripts.iter().map(|script| script.text.trim()).collect();
        assert_eq!(texts, expect);
        for script in &scripts {
            assert_eq!(&text[script.offset..script.offset + script.text.len()], script.text);
        }
        let named: Vec<&str> = named.iter().map(|named| named.specifier.as_str()).collect();
        assert_eq!(named, expect_named);
    }

    #[test]
    fn blocks_of_vue_svelte_and_html() {
        check(
            "a.vue",
            "<script>a</script><template/><script setup lang=\"ts\">b</script>",
            &["a", "b"],
            &[],
        );
        check(
            "a.svelte",
            "<script context='module' generic=\"T extends A<B>\">a</script>",
            &["a"],
            &[],
        );
        check(
            "index.html",
            "<script type=module src=\"/src/main.ts\"></script><script type='application/json'>{}</script>",
            &[],
            &["/src/main.ts"],
        );
        check("a.vue", "<script>unclosed", &["unclosed"], &[]);
    }

    #[test]
    fn frontmatter_and_paragraphs() {
        check("a.astro", "---\na\n---\n<p/><script>b</script>", &["b", "a"], &[]);
        check(
            "a.mdx",
            "import a from 'a'\n\n# Title\n\nexport const b = 1\n",
            &["import a from 'a'", "export const b = 1"],
            &[],
        );
    }

    #[test]
    fn other_languages_have_no_scripts() {
        for path in ["a.css", "a.json", "a"] {
            assert!(pieces(path, "").is_none(), "{path}");
        }
    }
}
