//! What machines read.

use serde_json::{Value, json};

use crate::project::{CACHE, Project};

fn project() -> Project {
    Project::new(&[
        ("src/a%,:.js", "/* é𝒳 */ const c = new AsyncLocalStorage(), d = 1;\n"),
        ("src/b c.ts", "/* rwstate: keep */\nlet n = 0;\nn = 2;\n"),
        ("src/broken.ts", "/* rwstate: keep */ let = ;\n"),
    ])
}

#[test]
fn json_is_an_array_with_places_as_javascript_counts_them() {
    let run = project().run("check --preserve nothing --format json");
    assert_eq!(
        (run.code, &*run.stderr),
        (1, "3 findings (1 error, 2 warnings) in 3 of 3 files.\n")
    );
    let findings: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        findings[0],
        json!({
            "code": "RWS010",
            "name": "lost-state",
            "severity": "warning",
            "message": "`c` is a context, and is reset whenever its module is evaluated again",
            "file": "src/a%,:.js",
            "labels": [{
                "start": 16, "end": 17, "line": 1, "column": 17, "endLine": 1, "endColumn": 18,
                "text": "declared here",
            }],
            "help": findings[0]["help"],
            "page": "docs/diagnostics/RWS010-lost-state.md",
        })
    );
    assert_eq!(findings[1]["code"], "RWS023");
    assert_eq!(findings[1]["labels"][1]["line"], 3);
    assert_eq!(
        (&findings[2]["code"], &findings[2]["severity"]),
        (&json!("RWS016"), &json!("error"))
    );
    assert_eq!(findings.as_array().unwrap().len(), 3);
}

#[test]
fn json_of_nothing_is_an_array_too() {
    let run = Project::new(&[("a.js", "export {};")]).run("check --preserve nothing --format json");
    assert_eq!((run.code, &*run.stdout), (0, "[]\n"));
    assert_eq!(run.stderr, "No state is lost: 1 file checked.\n");
}

#[test]
fn github_gets_a_line_for_each_finding_with_what_it_would_misread_escaped() {
    let run = project().run("check --preserve nothing --format github");
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "::warning file=src/a%25%2C%3A.js,line=1,col=17,endColumn=18,title=RWS010 lost-state::\
         `c` is a context, and is reset whenever its module is evaluated again%0A\
         use `statePlugin()`, which keeps contexts and what `preserve: { states }` lists, or run `rwstate migrate`"
    );
    assert!(lines[1].starts_with("::warning file=src/b c.ts,line=2,col=5,"), "{}", lines[1]);
    assert!(lines[2].starts_with("::error file=src/broken.ts,line=1,col="), "{}", lines[2]);
    assert_eq!(lines.len(), 3);
}

#[test]
fn sarif_has_a_rule_for_each_code_and_a_result_for_each_finding() {
    let run = project().run("check --preserve nothing --format sarif");
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let only = &log["runs"][0];
    assert_eq!(only["columnKind"], "utf16CodeUnits");
    let rules = only["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        let [id, name, page] = ["id", "name", "helpUri"].map(|key| rule[key].as_str().unwrap());
        assert_eq!(page, format!("docs/diagnostics/{id}-{name}.md"));
        assert!(rule["shortDescription"]["text"].as_str().unwrap().ends_with('.'));
    }
    let results = only["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": { "uri": "src/a%25%2C%3A.js" },
            "region": { "startLine": 1, "startColumn": 17, "endLine": 1, "endColumn": 18 },
        })
    );
    assert_eq!(results[1]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 3);
}

#[test]
fn a_finding_about_a_whole_file_has_no_place() {
    let project = Project::new(&[("a.js", CACHE)]);
    project.write("b.js", b"\xff");
    let json: Value =
        serde_json::from_str(&project.run("check --preserve nothing --format json").stdout)
            .unwrap();
    assert_eq!(json[1]["labels"], json!([]));
    let github = project.run("check --preserve nothing --format github").stdout;
    assert!(github.contains("::error file=b.js,title=RWS025 unreadable-file::"), "{github}");
    let sarif: Value =
        serde_json::from_str(&project.run("check --preserve nothing --format sarif").stdout)
            .unwrap();
    let place = &sarif["runs"][0]["results"][1]["locations"][0]["physicalLocation"];
    assert_eq!(*place, json!({ "artifactLocation": { "uri": "b.js" } }));
}
