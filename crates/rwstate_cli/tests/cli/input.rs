//! Bad input costs its own file only, and the exit code says so.

use std::time::{Duration, Instant};

use crate::project::{CACHE, Project};

/// Checks a bad file beside a good one.
fn beside_a_good_one(project: &Project, expect: &str) {
    project.write("z.js", CACHE);
    for command in ["check --preserve nothing", "migrate"] {
        let run = project.run(command);
        let text = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, 1, "{command}: {text}");
        assert!(text.contains(expect), "{command}: {text}");
        assert!(text.contains("z.js"), "{command}: {text}");
    }
}

#[test]
fn not_utf8() {
    let project = Project::new(&[]);
    project.write("a.js", b"export /* rwstate: keep */ let a = 1;\n// \xe9t\xe9\n");
    beside_a_good_one(
        &project,
        "error[RWS025] unreadable-file: invalid UTF-8 in line 2\n  at: a.js\n",
    );
}

#[test]
fn a_parse_error() {
    let project = Project::new(&[("a.ts", "/* rwstate: keep */\nlet = {;\n")]);
    beside_a_good_one(&project, "error[RWS016] parse-error: the module cannot be parsed");
    assert!(project.run("check --preserve nothing").stdout.contains(" --> a.ts:2:"));
}

#[test]
fn a_line_of_10_mb_takes_no_time() {
    let project = Project::new(&[]);
    project.write("a.js", format!("let a = 1;\nlet s = \"{}\";", "s".repeat(10_000_000)));
    let start = Instant::now();
    beside_a_good_one(&project, "the file has a line of 10 MB, line 2");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn a_line_of_1_mb_is_analyzed_and_not_printed() {
    let line = "x();".repeat(1 << 17);
    let project = Project::new(&[("a.js", &format!("{line}let a=new AsyncLocalStorage;{line}"))]);
    let run = project.run("check --preserve nothing");
    assert!(run.stdout.contains("x();let a=new AsyncLocalStorage;x();"), "{}", run.stdout);
    assert!(run.stdout.len() < 1000 && run.stdout.contains(" | …x()"), "{}", run.stdout);
}

#[test]
fn unclosed_brackets() {
    let project = Project::new(&[]);
    project.write("a.js", format!("let a = {}", "[".repeat(500_000)));
    beside_a_good_one(&project, "the file nests brackets more than 10000 deep");
}

#[test]
fn deep_nesting_that_is_allowed() {
    let project = Project::new(&[]);
    let (open, close) = ("[".repeat(9_000), "]".repeat(9_000));
    project.write(
        "a.js",
        format!("let a = {open}{close};\nexport const b = new AsyncLocalStorage();\n"),
    );
    project.write(
        "b.js",
        format!("let b = {}1;\nexport const c = new AsyncLocalStorage();\n", "1 + ".repeat(50_000)),
    );
    let run = project.run("check --preserve nothing");
    assert!(run.stdout.contains("2 findings in 2 of 2 files."), "{}", run.stdout);
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let project = Project::new(&[("a.ts/b.js", CACHE)]);
    let run = project.run("check --preserve nothing");
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains(" --> a.ts/b.js:1:7"), "{}", run.stdout);
}

#[cfg(unix)]
mod unix {
    use std::{fs, os::unix::fs::symlink};

    use super::{CACHE, Project, beside_a_good_one};

    #[test]
    fn a_broken_link() {
        let project = Project::new(&[]);
        symlink("gone.js", project.path("a.js")).unwrap();
        project.write("z.js", CACHE);
        let run = project.run("check");
        assert_eq!((run.code, &*run.stdout), (0, "No state is lost: 1 file checked.\n"));
        // Given by name, it is a file like any other.
        let run = project.run("check --preserve nothing a.js z.js");
        assert_eq!(run.code, 1);
        assert!(run.stdout.contains("the file cannot be read: No such file or directory"));
        assert!(
            run.stdout.contains("2 findings (1 error, 1 warning) in 2 of 2 files."),
            "{}",
            run.stdout
        );
    }

    #[test]
    fn links_that_lead_in_a_circle() {
        let project = Project::new(&[("src/a.js", CACHE)]);
        symlink(project.path("src"), project.path("src/again")).unwrap();
        symlink("loop.js", project.path("loop.js")).unwrap();
        let run = project.run("check --preserve nothing . src src/again");
        assert!(run.stdout.contains("1 finding in 1 of 1 file."), "{}", run.stdout);
        let run = project.run("check loop.js");
        assert!(run.stdout.contains("Too many levels of symbolic links"), "{}", run.stdout);
    }

    #[test]
    fn a_pipe_without_a_writer() {
        let project = Project::new(&[]);
        let made = std::process::Command::new("mkfifo").arg(project.path("a.js")).status().unwrap();
        assert!(made.success());
        beside_a_good_one(&project, "the file cannot be read: it is not a regular file");
    }

    #[test]
    fn a_name_that_is_not_utf8() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
        let project = Project::new(&[]);
        fs::write(project.path("").join(OsStr::from_bytes(b"\xff\x1b.js")), CACHE).unwrap();
        let run = project.run("check --preserve nothing");
        assert!(run.stdout.contains(" --> \u{fffd}\u{fffd}.js:1:7"), "{:?}", run.stdout);
    }
}
