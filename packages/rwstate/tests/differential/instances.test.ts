/** All instances of a rewritten module share its state, whichever of them writes it. Instances that are no longer used are collected. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sandbox, type Files, type Namespace, type Sandbox } from "./sandbox.js";

let box: Sandbox;
afterEach(async () => {
  vi.unstubAllGlobals();
  await box.remove();
});

/** Creates modules, and loads several instances of the first. */
async function instances(source: string | Files, keeps: string[], count = 3): Promise<any[]> {
  box = await sandbox(typeof source === "string" ? { "m.js": source } : source, "rewritten", keeps);
  expect(box.kept).toEqual(keeps);
  const [first] = Object.keys(typeof source === "string" ? { "m.js": source } : source);
  const loaded: Namespace[] = [];
  for (let i = 1; i <= count; i++) loaded.push(await box.load(first!, `?${i}`));
  return loaded;
}

describe("a value that is made once is the same in every instance", () => {
  test.each([
    [
      "a context",
      `import { AsyncLocalStorage } from "node:async_hooks"; export const it = new AsyncLocalStorage();`,
    ],
    ["a container", `export const it = new Map(); export const use = () => it.clear();`],
    ["an array", `export const it = []; export const use = () => it.push(1);`],
    ["an identity", `export const it = Symbol("it");`],
    [
      "an instance",
      `import { EventEmitter } from "node:events"; export const it = new EventEmitter();`,
    ],
    ["an asked one", `const make = () => ({}); /* rwstate: keep */ export const it = make();`],
  ])("%s", async (_, source) => {
    const [one, two, three] = await instances(source, ["it"]);
    expect(two).not.toBe(one);
    expect(two.it).toBe(one.it);
    expect(three.it).toBe(one.it);
  });

  test("a static container, though each instance has its own class", async () => {
    const [one, two] = await instances(
      `export class Pool { static idle = new Set(); static #all = []; static add(v) { Pool.idle.add(v); return this.#all.push(v); } }`,
      ["Pool.idle", "Pool.#all"],
    );
    expect(two.Pool).not.toBe(one.Pool);
    expect([one.Pool.add("a"), two.Pool.add("b"), one.Pool.add("c")]).toEqual([1, 2, 3]);
    expect([...two.Pool.idle]).toEqual(["a", "b", "c"]);
  });

  test("a context runs in one instance and is read in another", async () => {
    const [one, two] = await instances(
      `import { AsyncLocalStorage } from "node:async_hooks";
      const storage = new AsyncLocalStorage();
      export const run = (v, f) => storage.run(v, f);
      export const get = () => storage.getStore();`,
      ["storage"],
    );
    expect(await one.run("a", async () => (await Promise.resolve(), two.get()))).toBe("a");
    expect(two.run("b", () => one.get())).toBe("b");
    expect(one.get()).toBeUndefined();
  });
});

describe("a write in one instance is read in all", () => {
  test.each(["let n = 0", "var n = 0", "export let n = 0", "export var n = 0"])("%s", async (n) => {
    const [one, two, three] = await instances(
      `${n}; export const inc = () => n++; export const get = () => n;`,
      ["n"],
    );
    expect([one.inc(), two.inc(), three.inc(), one.inc()]).toEqual([0, 1, 2, 3]);
    expect([one.get(), two.get(), three.get()]).toEqual([4, 4, 4]);
    const late = await box.load("m.js", "?late");
    expect([late["inc"](), one.get()]).toEqual([4, 5]);
  });

  test.each([
    ["compound", "n += 2", 2],
    ["logical", "n ||= 7", 7],
    ["prefix", "--n", -1],
    ["array pattern", "[n] = [8]", 8],
    ["object pattern", "({ x: { n } } = { x: { n: 9 } })", 9],
    ["loop head", "(() => { for (n of [1, 2, 3]) if (n === 2) break; })()", 2],
    ["loop head without turns after it", "(() => { for (n in { a: 1, b: 2 }); })()", "b"],
  ])("by the form: %s", async (_, write, expected) => {
    const [one, two, three] = await instances(
      `export let n = 0; export const write = () => ${write};`,
      ["n"],
    );
    two.write();
    expect([one.n, two.n, three.n]).toEqual([expected, expected, expected]);
  });

  test("a write that clears the binding", async () => {
    const [one, two] = await instances(
      `export let n = 5; export const reset = () => { n = null; };`,
      ["n"],
    );
    two.reset();
    expect([one.n, two.n]).toEqual([null, null]);
  });

  test("a write that makes the value at the first use", async () => {
    const [one, two] = await instances(
      `let client; export const get = () => client ??= { made: true };`,
      ["client"],
    );
    expect(two.get()).toBe(one.get());
  });

  test("read as a live binding by another module, under its name and under another", async () => {
    const [one, two] = await instances(
      {
        "m.js": `export let hits = 0; export { hits as count }; export const hit = () => ++hits;`,
        "reader.js": `import { hits, count } from "./m.js?1.js"; import * as two from "./m.js?2.js"; export const read = () => [hits, count, two.hits];`,
      },
      ["hits"],
    );
    const { read } = await box.load("reader.js");
    expect([two.hit(), read()]).toEqual([1, [1, 1, 1]]);
    expect([one.hit(), read()]).toEqual([2, [2, 2, 2]]);
  });

  test("a var without an initializer", async () => {
    const [one, two] = await instances(
      `export var last; export const set = (v) => { last = v; };`,
      ["last"],
    );
    two.set("a");
    expect([one.last, (await box.load("m.js", "?late"))["last"]]).toEqual(["a", "a"]);
  });
});

