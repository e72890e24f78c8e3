//! A difference that `git apply` and `patch -p1` take.

use std::borrow::Cow;

use similar::TextDiff;

/// Returns the unified diff of two texts, with its header.
pub(crate) fn unified(path: &str, before: &str, after: &str) -> String {
    // Lines end with \n alone: to `patch` a lone \r ends none.
    let before: Vec<_> = before.split_inclusive('\n').collect();
    let after: Vec<_> = after.split_inclusive('\n').collect();
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&before, &after);
    diff.unified_diff()
        .missing_newline_hint(true)
        .header(&name("a", path), &name("b", path))
        .to_string()
}

/// A path as git writes it in a header: quoted where it must be, and with a tab where a space would seem to end it.
fn name(side: &str, path: &str) -> String {
    // A file outside of the folder is shown by its absolute path, which `patch` refuses.
    let path = path.trim_start_matches('/');
    let is_special = |it: char| it.is_control() || matches!(it, '"' | '\\');
    if path.contains(is_special) {
        let quoted: String = path.chars().map(escaped).collect();
        return format!("\"{side}/{quoted}\"");
    }
    format!("{side}/{path}{}", if path.contains(' ') { "\t" } else { "" })
}

fn escaped(it: char) -> Cow<'static, str> {
    match it {
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        '\n' => "\\n".into(),
        '\t' => "\\t".into(),
        // git writes bytes in octal.
        it if it.is_ascii_control() => format!("\\{:03o}", it as u32).into(),
        it => it.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn it_is_as_git_has_it() {
        insta::assert_snapshot!(unified("src/a b.js", "a\r\nb\rc\r\nd", "a\r\nB\rc\r\nd").replace('\r', "<CR>").replace('\t', "<TAB>"), @r"
        --- a/src/a b.js<TAB>
        +++ b/src/a b.js<TAB>
        @@ -1,3 +1,3 @@
         a<CR>
        -b<CR>c<CR>
        +B<CR>c<CR>
         d
        \ No newline at end of file
        ");
    }

    #[test]
    fn a_name_that_cannot_stand_as_it_is_is_quoted() {
        let diff = unified("a\"\n\u{1}.js", "a", "b");
        assert!(
            diff.starts_with("--- \"a/a\\\"\\n\\001.js\"\n+++ \"b/a\\\"\\n\\001.js\"\n"),
            "{diff}"
        );
    }
}
