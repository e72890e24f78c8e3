//! What a module does while it is evaluated, by what Vite's SSR transform makes of it.

use rwstate_edits::{Evaluation, Use, Write};

/// What is imported, as all majors write it: two modules, a dependency, the state module and what keeps contexts.
const IMPORTS: &str = r#"const __vite_ssr_import_0__ = await __vite_ssr_import__("/a.ts", {"importedNames":["define","list"]});
const __vite_ssr_import_1__ = await __vite_ssr_import__("/b.ts");
const __vite_ssr_import_2__ = await __vite_ssr_import__("/node_modules/.vite/deps/d.js");
const __vite_ssr_import_3__ = await __vite_ssr_import__("/@id/__x00__virtual:rwsdk:__state");
const __vite_ssr_import_4__ = await __vite_ssr_import__("/node_modules/rwstate/dist/runtime/preserve.mjs");
"#;

#[track_caller]
fn check(code: &str, writes: &[&str]) {
    let code = expand(code);
    let evaluation = evaluation(&code).unwrap_or_else(|| panic!("does not parse: {code}"));
    assert_eq!(urls(&evaluation.writes), writes, "{code}");
}

/// The first-party modules of writes, each once.
fn urls(writes: &[Write]) -> Vec<&str> {
    let mut urls: Vec<&str> = Vec::new();
    for write in writes {
        if is_first_party(&write.url) && !urls.contains(&&*write.url) {
            urls.push(&write.url);
        }
    }
    urls
}

/// What is written to, as `/a.ts define`, with what is done where it is no call; then exports, as `export x: what it is -> what it calls`.
#[track_caller]
fn check_exports(code: &str, expect: &[&str]) {
    let code = expand(code);
    let evaluation = evaluation(&code).unwrap_or_else(|| panic!("does not parse: {code}"));
    let text = |writes: &[Write]| {
        let own = writes.iter().filter(|write| is_first_party(&write.url));
        let texts = own.map(|Write { url, export, using }| {
            let using = if *using == Use::Call { "" } else { &format!(" {using:?}") };
            format!("{url} {}{using}", export.as_deref().unwrap_or("any"))
        });
        texts.collect::<Vec<_>>().join(", ")
    };
    let exports = evaluation.exports.iter().map(|export| {
        let name = export.name.as_deref().unwrap_or("*");
        let call = if export.is_function { "()" } else { "" };
        let text = format!("export {name}{call}: {} -> {}", text(&export.is), text(&export.calls));
        text.replace(":  ->", ": ->").trim_end().to_owned()
    });
    let mut all: Vec<_> = exports.collect();
    let writes = text(&evaluation.writes);
    if !writes.is_empty() {
        all.insert(0, writes);
    }
    assert_eq!(all, expect, "{code}");
}

#[track_caller]
fn check_imports(code: &str, imports: &[&str]) {
    assert_eq!(evaluation(code).unwrap().imports, imports, "{code}");
}

fn evaluation(code: &str) -> Option<Evaluation> {
    Evaluation::of(code, is_first_party)
}

fn is_first_party(url: &str) -> bool {
    !url.contains("/node_modules/")
}

/// `$a` and `$b` are the namespaces of the two modules, `$d` that of the dependency, `$s` that of the state module, and
/// `$k` that of what keeps contexts.
fn expand(code: &str) -> String {
    let code = code.replace("$a", "__vite_ssr_import_0__").replace("$b", "__vite_ssr_import_1__");
    let code = code.replace("$d", "__vite_ssr_import_2__").replace("$s", "__vite_ssr_import_3__");
    let code = code.replace("$k", "__vite_ssr_import_4__");
    let code = code.replace("$import", "__vite_ssr_dynamic_import__");
    format!("{IMPORTS}{code}")
}

const NONE: &[&str] = &[];
const A: &[&str] = &["/a.ts"];
const BOTH: &[&str] = &["/a.ts", "/b.ts"];
const BOTH_REVERSED: &[&str] = &["/b.ts", "/a.ts"];

