//! Which files are analyzed.

use crate::project::{CACHE, Project};

fn files(project: &Project, line: &str) -> Vec<String> {
    let run = project.run(&format!("check --preserve nothing --format json {line}"));
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = found.as_array().unwrap().iter();
    found.map(|it| it["file"].as_str().unwrap().to_owned()).collect()
}

fn project(paths: &[&str]) -> Project {
    let files: Vec<_> = paths.iter().map(|path| (*path, CACHE)).collect();
    Project::new(&files)
}

#[test]
fn every_kind_of_script_is_analyzed() {
    let project = project(&[
        "a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f.mts", "g.cts", "h.tsx", "i.d.ts", "j.json",
        "k",
    ]);
    assert_eq!(
        files(&project, ""),
        ["a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f.mts", "g.cts", "h.tsx"]
    );
}

#[test]
fn what_gitignore_names_is_left_out_unless_given_by_name() {
    let project = project(&["a.js", "dist/b.js", "src/gen/c.js", "src/d.gen.js", "src/e.js"]);
    project.write(".gitignore", "dist/\n*.gen.js\n");
    project.write("src/.gitignore", "/gen\n");
    assert_eq!(files(&project, ""), ["a.js", "src/e.js"]);
    assert_eq!(files(&project, "dist src/d.gen.js"), ["dist/b.js", "src/d.gen.js"]);
}

#[test]
fn hidden_files_and_dependencies_are_left_out_unless_given_by_name() {
    let project = project(&[
        ".hidden/a.js",
        ".b.js",
        "c.js",
        "node_modules/d/e.js",
        "node_modules/d/node_modules/f/g.js",
        "packages/h/node_modules/i/j.js",
    ]);
    assert_eq!(files(&project, ""), ["c.js"]);
    assert_eq!(files(&project, ".hidden .b.js"), [".b.js", ".hidden/a.js"]);
    assert_eq!(
        files(&project, "node_modules/d"),
        ["node_modules/d/e.js", "node_modules/d/node_modules/f/g.js"]
    );
}

#[test]
fn a_file_is_analyzed_once_however_often_it_is_named() {
    let project = project(&["src/a.js"]);
    assert_eq!(files(&project, ". src src/a.js ./src/../src/a.js"), ["src/a.js"]);
}
