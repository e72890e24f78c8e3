//! What each environment depends on.

use serde_json::{Value, json};

use crate::project::{Project, Run};

/// A project with an entry for each environment, and packages.
fn project() -> Project {
    let project = Project::new(&[
        ("index.html", "<!doctype html>\n<script type=module src=/src/client.tsx></script>\n"),
        ("dist/index.html", "<script type=module src=/gone.js></script>"),
        ("src/client.tsx", "import 'react-dom/client';\nimport './App';\nimport 'virtual:pwa';\n"),
        ("src/App.tsx", "'use client';\n\nimport { useState } from 'react';\nuseState();\n"),
        ("src/entry-server.tsx", "import './App'; import 'by-condition';\nimport '~/db';\n"),
        ("src/db.ts", "'use server';\nimport { open } from 'db';\nimport './broken';\nopen();\n"),
        ("src/broken.ts", "import 'react';\nopen(;\n"),
        ("src/entry.rsc.tsx", "import 'by-condition';\n"),
        ("src/worker.ts", "import 'by-condition';\nimport 'db/deep';\n"),
        ("wrangler.jsonc", "{ /* the worker */ \"main\": \"./src/worker.ts\", }"),
        (
            "node_modules/by-condition/package.json",
            r#"{"exports":{"react-server":"./rsc.js","workerd":"./workerd.js","custom":"./custom.js"}}"#,
        ),
        ("node_modules/by-condition/rsc.js", ""),
        ("node_modules/by-condition/workerd.js", ""),
        ("node_modules/by-condition/custom.js", ""),
        ("node_modules/react-dom/client.js", ""),
        ("node_modules/db/deep.js", ""),
    ]);
    for name in ["react", "react-dom", "db"] {
        project.write(&format!("node_modules/{name}/package.json"), "{}");
        project.write(&format!("node_modules/{name}/index.js"), "");
    }
    project
}

#[test]
fn each_environment_that_has_an_entry_is_told_in_a_table() {
    let run = project().run("scan");
    assert_eq!((run.code, &*run.stderr), (0, ""));
    insta::assert_snapshot!(run.stdout, @r#"
    client: 2 dependencies in 3 files
      react             src/App.tsx:3
      react-dom/client  src/client.tsx:1
    could not be resolved, unless a plugin of Vite's does:
      virtual:pwa  src/client.tsx:3
    1 module "use client"

    ssr: 1 dependency in 2 files
      react  src/App.tsx:3
    could not be resolved, unless a plugin of Vite's does:
      by-condition  src/entry-server.tsx:1
      ~/db          src/entry-server.tsx:2
    1 module "use client"

    rsc: 1 dependency in 1 file
      by-condition  src/entry.rsc.tsx:1

    worker: 2 dependencies in 1 file
      by-condition  src/worker.ts:1
      db/deep       src/worker.ts:2
    "#);
}

#[test]
fn conditions_and_aliases_may_be_added() {
    let run = project().run("scan --env ssr --condition custom --alias ~=./src");
    assert_eq!(run.code, 0);
    insta::assert_snapshot!(run.stdout, @r#"
    ssr: 3 dependencies in 4 files
      by-condition  src/entry-server.tsx:1
      db            src/db.ts:2
      react         src/App.tsx:3
    left out:
      src/broken.ts: what comes after: Unexpected token
    1 module "use client"
    1 module "use server"
    "#);
}

#[test]
fn entries_may_be_given_and_paths_begin_where_the_command_runs() {
    let project = project();
    project.write("app/lib/a.ts", "import './b';");
    project.write("app/lib/b.ts", "import 'react';");
    let run = project.run("scan app --env worker --entry lib/a.ts --entry lib/*.js");
    assert_eq!(run.stdout, "worker: 1 dependency in 2 files\n  react  app/lib/b.ts:1\n");
}

#[test]
fn json_has_an_object_for_each_environment() {
    let run = project().run("scan --env client,ssr --alias ~=./src --format json");
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        found[0],
        json!({
            "environment": "client",
            "files": 3,
            "dependencies": [
                { "specifier": "react", "file": "src/App.tsx", "line": 3 },
                { "specifier": "react-dom/client", "file": "src/client.tsx", "line": 1 },
            ],
            "unresolved": [{ "specifier": "virtual:pwa", "file": "src/client.tsx", "line": 3 }],
            "marked": [{ "file": "src/App.tsx", "directive": "use client" }],
            "leftOut": [],
        })
    );
    assert_eq!(found[1]["environment"], "ssr");
    assert_eq!(found[1]["marked"][1], json!({ "file": "src/db.ts", "directive": "use server" }));
    assert_eq!(found[1]["leftOut"][0]["file"], "src/broken.ts");
    assert_eq!(found.as_array().unwrap().len(), 2);
}

#[test]
fn why_prints_the_way_from_an_entry_to_the_first_import() {
    let project = project();
    let run = project.run("scan --why react");
    assert_eq!(run.code, 0);
    insta::assert_snapshot!(run.stdout, @r"
    client: react
      index.html:2
      src/client.tsx:2
      src/App.tsx:3
    ssr: react
      src/entry-server.tsx:1
      src/App.tsx:3
    rsc: nothing imports react
    worker: nothing imports react
    ");
    // A part of a package is the package's, and another one's name may begin with it.
    let run = project.run("scan --env client,worker --why react-dom --format json");
    assert_eq!(
        serde_json::from_str::<Value>(&run.stdout).unwrap(),
        json!([
            {
                "environment": "client",
                "specifier": "react-dom/client",
                "chain": [{ "file": "index.html", "line": 2 }, { "file": "src/client.tsx", "line": 1 }],
            },
            { "environment": "worker", "specifier": null, "chain": [] },
        ])
    );
    let run = project.run("scan --env worker --why react");
    assert_eq!((run.code, &*run.stdout), (1, "worker: nothing imports react\n"));
}

#[track_caller]
fn fails(project: &Project, line: &str, expect: &str) {
    let Run { code, stdout, stderr } = project.run(line);
    assert_eq!((code, &*stdout), (2, ""), "{stderr}");
    assert!(stderr.contains(expect), "{stderr}");
}

#[test]
fn what_cannot_be_carried_out_is_said() {
    let project = Project::new(&[("src/a.ts", "")]);
    fails(&project, "scan", "error: no environment has an entry here (**/*.html, ");
    fails(&project, "scan gone", "error: gone: ");
    fails(&project, "scan --env nitro", "possible values: client, ssr, rsc, worker");
    fails(&project, "scan --entry src/a.ts", "--env <NAME>");
    fails(&project, "scan --env ssr --alias ~", "such as `~=./src`");
    fails(
        &project,
        "scan --env ssr --entry src/b.ts",
        "error: ssr has no entry here: there is no src/b.ts; name one with --entry\n",
    );
    project.write("wrangler.jsonc", "{");
    fails(&project, "scan", "error: wrangler.jsonc cannot be read");
}

#[test]
fn a_wrangler_toml_names_an_entry_too() {
    let project = Project::new(&[
        ("wrangler.toml", "name = 'a'\nmain = 'worker.js'\n\n[assets]\n"),
        ("worker.js", "import 'missing';"),
    ]);
    let run = project.run("scan");
    assert!(run.stdout.starts_with("worker: 0 dependencies in 1 file\n"), "{}", run.stdout);
    assert!(run.stdout.ends_with("  missing  worker.js:1\n"), "{}", run.stdout);
}

#[test]
fn the_binary_scans_as_the_library_does() {
    let project = project();
    assert_eq!(project.binary("scan", &[]), project.run("scan"));
}
