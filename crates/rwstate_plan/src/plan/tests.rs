//! The answers, hook by hook.

use super::{Mode, Physical, Plan, Vitest};
use crate::{Consumer, Externals, PlanOptions, Preserve, VIRTUAL_ID};

const PATH: &str = "/app/node_modules/rwstate/dist/runtime/state.mjs";

fn plan(specifier: &str) -> Plan {
    let options = PlanOptions { specifier: specifier.into(), ..PlanOptions::default() };
    Plan::new(options, Physical { path: PATH, text: "const scope = null;" }).unwrap()
}

#[test]
fn dev_resolves_to_the_virtual_id_and_build_to_the_file() {
    let plan = plan("rwsdk/__state");
    for specifier in ["rwsdk/__state", "rwstate/state"] {
        assert_eq!(plan.resolve(specifier, Mode::Dev), Some(VIRTUAL_ID));
        assert_eq!(plan.resolve(specifier, Mode::Build), Some(PATH));
        assert_eq!(plan.resolve(specifier, Mode::Test), Some(PATH));
    }
}

#[test]
fn the_virtual_id_resolves_to_itself_in_dev_only() {
    let plan = plan("rwsdk/__state");
    assert_eq!(plan.resolve(VIRTUAL_ID, Mode::Dev), Some(VIRTUAL_ID));
    assert_eq!(plan.resolve(VIRTUAL_ID, Mode::Build), None);
}

#[test]
fn other_specifiers_are_not_answered() {
    let plan = plan("fw/__state");
    for specifier in
        ["rwsdk/__state", "fw", "fw/__state/x", "fw/__state?v=1", "./state", "", "rwstate"]
    {
        assert_eq!(plan.resolve(specifier, Mode::Dev), None, "{specifier}");
    }
}

#[test]
fn dev_serves_the_scope_and_build_serves_none() {
    let plan = plan("rwsdk/__state");
    let text = plan.load(VIRTUAL_ID, Mode::Dev, 3, "worker").unwrap();
    assert!(text.starts_with("const scope = \"3/worker\";"));
    assert_eq!(plan.load(PATH, Mode::Build, 3, "worker").as_deref(), Some("const scope = false;"));
    assert_eq!(plan.load(PATH, Mode::Dev, 3, "worker"), None);
    assert_eq!(plan.load(PATH, Mode::Test, 3, "worker"), None);
    assert_eq!(plan.load(VIRTUAL_ID, Mode::Build, 3, "worker"), None);
    assert_eq!(plan.load("/app/src/a.ts", Mode::Dev, 3, "worker"), None);
}

#[test]
fn every_environment_excludes_the_specifiers_from_its_optimizer() {
    let plan = plan("fw/__state");
    for consumer in [Consumer::Client, Consumer::Server] {
        assert_eq!(
            plan.environment(consumer, &[]).exclude,
            ["fw/__state", "rwstate/state", "rwstate/preserve", "rwstate/inspect"]
        );
    }
}

#[test]
fn only_servers_have_packages_that_must_not_be_external() {
    let plan = plan("@acme/fw/__state");
    let dependents = ["auth".to_owned()];
    assert_eq!(
        plan.environment(Consumer::Server, &dependents).no_external,
        ["@acme/fw", "rwstate", "auth"]
    );
    assert!(plan.environment(Consumer::Client, &dependents).no_external.is_empty());
}

#[test]
fn a_dependent_names_the_package_of_the_state_module() {
    let plan = plan("rwsdk/__state");
    assert!(plan.is_dependent(["react", "rwsdk"]));
    assert!(plan.is_dependent(["rwstate"]));
    assert!(!plan.is_dependent(["react", "rwsdk-extra"]));
}

#[test]
fn an_external_state_package_is_warned_of_like_a_dependent() {
    let plan = plan("rwsdk/__state");
    let warnings = plan.check_externals("ssr", &Externals::Listed(vec!["rwsdk".into()]), &[]);
    assert_eq!(warnings.len(), 1);
}

