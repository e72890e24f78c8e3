//! Every case: a module in `tests/cases`, and beside it what becomes of it. `UPDATE_CASES=1` writes what is there now.
#![expect(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::{env, fmt::Write as _, fs, path::Path};

use rwstate_transform::{AnalyzeOptions, Listed, RewriteOptions, Verdict, analyze, rewrite};

#[test]
fn every_case_becomes_what_stands_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains(".kept."))
        .collect();
    names.sort();
    assert!(names.len() > 20, "{names:?}");
    let mut wrong = vec![];
    for name in names {
        let source = fs::read_to_string(folder.join(&name)).unwrap();
        let result = result(&name, &source);
        let (stem, extension) = name.rsplit_once('.').unwrap();
        let file = folder.join(format!("{stem}.kept.{extension}"));
        if env::var_os("UPDATE_CASES").is_some() {
            fs::write(&file, &result).unwrap();
        }
        if fs::read_to_string(&file).unwrap_or_default() != result {
            wrong.push(format!("{name} became\n{result}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rewritten module, which must parse, and what was found, as comments.
fn result(name: &str, source: &str) -> String {
    let listed = vec![Listed { module: "listed".into(), name: "create".into() }];
    let options = AnalyzeOptions { listed };
    let rewritten = rewrite(
        name,
        source,
        &RewriteOptions { analyze: &options, key: "app@1.0.0/m", runtime: "rwstate/preserve" },
    );
    let code = rewritten.code.map_or_else(|| source.to_owned(), |(code, _)| code);
    let parses = |code: &str| {
        analyze(name, code, &options).diagnostics.iter().all(|it| it.code.name() != "parse-error")
    };
    assert!(parses(&code) || !parses(source), "{name} does not parse:\n{code}");
    let mut result = code;
    if !result.ends_with('\n') {
        result.push('\n');
    }
    for state in analyze(name, source, &options).states {
        let verdict = match state.verdict {
            Verdict::Keepable => "kept".to_owned(),
            Verdict::Reset => "reset, as asked".to_owned(),
            Verdict::Refused(refusal) => format!("refused, {}", refusal.reason.code().name()),
        };
        let _ = writeln!(result, "// {}: {:?}, {verdict}", state.name, state.kind);
    }
    for diagnostic in rewritten.diagnostics {
        let _ = writeln!(result, "// {} {}", diagnostic.code, diagnostic.message);
    }
    result
}
