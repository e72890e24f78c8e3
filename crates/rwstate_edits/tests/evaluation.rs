//! What a module does while it is evaluated, by what Vite's SSR transform makes of it.

use rwstate_edits::Evaluation;

/// Two modules and a dependency that are imported, as all majors write it.
const IMPORTS: &str = r#"const __vite_ssr_import_0__ = await __vite_ssr_import__("/a.ts", {"importedNames":["define","list"]});
const __vite_ssr_import_1__ = await __vite_ssr_import__("/b.ts");
const __vite_ssr_import_2__ = await __vite_ssr_import__("/node_modules/.vite/deps/d.js");
"#;

#[track_caller]
fn check(code: &str, writes: &[&str]) {
    let code = expand(code);
    let evaluation = evaluation(&code).unwrap_or_else(|| panic!("does not parse: {code}"));
    let own: Vec<_> = evaluation.writes.iter().filter(|url| is_first_party(url)).collect();
    assert_eq!(own, writes, "{code}");
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

/// `$a` and `$b` are the namespaces of the two modules, `$d` that of the dependency.
fn expand(code: &str) -> String {
    let code = code.replace("$a", "__vite_ssr_import_0__").replace("$b", "__vite_ssr_import_1__");
    let code = code.replace("$d", "__vite_ssr_import_2__");
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
        assert_eq!(evaluation.writes, ["/registry.ts"]);
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
