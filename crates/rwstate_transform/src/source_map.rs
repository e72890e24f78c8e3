//! Source maps of a module that is itself generated.

use oxc_sourcemap::SourceMap;

/// Returns the map of a rewritten module to what the module was made from, by the module's own map; `None` where that is no plain map.
pub fn chain(map: &str, own: &str) -> Option<String> {
    let map = SourceMap::from_json_string(map).ok()?;
    let own = SourceMap::from_json_string(own).ok()?;
    // `compose` panics on a map of several sources. Ours has the module alone.
    Some(map.compose(own).to_json_string())
}

#[cfg(test)]
mod tests {
    use super::chain;
    use crate::{AnalyzeOptions, RewriteOptions, rewrite};

    /// Where a text is in another, by lines and columns from 0.
    fn find(text: &str, part: &str) -> (u32, u32) {
        let before = &text[..text.find(part).unwrap()];
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count();
        (u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
    }

    fn original(map: &str, (line, column): (u32, u32)) -> (String, u32, u32) {
        let map = oxc_sourcemap::SourceMap::from_json_string(map).unwrap();
        let table = map.generate_lookup_table();
        let token = map.lookup_source_view_token(&table, line, column).unwrap();
        (token.get_source().unwrap().into(), token.get_src_line(), token.get_src_col())
    }

    const SOURCE: &str = "export const storage = new AsyncLocalStorage(), other = fail(storage);\n";

    fn rewritten() -> (String, String) {
        let analyze = AnalyzeOptions::default();
        let with = RewriteOptions { analyze: &analyze, key: "app/m", runtime: "rwstate/preserve" };
        rewrite("m.js", SOURCE, &with).code.unwrap()
    }

    #[test]
    fn every_column_is_mapped_to_its_own() {
        let (code, map) = rewritten();
        for part in ["storage =", "AsyncLocalStorage()", "other =", "fail(", "storage)"] {
            let (line, column) = find(SOURCE, part);
            let expect = ("m.js".to_owned(), line, column);
            assert_eq!(original(&map, find(&code, part)), expect, "{part}");
        }
    }

    #[test]
    fn a_module_with_a_map_of_its_own_is_mapped_to_what_it_was_made_from() {
        let (code, map) = rewritten();
        // `fail` is on line 7, column 3 of m.ts, as `fail` in the module is on line 0, column 56.
        let own = r#"{"version":3,"sources":["m.ts"],"names":[],"mappings":"AAAA,wDAOG"}"#;
        let chained = chain(&map, own).unwrap();
        assert_eq!(original(&chained, find(&code, "fail(")), ("m.ts".into(), 7, 3));
        assert_eq!(chain(&map, "{}"), None);
    }
}