#[test]
fn under_vitest_the_plugin_is_inactive_unless_asked() {
    let inactive = plan("rwsdk/__state");
    assert_eq!(inactive.mode("serve", Vitest::Runner), Mode::Test);
    assert_eq!(inactive.mode("serve", Vitest::Browser), Mode::BrowserTest);
    assert_eq!(inactive.mode("serve", Vitest::Absent), Mode::Dev);
    assert_eq!(inactive.mode("build", Vitest::Absent), Mode::Build);
    assert_eq!(inactive.resolve("rwsdk/__state", Mode::BrowserTest), Some(PATH));
    assert!(inactive.is_appended("client", Mode::BrowserTest));
    assert!(!inactive.is_appended("client", Mode::Test));
    let options = PlanOptions { vitest: true, ..PlanOptions::default() };
    let asked = Plan::new(options, Physical { path: PATH, text: "const scope = null;" }).unwrap();
    assert_eq!(asked.mode("serve", Vitest::Runner), Mode::Dev);
}

#[test]
fn native_imports_share_the_state_of_ssr_or_of_the_first_server() {
    use Consumer::{Client, Server};
    let native = |mode, environments: &[(&'static str, Consumer)]| {
        Plan::native_environment(mode, environments.to_vec())
    };
    assert_eq!(
        native(Mode::Dev, &[("client", Client), ("rsc", Server), ("ssr", Server)]),
        Some("ssr")
    );
    assert_eq!(
        native(Mode::Dev, &[("client", Client), ("worker", Server), ("b", Server)]),
        Some("worker")
    );
    assert_eq!(native(Mode::Dev, &[("client", Client), ("ssr", Client)]), None);
    assert_eq!(native(Mode::Test, &[("ssr", Server)]), None);
    assert_eq!(native(Mode::Build, &[("ssr", Server)]), None);
}

#[test]
fn what_rewritten_modules_call_is_a_file_beside_the_state_module() {
    let plan = plan("rwsdk/__state");
    let path = "/app/node_modules/rwstate/dist/runtime/preserve.mjs";
    assert_eq!(plan.resolve("rwstate/preserve", Mode::Dev), Some(path));
    assert!(plan.is_runtime(path));
    let inspect = "/app/node_modules/rwstate/dist/runtime/inspect.mjs";
    assert_eq!(plan.resolve("rwstate/inspect", Mode::Dev), Some(inspect));
    assert!(plan.is_runtime(inspect));
    assert!(!plan.is_runtime("/app/src/a.ts"));
}

#[test]
fn modules_of_servers_are_rewritten_in_dev_unless_it_is_refused() {
    let on = plan("rwsdk/__state");
    assert!(on.is_preserved(Consumer::Server, Mode::Dev));
    assert!(!on.is_preserved(Consumer::Client, Mode::Dev));
    assert!(!on.is_preserved(Consumer::Server, Mode::Build));
    let preserve = Preserve { is_enabled: false, ..Preserve::default() };
    let options = PlanOptions { preserve, ..PlanOptions::default() };
    let off = Plan::new(options, Physical { path: PATH, text: "const scope = null;" }).unwrap();
    assert!(!off.is_preserved(Consumer::Server, Mode::Dev));
}

#[test]
fn servers_are_gated_in_dev_unless_the_gate_is_refused() {
    let on = plan("rwsdk/__state");
    assert!(on.is_gated(Consumer::Server, Mode::Dev));
    assert!(!on.is_gated(Consumer::Client, Mode::Dev));
    assert!(!on.is_gated(Consumer::Server, Mode::Build));
    assert!(!on.is_gated(Consumer::Server, Mode::Test));
    let options = PlanOptions { gate: None, ..PlanOptions::default() };
    let off = Plan::new(options, Physical { path: PATH, text: "const scope = null;" }).unwrap();
    assert!(!off.is_gated(Consumer::Server, Mode::Dev));
    assert_eq!(Plan::entry_suffix(), "\nimport \"rwstate/state\";\n");
}

#[test]
fn classes_are_asked_for_when_the_module_has_declared_them() {
    let pairs = [("a\"b".to_owned(), "Store".to_owned())];
    assert_eq!(
        Plan::class_suffix(&pairs),
        "\nimport { classes as __rwstate_classes__ } from \"rwstate/inspect\";\n__rwstate_classes__([[\"a\\\"b\", () => Store]]);\n"
    );
}

#[test]
fn the_consumer_is_vites_default_unless_configured() {
    assert_eq!(Consumer::of("client", None), Consumer::Client);
    assert_eq!(Consumer::of("worker", None), Consumer::Server);
    assert_eq!(Consumer::of("page", Some("client")), Consumer::Client);
    assert_eq!(Consumer::of("client", Some("server")), Consumer::Server);
}