#[test]
fn what_is_called_constructed_or_tagged_is_written_to() {
    for (code, writes) in [
        (r#"(0,$a.define)("user");"#, A),
        (r#"$a.define("user");"#, A),
        (r#"(0,$a.default)?.("user");"#, A),
        ("$a.list?.push(1);", A),
        ("$a.list[0].items().first?.push(1);", A),
        (r#"$a["a-b"].push(1);"#, A),
        ("(await (0,$a.connect)()).use(1);", A),
        ("new $a.Store();", A),
        ("new ($a.Store)();", A),
        ("new $a.default.Store().start();", A),
        ("new (class { constructor() { (0,$a.define)(); } })();", A),
        ("new (class { list = (0,$a.define)(); })();", A),
        ("new (class extends $a.Store {})();", A),
        ("new (class { run() { (0,$a.define)(); } })();", NONE),
        ("(class { constructor() { (0,$a.define)(); } });", NONE),
        ("$a.sql`create table`;", A),
        ("$a.db.sql`create table`;", A),
        ("($a.first ?? $b.second)();", BOTH),
        ("($a.is ? $a.first : $b.second).push(1);", BOTH),
        ("const x = (0,$a.create)();", A),
        ("(0,$b.define)(); (0,$a.define)(); (0,$b.define)();", &["/b.ts", "/a.ts"]),
    ] {
        check(code, writes);
    }
}

#[test]
fn what_is_assigned_to_updated_or_deleted_from_is_written_to() {
    for (code, writes) in [
        ("$a.config.x = 1;", A),
        ("$a.config.x ??= 1;", A),
        ("$a.config[$b.key] = 1;", A),
        ("$a.list[0]++;", A),
        ("--$a.state.count;", A),
        ("delete $a.config.x;", A),
        ("delete $a.config?.x;", A),
        ("[$a.config.x] = [1];", A),
        ("({ x: $a.config.x, ...$b.rest.y } = y);", BOTH),
        ("for ($a.config.x of [1, 2]) {}", A),
        ("for ($a.config.x in {}) {}", A),
        ("x.y = $a.config;", NONE),
        ("const x = $a.config.x + 1;", NONE),
        ("typeof $a.config; void $a.x; !$a.x;", NONE),
    ] {
        check(code, writes);
    }
}

#[test]
fn what_is_passed_to_a_call_is_written_to() {
    for (code, writes) in [
        ("register((0,$a.list));", A),
        ("register($a.list, 1);", A),
        ("register($a);", A),
        ("register($a.x.y);", A),
        ("register([1, $a.x, [$b.y]]);", BOTH),
        ("register(...$a.list);", A),
        ("register([...$a.list]);", A),
        ("new Server($a.app);", A),
        ("tag`${$a.list}`;", A),
        ("Object.assign($a.config, { x: 1 });", A),
        ("register(is ? $a.x : $b.y);", BOTH),
        ("register($a.x + 1, `${$a.x}`, !$a.x);", NONE),
        ("register(() => $a.x);", NONE),
        ("register({ x: $a.x, y() { return $a.y; } });", NONE),
        ("const x = { define: $a.define };", NONE),
        ("const x = [$a.define];", NONE),
    ] {
        check(code, writes);
    }
}

#[test]
fn what_runs_while_the_module_is_evaluated_counts() {
    for (code, writes) in [
        ("if (x) { (0,$a.define)(); } else { (0,$b.define)(); }", BOTH),
        ("for (const x of [1]) { (0,$a.define)(x); }", A),
        ("while (x) (0,$a.define)();", A),
        ("try { (0,$a.define)(); } catch { (0,$b.define)(); }", BOTH),
        ("switch (x) { case 1: (0,$a.define)(); }", A),
        ("x && (0,$a.define)();", A),
        ("const x = [1, { y: (0,$a.define)() }];", A),
        ("const { x = (0,$a.define)() } = y;", A),
        ("class C { static { (0,$a.define)(C); } }", A),
        ("class C { static x = (0,$a.define)(); }", A),
        ("class C { [(0,$a.define)()]() {} }", A),
        ("class C { static [(0,$a.define)()] = 1; }", A),
        ("class C extends (0,$a.mixin)(Object) {}", A),
        ("({ [(0,$a.define)()]: 1 });", A),
        ("(() => { (0,$a.define)(); })();", A),
        ("(function () { (0,$a.define)(); })();", A),
        ("!function () { (0,$a.define)(); }.call(null);", A),
        ("(async () => { await (0,$a.define)(); })().catch(console.error);", A),
        ("await Promise.all([1, 2].map(async (x) => (0,$a.define)(x)));", A),
        (r#"["user", "post"].forEach((key) => (0,$a.define)(key));"#, A),
        ("describe(() => { inner(() => { (0,$a.define)(); }); });", A),
        ("label: { (0,$a.define)(); }", A),
        ("throw (0,$a.define)();", A),
    ] {
        check(code, writes);
    }
}

#[test]
fn what_is_not_run_does_not_count() {
    for code in [
        "function setup() { (0,$a.define)(); }",
        "const setup = () => { (0,$a.define)(); };",
        "const __vite_ssr_export_default__ = function () { (0,$a.define)(); };",
        "const api = { setup() { (0,$a.define)(); }, get x() { return (0,$a.x)(); } };",
        "class C { m() { (0,$a.define)(); } static m() { (0,$a.define)(); } x = (0,$a.define)(); }",
        "class C { constructor() { (0,$a.define)(); } }",
        "class C extends $a.Base {}",
        "const later = { fetch: async (request) => (0,$a.handle)(request) };",
        "(() => () => { (0,$a.define)(); })();",
        "setup(); function setup() { return () => (0,$a.define)(); }",
        "setTimeout(() => (0,$a.define)(), 10);",
        "if (__vite_ssr_import_meta__.hot) { __vite_ssr_import_meta__.hot.accept((m) => (0,$a.define)(m)); }",
        "__vite_ssr_import_meta__[\"hot\"]?.dispose?.(() => { $a.list.length = 0; });",
        "{ const define = (x) => x; define(1); }",
        "((__vite_ssr_import_0__) => { __vite_ssr_import_0__.define(); })(null);",
        "const lazy = () => $import(\"/lazy.ts\");",
        "app.lazy(() => $import(\"/lazy.ts\").then((m) => ({ default: m.Page })));",
        "",
    ] {
        check(code, NONE);
    }
}

#[test]
fn callbacks_run_by_what_they_are_passed_to() {
    for (code, writes) in [
        // A first-party function, or an unknown one.
        ("(0,$b.define)(() => $a.db.query());", BOTH_REVERSED),
        ("const app = (0,$b.create)(); app.get(\"/\", (c) => $a.db.query(c));", BOTH_REVERSED),
        ("const add = () => $a.db.query(); (0,$b.define)(\"x\", add);", BOTH_REVERSED),
        ("app.get(\"/\", () => $a.db.query());", A),
        ("app.get(\"/\", handle); function handle() { $a.db.query(); }", A),
        ("function each(run) { run(); } each(() => $a.db.query());", A),
        ("function plugin(app) { app.get(\"/\", () => $a.db.query()); } plugin(new $d.App());", A),
        ("const run = x ? (call) => call() : $d.run; run(() => $a.db.query());", A),
        ("(x ? $b.define : $d.define)(() => $a.db.query());", BOTH_REVERSED),
        ("new $b.Store(() => $a.db.query());", BOTH_REVERSED),
        // A dependency's.
        ("$d.get(\"/\", () => $a.db.query());", NONE),
        ("(0,$d.get)(\"/\", async function () { await $a.db.query(); });", NONE),
        ("const app = new $d.Hono(); app.get(\"/\", (c) => $a.db.query(c));", NONE),
        (
            "const app = new $d.Hono().get(\"/\", () => $a.db.query()).post(\"/\", () => $a.x());",
            NONE,
        ),
        ("const { get } = new $d.Hono(); get(\"/\", () => $a.db.query());", NONE),
        ("new $d.Command(() => $a.db.query());", NONE),
        (
            "const app = new $d.Hono(); app.get(\"/\", handle); function handle() { $a.db.query(); }",
            NONE,
        ),
        (
            "const app = new $d.Hono(); app.get(\"/\", () => (0,$b.inside)(() => $a.db.query()));",
            NONE,
        ),
        ("(0,$b.inside)(() => { $d.get(\"/\", () => $a.db.query()); });", &["/b.ts"]),
        ("$d.connect().then(() => $a.db.query());", NONE),
        // What it is passed besides stays a write.
        ("const db = (0,$d.drizzle)($a.client);", A),
        ("new $d.Hono().use($a.auth);", A),
        ("new $d.Hono().get(\"/\", $a.handle, () => $b.db.query());", A),
        // By its name.
        ("$d.list.forEach(() => $a.db.query());", A),
        ("(0,$d.produce)({}, () => $a.db.query());", A),
        ("$d.storage.run({}, () => $a.db.query());", A),
        ("$d.Effect.runSync(() => $a.db.query());", A),
        ("$d.list?.map(handle); function handle() { $a.db.query(); }", A),
        ("(0,$d.get).call(null, () => $a.db.query());", A),
        ("new Promise((resolve) => resolve($a.db.query()));", A),
        // The evaluation waits for it.
        ("await $d.transaction(async () => { await $a.db.query(); });", A),
        ("await Promise.all([1, 2].map((x) => $d.limit(() => $a.db.query(x))));", A),
        ("async function main() { await $d.limit(() => $a.db.query()); } main();", A),
        ("async function main() { $d.limit(() => $a.db.query()); } await main();", NONE),
        // The same function is passed to both.
        ("const f = () => $a.db.query(); $d.get(f); (0,$b.define)(f);", BOTH_REVERSED),
        ("const f = () => $a.db.query(); $d.get(f); f();", A),
    ] {
        check(code, writes);
    }
}

#[test]
fn what_is_only_read_is_not_written_to() {
    for (code, writes) in [
        ("console.log($a.registry.size, $b);", NONE),
        ("globalThis.console.log(1);", NONE),
        ("const s = String($a.x.y) + Number($a.x) + Boolean($a.x);", NONE),
        ("const s = JSON.stringify($a.config, null, 2);", NONE),
        ("const keys = Object.keys($a.config); keys.sort();", NONE),
        ("const all = Object.values($a.config);", NONE),
        ("process.on(\"exit\", () => $a.db.close());", NONE),
        ("addEventListener(\"fetch\", () => $a.db.query());", NONE),
        // What is called for that is.
        ("console.log($a.registry.list());", A),
        ("String((0,$a.next)());", A),
        // And what comes out of it.
        ("Object.values($a.routes).forEach((route) => route.mount());", A),
        ("for (const [, route] of Object.entries($a.routes)) route.mount();", A),
        ("for (const route of Object.values([$a.x, $b.y])) route.mount();", BOTH),
        // Others write.
        ("Object.freeze($a.config);", A),
        ("Object.assign($a.config, {});", A),
        ("{ const console = $b; console.log($a.x); }", BOTH_REVERSED),
        ("{ const String = (x) => x.push(1); String($a.list); }", A),
    ] {
        check(code, writes);
    }
}

#[test]
fn local_functions_that_are_called_run() {
    for (code, writes) in [
        ("setup(); function setup() { (0,$a.define)(); }", A),
        ("const setup = () => { (0,$a.define)(); }; setup();", A),
        ("const setup = async function () { (0,$a.define)(); }; await setup();", A),
        ("let setup; setup = () => (0,$a.define)(); setup?.();", A),
        ("const setup = () => (0,$a.define)(); const alias = setup; alias();", A),
        ("function f() { g(); } function g() { (0,$a.define)(); f(); } f();", A),
        ("function f() { (0,$a.define)(); } f.call(null); (0, f)();", A),
        ("function f() { function g() { (0,$a.define)(); } g(); } f();", A),
        ("function f(x = (0,$a.define)()) {} f();", A),
        ("function tag() { (0,$a.define)(); } tag`x`;", A),
        ("class C { constructor() { (0,$a.define)(); } } new C();", A),
        ("class C { x = (0,$a.define)(); } const c = new C();", A),
        ("class C extends $a.Base {} new C();", A),
        ("class B { x = (0,$a.define)(); } class C extends B {} new C();", A),
        ("const C = class { static s = new C(); x = (0,$a.define)(); };", A),
        ("function add(key) { (0,$a.define)(key); } [\"x\"].forEach(add);", A),
        ("function add(key) { (0,$a.define)(key); } (0,$b.each)(add);", BOTH_REVERSED),
        ("class C { x = (0,$a.define)(); } register(C);", NONE),
        ("function* all() { (0,$a.define)(); } [...all()];", A),
        ("function f() { f(); } f();", NONE),
    ] {
        check(code, writes);
    }
}

#[test]
fn aliases_stand_for_what_they_come_from() {
    for (code, writes) in [
        ("const r = $a.registry; r.define();", A),
        ("const r = $a; r.list.push(1);", A),
        ("const { define } = $a; define();", A),
        ("const { x: { define }, ...rest } = $a.helpers; rest.y();", A),
        ("const [first = $b.x] = $a.list; first.push(1);", &["/b.ts", "/a.ts"]),
        ("const app = (0,$a.create)(); app.use(1);", A),
        ("const app = await (0,$a.create)(); const router = app.router; router.get(1);", A),
        ("let r; r = $a.registry; r.define();", A),
        ("let define; ({ define } = $a); define();", A),
        ("const r = $a.registry; function setup() { r.define(); } setup();", A),
        ("function setup() { r.define(); } const r = $a.registry; setup();", A),
        ("const r = x ? $a.first : $b.second; r.push(1);", BOTH),
        ("const r = $a.registry; r.x = 1;", A),
        ("const r = $a.registry; register(r);", A),
        ("const all = [$a.x, $b.y]; register(all);", BOTH),
        ("const all = [$a.x, $b.y]; register(...all);", BOTH),
        ("const all = [$a.x, $b.y]; for (const one of all) one();", BOTH),
        ("for (const one of $a.list) one.on = true;", A),
        ("const all = [$a.x]; all.push(1);", NONE),
        ("const r = $a.registry;", NONE),
        ("const r = $a.registry; const s = { r };", NONE),
        ("const { define } = $a; { const define = () => {}; define(); }", NONE),
        ("let r = $a.registry; r = null;", NONE),
    ] {
        check(code, writes);
    }
}

#[test]
fn dynamic_imports_that_are_awaited_are_imports() {
    for (code, writes) in [
        (r#"const m = await $import("/x.ts"); m.define();"#, &["/x.ts"] as &[_]),
        (r#"const { define } = await $import("/x.ts"); define();"#, &["/x.ts"]),
        (r#"(await $import("/x.ts")).define();"#, &["/x.ts"]),
        (r"(await $import(`/x.ts`)).default.define();", &["/x.ts"]),
        (r#"await $import("/x.ts").then((m) => m.define());"#, &["/x.ts"]),
        (
            r#"const [x, y] = await Promise.all([$import("/x.ts"), $import("/y.ts")]); x.define();"#,
            &["/x.ts", "/y.ts"],
        ),
        (r#"await $import("/x.ts");"#, NONE),
        (r#"const m = await $import("/x.ts");"#, NONE),
        (r#"const m = await $import("/" + x); m.define();"#, NONE),
    ] {
        check(code, writes);
    }
}

#[test]
fn compiled_decorators_are_calls() {
    for (code, writes) in [
        // esbuild, `experimentalDecorators`.
        (
            r"var __decorateClass = (decorators, target, key, kind) => {
                var result = target;
                for (var i = decorators.length - 1, decorator; i >= 0; i--)
                  if (decorator = decorators[i]) result = decorator(result) || result;
                return result;
              };
              let User = class {};
              User = __decorateClass([$a.register], User);",
            A,
        ),
        // esbuild, decorators of ECMAScript.
        (
            r#"var _User_decorators, _init;
              _User_decorators = [(0,$a.register)("user"), $b.sealed];
              class User {}
              _init = __decoratorStart(null);
              User = __decorateElement(_init, 0, "User", _User_decorators, User);"#,
            BOTH,
        ),
        // oxc: its helper is an import too.
        ("let User = class User {}; User = (0,$a.default)([$b.register], User);", BOTH),
        // TypeScript's own form, of a method.
        (r#"class User {} __decorate([(0,$a.get)("/")], User.prototype, "index", null);"#, A),
        ("let User = class User { static { (0,$a.default)(this, [], [$b.register]); } };", BOTH),
        // As it is written.
        ("@$a.register class User { @(0,$b.get) m() {} }", BOTH),
    ] {
        check(code, writes);
    }
}

#[test]
fn methods_of_local_objects_run() {
    for (code, writes) in [
        ("const api = { add() { (0,$a.define)(); }, set() { (0,$b.define)(); } }; api.add();", A),
        ("const api = { add: () => (0,$a.define)() }; const alias = api; alias.add?.();", A),
        ("function add() { (0,$a.define)(); } const api = { add }; api.add();", A),
        ("class C { add() { (0,$a.define)(); } m() { (0,$b.define)(); } } new C().add();", A),
        ("class C { add() { (0,$a.define)(); } } const c = new C(); c.add();", A),
        ("class C { add = () => (0,$a.define)(); } const c = new C(); c.add();", A),
        ("class C { static add() { (0,$a.define)(); } } C.add();", A),
        ("class B { add() { (0,$a.define)(); } } class C extends B {} new C().add();", A),
        ("class C extends $a.Model {} C.register();", A),
        ("class B extends (0,$a.mixin)($b.Base) {} class C extends B {} C.register();", BOTH),
        ("class C extends $a.Model { static { this.register(); } }", A),
        ("class C extends $a.Model {} register(C);", NONE),
        ("class C { add() { this.#push(); } #push() { (0,$a.define)(); } } new C().add();", A),
        ("class C { add() { this.push(); } push() { (0,$a.define)(); } } new C().add();", A),
        ("class C { constructor() { this.push(); } push() { (0,$a.define)(); } } new C();", A),
        ("const api = { add() { (0,$a.define)(); } }; api.remove();", NONE),
        ("const api = { add() { (0,$a.define)(); } }; register(api);", NONE),
        (
            "const plugins = { a: $a.plugin, b: $b.plugin }; for (const one of Object.values(plugins)) one.install();",
            BOTH,
        ),
        ("const plugins = { a: $a.plugin }; register(plugins);", NONE),
        (
            "const plugins = Object.assign({ a: $a }); for (const one of Object.values(plugins)) one.install();",
            A,
        ),
        (
            "const all = { a: () => (0,$a.define)() }; for (const run of Object.values(all)) run();",
            A,
        ),
        ("const all = [() => (0,$a.define)()]; for (const run of all) await run();", A),
        ("function add() { (0,$a.define)(); } for (const run of [add]) run();", A),
        ("const config = Object.freeze([$a.x]); register(config);", A),
        ("const plugins = { a: $a.plugin };", NONE),
    ] {
        check(code, writes);
    }
}

#[test]
fn exports_say_what_they_are_and_what_calls_of_them_write_to() {
    const DEFINE: &str = "/a.ts define";
    for (code, expect) in [
        // A function, whatever it calls.
        ("x add; function add() { (0,$a.define)(); }", &["export add(): -> /a.ts define"] as &[_]),
        (
            "x add; const add = () => push(); function push() { $a.list.push(1); }",
            &["export add(): -> /a.ts list"],
        ),
        (
            "x add; x set; const add = () => $a.list.push(1); const set = () => $b.map.set(1);",
            &["export add(): -> /a.ts list", "export set(): -> /b.ts map"],
        ),
        (
            "x add; function add() { return () => (0,$a.define)(); }",
            &["export add(): -> /a.ts define"],
        ),
        (
            "x add; const app = new $d.App(); const add = () => app.get(() => (0,$a.define)());",
            &["export add(): ->"],
        ),
        ("x add; const add = () => setTimeout(() => (0,$a.define)());", &["export add(): ->"]),
        ("x add; const add = async () => { await $import(\"/x.ts\"); };", &["export add(): ->"]),
        // An object, an instance, a class.
        ("x api; const api = { add() { (0,$a.define)(); } };", &["export api: -> /a.ts define"]),
        ("x api; const api = { list: $a.list };", &["export api: -> /a.ts list"]),
        (
            "x api; const api = new Api(); class Api { add() { (0,$a.define)(); } }",
            &["export api: -> /a.ts define"],
        ),
        (
            "x Api; class Api { static add() { (0,$a.define)(); } }",
            &["export Api: -> /a.ts define"],
        ),
        (
            "x add; const api = { add() { (0,$a.define)(); } }; const add = () => api.add();",
            &["export add(): -> /a.ts define"],
        ),
        ("x app; const app = new $d.App(); app.get(() => (0,$a.define)());", &["export app: ->"]),
        // A value of another module.
        ("x api; const api = (0,$a.create)();", &["/a.ts create", "export api: /a.ts create ->"]),
        ("x list; const { list } = $a;", &["export list: /a.ts any ->"]),
        ("x list; const list = $a.list.items;", &["export list: /a.ts list ->"]),
        ("x all; const all = [$a.list, $b.map];", &["export all: /a.ts list, /b.ts map ->"]),
        ("x ns; const ns = $a;", &["export ns: /a.ts any ->"]),
        (
            "const ns = $a; ns.define(); const { default: run } = ns; run.now();",
            &["/a.ts define, /a.ts any"],
        ),
        (
            "const m = await $import(\"/x.ts\"); m.define(); (await $import(\"/y.ts\")).default.define();",
            &["/x.ts define, /y.ts default"],
        ),
        (
            "(x ? $a : $b).define(); $a[key](); Object.values($b)[0].run();",
            &["/a.ts define, /b.ts define, /a.ts any, /b.ts any"],
        ),
        // A function that only passes on.
        ("x add; const add = () => register($a.list);", &["export add(): -> /a.ts list Callback"]),
        ("x add; const add = () => $d.register($a.list);", &["export add(): -> /a.ts list Pass"]),
        (
            "register($a.setup); new $d.App().use($b.auth);",
            &["/a.ts setup Callback, /b.ts auth Pass"],
        ),
        ("register([$a.x]); register({ b: $b.y });", &["/a.ts x Callback"]),
        // What runs while the module is evaluated besides.
        ("x add; const add = () => $b.map; (0,$a.define)();", &[DEFINE, "export add(): ->"]),
        ("x list; const list = [];", &["export list: ->"]),
        // Vite 6, and re-exports.
        (
            r#"Object.defineProperty(__vite_ssr_exports__, "x", { enumerable: true, configurable: true, get(){ try { return $a.y } catch {} }});"#,
            &["export x: /a.ts y ->"],
        ),
        (
            r#"__vite_ssr_exportName__("x", () => { try { return $a.y } catch {} });"#,
            &["export x: /a.ts y ->"],
        ),
        (
            r#"__vite_ssr_exportName__("ns", () => { try { return $a } catch {} });"#,
            &["export ns: /a.ts any ->"],
        ),
        ("__vite_ssr_exportAll__($a);", &["export *: /a.ts any ->"]),
    ] {
        let parts = code.split("; ").map(|part| {
            part.strip_prefix("x ").map_or_else(|| part.to_owned(), |name| {
                format!("__vite_ssr_exportName__(\"{name}\", () => {{ try {{ return {name} }} catch {{}} }})")
            })
        });
        check_exports(&parts.collect::<Vec<_>>().join("; "), expect);
    }
}

#[test]
fn exports_are_no_writes() {
    for code in [
        // Vite 6.
        r#"Object.defineProperty(__vite_ssr_exports__, "x", { enumerable: true, configurable: true, get(){ try { return $a.x } catch {} }});"#,
        r#"Object.defineProperty(__vite_ssr_exports__, "ns", { enumerable: true, configurable: true, get(){ return $a }});"#,
        "const Base = $a.Base;\nclass C extends Base { f = $a.list; };",
        // Vite 7 and 8.
        r#"__vite_ssr_exportName__("x", () => { try { return $a.x } catch {} });"#,
        r#"__vite_ssr_exportName__("ns", () => { try { return $a } catch {} });"#,
        // All of them.
        "__vite_ssr_exportAll__($a);",
        "const __vite_ssr_export_default__ = $a.x;",
    ] {
        check(code, NONE);
    }
}

/// `import { define, list } from "/registry.ts"; import * as helpers …; import "/side.ts"; export { a } …; export * …`
#[test]
fn whole_modules_of_all_majors() {
    let six = r#"Object.defineProperty(__vite_ssr_exports__, "a", { enumerable: true, configurable: true, get(){ try { return __vite_ssr_import_3__.a } catch {} }});
Object.defineProperty(__vite_ssr_exports__, "C", { enumerable: true, configurable: true, get(){ try { return C } catch {} }});
const __vite_ssr_import_0__ = await __vite_ssr_import__("/registry.ts", {"importedNames":["define","list"]});
const __vite_ssr_import_1__ = await __vite_ssr_import__("/helpers.ts");
const __vite_ssr_import_2__ = await __vite_ssr_import__("/side.ts");
const __vite_ssr_import_3__ = await __vite_ssr_import__("/a.ts", {"importedNames":["a"]});
const __vite_ssr_import_4__ = await __vite_ssr_import__("/star.ts");__vite_ssr_exportAll__(__vite_ssr_import_4__);

(0,__vite_ssr_import_0__.define)("user");
const { x, y = __vite_ssr_import_0__.list } = __vite_ssr_import_1__;
const list = __vite_ssr_import_0__.list;
class C { f = list; };
"#;
    let seven = r#"__vite_ssr_exportName__("a", () => { try { return __vite_ssr_import_3__.a } catch {} });
__vite_ssr_exportName__("C", () => { try { return C } catch {} });
const __vite_ssr_import_0__ = await __vite_ssr_import__("/registry.ts", {"importedNames":["define","list"]});
const __vite_ssr_import_1__ = await __vite_ssr_import__("/helpers.ts");
const __vite_ssr_import_2__ = await __vite_ssr_import__("/side.ts");
const __vite_ssr_import_3__ = await __vite_ssr_import__("/a.ts", {"importedNames":["a"]});
const __vite_ssr_import_4__ = await __vite_ssr_import__("/star.ts");
__vite_ssr_exportAll__(__vite_ssr_import_4__);

(0,__vite_ssr_import_0__.define)("user");
const { x, y = __vite_ssr_import_0__.list } = __vite_ssr_import_1__;
class C { f = __vite_ssr_import_0__.list; };
"#;
    for code in [six, seven] {
        let evaluation = evaluation(code).unwrap();
        let imports = ["/registry.ts", "/helpers.ts", "/side.ts", "/a.ts", "/star.ts"];
        assert_eq!(evaluation.imports, imports);
        assert_eq!(urls(&evaluation.writes), ["/registry.ts"]);
    }
}

#[test]
fn imports_are_in_order_and_each_once() {
    check_imports(
        r#"await __vite_ssr_import__("/z.ts");
        const __vi_import_0__ = await __vite_ssr_import__("/a.ts", {importedNames:["define"]});
        const __vi_import_1__ = await __vite_ssr_import__("/z.ts");
        const m = await __vite_ssr_dynamic_import__("/m.ts");
        const later = () => __vite_ssr_dynamic_import__("/later.ts");
        async function uncalled() { await __vite_ssr_dynamic_import__("/uncalled.ts"); }
        async function called() { await __vite_ssr_dynamic_import__("/called.ts"); }
        await called();
        __vite_ssr_dynamic_import__("/background.ts");
        await Promise.all([__vite_ssr_dynamic_import__("/all.ts")]);"#,
        &["/z.ts", "/a.ts", "/m.ts", "/called.ts", "/all.ts"],
    );
    // `for (const load of Object.values(import.meta.glob("./*.ts"))) await load();`
    check_imports(
        r#"for (const load of Object.values(/* #__PURE__ */ Object.assign({
          "./x.ts": () => __vite_ssr_dynamic_import__("/x.ts"),
          "./y.ts": () => __vite_ssr_dynamic_import__("/y.ts"),
        }))) await load();
        const later = Object.assign({ "./z.ts": () => __vite_ssr_dynamic_import__("/z.ts") });"#,
        &["/x.ts", "/y.ts"],
    );
    check_imports("", &[]);
}

#[test]
fn what_does_not_parse_has_no_evaluation() {
    for code in ["const = ;", "const a = 1; const b = ", "a b", &"[".repeat(20_000)] {
        assert_eq!(evaluation(code), None);
    }
}

#[test]
fn deep_nesting_and_long_call_chains_end() {
    let members = format!("$a{};", ".x()".repeat(4_000));
    check(&members, A);
    let calls: String = (0..20_000).fold(String::new(), |calls, it| {
        calls + &format!("function f{it}() {{ f{}(); }}\n", it + 1)
    });
    check(&format!("{calls} function f20000() {{ (0,$a.define)(); }} f0();"), A);
}

/// The exports whose calls leave the module's own state alone.
#[track_caller]
fn check_stateless(code: &str, expect: &[&str]) {
    let evaluation = evaluation(&expand(code)).unwrap_or_else(|| panic!("does not parse: {code}"));
    let stateless = evaluation.exports.iter().filter(|export| export.is_stateless);
    let names: Vec<_> = stateless.map(|export| export.name.as_deref().unwrap_or("*")).collect();
    assert_eq!(names, expect, "{code}");
}

#[test]
fn a_function_that_mentions_no_state_is_stateless() {
    for (code, is_stateless) in [
        ("const f = (name) => ({ info: (text) => console.log(name, text) });", true),
        ("function f(x) { return g(x) } function g(x) { return [x] }", true),
        ("async function f() {}", true),
        ("const f = function () { return limit }; const limit = 10;", true),
        ("const f = (x) => $d.merge(x);", true),
        ("const f = (x) => { const items = []; items.push(x); return items };", true),
        ("const jsx = $d.default['jsx']; const f = () => jsx('p');", true),
        ("const { jsx, other: [more] } = $d.default; const f = () => more(jsx('p'));", true),
        ("const jsx = items.jsx; const items = []; const f = () => jsx('p');", false),
        ("class f { #x = []; add(x) { this.#x.push(x) } static make() { return new f() } }", true),
        ("class f extends $a.Base {}", true),
        ("const f = (x) => f2(x); const f2 = (x) => f(x);", true),
        // What the realm keeps is not reset by another evaluation.
        ("const realm = (globalThis.realm ??= { n: 0 }); const f = () => ++realm.n;", true),
        ("const all = globalThis[Symbol.for('all')] ||= []; const f = (x) => all.push(x);", true),
        ("const g = globalThis; const db = (g.a.db ??= make()); const f = () => db.run();", true),
        ("const f = globalThis.f ??= makeF();", true),
        ("const g = globalThis; const f = g.f ?? new F(); if (isDev) g.f = f;", true),
        (
            "const list = (0,$s.defineRwState)('list', () => []); const f = (x) => list.push(x);",
            true,
        ),
        (
            "const als = (0,$k.keep)('als~1', () => new AsyncLocalStorage()); const f = (run) => als.run(1, run);",
            true,
        ),
        ("const f = globalThis.f ?? new F();", false),
        ("let f = (globalThis.f ??= new F()); f = 1;", false),
        ("const globalThis = { }; const f = (globalThis.f ??= new F());", false),
        ("const g = {}; const f = (g.f ??= new F());", false),
        ("const f = globalThis.cache.get('f') ?? new F(); globalThis.other = 1;", false),
        ("const items = []; const f = (x) => items.push(x);", false),
        ("const items = []; const f = (x) => g(x); function g(x) { items.push(x) }", false),
        ("const items = []; const f = () => items;", false),
        ("const items = []; const f = () => () => items;", false),
        ("let count = 0; const f = () => ++count;", false),
        (
            "let count = 0; const set = () => (count = 1); const f = () => { { const count = 1; } return count };",
            false,
        ),
        ("let count = 0; const f = () => count;", true),
        ("const f = memoize((x) => x); function memoize(g) { return g }", false),
        ("let f = (x) => x; f = (x) => [x];", false),
        ("const f = (x) => x; f.cache = new Map();", false),
        ("const f = (x) => { f.count++; return x };", false),
        ("const f = (x) => { f.all.list[0] = x };", false),
        ("class f { static all = []; constructor() { f.all.push(this) } }", false),
        ("class f { static { register(f) } }", false),
        ("class f extends g {} class g { static all = new Set() }", false),
        ("const f = { add() {} };", false),
        ("const f = () => config.x; const config = { x: 1 };", false),
        ("const f = (x = items) => x; const items = [];", false),
        ("const f = () => `${limit}`; const limit = `${Math.random()}`;", false),
    ] {
        let exported = format!(
            "__vite_ssr_exportName__(\"f\", () => {{ try {{ return f }} catch {{}} }});\n{code}"
        );
        check_stateless(&exported, if is_stateless { &["f"] } else { &[] });
    }
}

#[test]
fn an_export_of_another_module_is_stateless() {
    check_stateless(
        "__vite_ssr_exportName__(\"x\", () => { try { return $a.x } catch {} });",
        &["x"],
    );
}