describe("state that is not shared", () => {
  test("of an edited initializer: it starts fresh, and old instances keep their own value", async () => {
    const code = (init: string) =>
      `export let n = ${init}; export const inc = () => ++n; export const list = [${init}]; export const add = () => list.push(n);`;
    const [old, older] = await instances(code("0"), ["n", "list"], 2);
    old.inc();
    await box.write("m.js", code("100"));
    const edited = await box.load("m.js", "?edited");
    const again = await box.load("m.js", "?again");
    expect([edited["n"], edited["list"]]).toEqual([100, [100]]);
    expect([edited["inc"](), again["n"], old.n]).toEqual([101, 101, 1]);
    expect([old.inc(), edited["n"], again["n"]]).toEqual([2, 101, 101]);
    expect(again["list"]).toBe(edited["list"]);
    expect(older.list).toBe(old.list);
    expect(old.list).not.toBe(edited["list"]);
  });

  test("of a destructuring that throws half-way, until the next write: the documented difference", async () => {
    const [one, two] = await instances(
      `export let a = 1, b = 2;
      export const write = (v) => { [a, b = (() => { throw new RangeError("half-way"); })()] = v; };
      export const set = (v) => { a = v; };`,
      ["a", "b"],
    );
    expect(() => one.write([5])).toThrow(RangeError);
    expect([one.a, two.a]).toEqual([5, 1]);
    one.set(6);
    expect([one.a, two.a]).toEqual([6, 6]);
  });

  test("of an initializer that throws: the next instance tries again", async () => {
    vi.stubGlobal("isBroken", true);
    box = await sandbox(
      {
        "m.js": `export let n = (() => { if (isBroken) throw new Error("broken"); return 1; })(); export const inc = () => n++;`,
      },
      "rewritten",
      ["n"],
    );
    await expect(box.load("m.js", "?1")).rejects.toThrow("broken");
    vi.stubGlobal("isBroken", false);
    expect((await box.load("m.js", "?2"))["n"]).toBe(1);
  });

  test("of a promise that rejects", async () => {
    const [one, two] = await instances(
      `let fail, loading = new Promise((_, reject) => { fail = reject; });
      export const get = () => loading;
      export const end = () => fail(new Error("offline"));
      export const retry = () => loading = Promise.resolve("there");`,
      ["fail", "loading"],
      2,
    );
    expect(two.get()).toBe(one.get());
    one.end();
    await expect(one.get()).rejects.toThrow("offline");
    expect((await box.load("m.js", "?3"))["get"]()).not.toBe(one.get());
  });
});

/** Creates what a rewritten module would be, by calls of the runtime: Node never collects a real module. */
async function runtime() {
  box = await sandbox({ "m.js": "" }, "rewritten", []);
  const { keep, write } = await box.load("node_modules/rwstate/dist/runtime/preserve.mjs");
  return function instance(onWrite: (value: number) => void = () => {}) {
    let n: number;
    const mirror = (...value: number[]) => (value.length > 0 ? (onWrite((n = value[0]!)), n) : n);
    n = keep!("m#n~1", () => 0, mirror);
    return { get: () => n, inc: () => write!(n++, mirror), mirror };
  };
}

test("an instance that is no longer used is collected, with its binding", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const instance = await runtime();
  const first = instance();
  const gone = Array.from({ length: 50 }, () => new WeakRef(instance().mirror));
  first.inc();
  // A reference that was dereferenced keeps its target until the turn of the event loop ends.
  await new Promise((done) => setTimeout(done));
  collect();
  await new Promise((done) => setTimeout(done));
  collect();
  expect(gone.filter((reference) => reference.deref())).toEqual([]);
  first.inc();
  expect([first.get(), instance().get()]).toEqual([2, 2]);
});

test("without WeakRef only the latest instances are held, and get new values", async () => {
  vi.stubGlobal("WeakRef", undefined);
  const instance = await runtime();
  const written = new Set<number>();
  const all = Array.from({ length: 10 }, (_, index) => instance(() => written.add(index)));
  all[9]!.inc();
  expect([...written]).toEqual([6, 7, 8]);
  expect(all.map(({ get }) => get())).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  // An older instance can still write, and a new one begins with the kept value.
  all[0]!.inc();
  expect([all[9]!.get(), instance().get()]).toEqual([1, 1]);
});
