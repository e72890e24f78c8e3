/** Contexts are kept where this is certain: a context stays the same through all evaluations, and two contexts never become one. */
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sandbox, type Sandbox } from "./sandbox.js";

let box: Sandbox;
afterEach(async () => {
  vi.restoreAllMocks();
  await box.remove();
});

const imported = `import { AsyncLocalStorage } from "node:async_hooks";\n`;

async function module(source: string, file = "m.js") {
  box = await sandbox({ [file]: imported + source }, "rewritten", []);
  let instances = 0;
  return () => box.load(file, `?${++instances}`) as Promise<any>;
}

describe("a context that an evaluation makes is the next evaluation's too", () => {
  test.each([
    [
      "in a function that it calls",
      "let als; export function init() { als = new AsyncLocalStorage(); } init();",
    ],
    ["in a function of its own", "let als; (() => { als = new AsyncLocalStorage(); })();"],
    ["in a callback", "let als; [1].forEach(() => { als = new AsyncLocalStorage(); });"],
    [
      "in a function that another one calls",
      "let als; const init = () => set(); function set() { als = new AsyncLocalStorage(); } init();",
    ],
    [
      "where there is none",
      "let als; function init() { if (!als) als = new AsyncLocalStorage(); } init();",
    ],
    [
      "after it is cleared",
      "let als; const set = (it) => { als = undefined; als = new AsyncLocalStorage(); }; set();",
    ],
    ["in its own statements", "let als; try { als = new AsyncLocalStorage(); } catch {}"],
    [
      "in its own statements, and in functions",
      "let als; als = new AsyncLocalStorage(); export const renew = () => { als = new AsyncLocalStorage(); };",
    ],
    [
      "in a method",
      "let als; const it = { init() { als = new AsyncLocalStorage(); } }; it.init();",
    ],
    [
      "after a wait",
      "let als; const init = async () => { await 1; als = new AsyncLocalStorage(); }; await init();",
    ],
  ])("%s", async (_, source) => {
    const load = await module(`${source}\nexport const get = () => als;`);
    const one = await load();
    const storage = one.get();
    const seen = await storage.run("request", async () => {
      const two = await load();
      return [one.get().getStore(), two.get().getStore(), two.get() === storage];
    });
    expect(seen).toEqual(["request", "request", true]);
  });

  test("a context that a function makes later is another one, for all instances", async () => {
    const load = await module(
      "let als; export function init() { als = new AsyncLocalStorage(); } init(); export const get = () => als;",
    );
    const [one, two] = [await load(), await load()];
    const first = two.get();
    two.init();
    expect(two.get()).not.toBe(first);
    expect(one.get()).toBe(two.get());
    const three = await load();
    expect(three.get()).toBe(two.get());
    three.init();
    expect(three.get()).not.toBe(first);
  });

  test("of several contexts that an evaluation makes in one place the last is not a kept one, and a line says so", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const load = await module(
      "let als; const init = () => { als = new AsyncLocalStorage(); return als; }; export const all = [init(), init()]; export const get = () => als;",
    );
    const one = await load();
    expect(one.all[0]).not.toBe(one.all[1]);
    expect(warn).not.toHaveBeenCalled();
    const two = await load();
    expect(two.all[0]).not.toBe(two.all[1]);
    expect(two.get()).toBe(two.all[1]);
    expect(warn.mock.calls).toEqual([[expect.stringContaining("m.js#als more than once")]]);
  });
});

describe("a context that an evaluation makes when it has ended replaces no other", () => {
  test.each([
    ["after a wait", "let als; (async () => { await 0; als = new AsyncLocalStorage(); })();"],
    [
      "after a wait of a function that calls it",
      "let als; const set = () => { als = new AsyncLocalStorage(); }; const init = async () => { await 0; set(); }; init();",
    ],
    [
      "after a wait of a method that a constructor calls",
      "let als; class Pool { constructor() { this.open(); } async open() { await 0; als = new AsyncLocalStorage(); } } new Pool();",
    ],
    ["in a timer", "let als; setTimeout(() => { als = new AsyncLocalStorage(); });"],
    [
      "in a microtask",
      "let als; const set = () => { als = new AsyncLocalStorage(); }; queueMicrotask(set);",
    ],
    [
      "when a module has loaded",
      "let als; import('node:async_hooks').then(() => { als = new AsyncLocalStorage(); });",
    ],
    [
      "where it clears it first",
      "let als; setTimeout(() => { als = undefined; als = new AsyncLocalStorage(); });",
    ],
    [
      "where it was made before",
      "let als = new AsyncLocalStorage(); setTimeout(() => { als = new AsyncLocalStorage(); });",
    ],
  ])("%s", async (_, source) => {
    const load = await module(`${source}\nexport const get = () => als;`);
    const one = await load();
    await setTimeout(5);
    const storage = one.get();
    const seen = await storage.run("request", async () => {
      await load();
      await setTimeout(5);
      return one.get().getStore();
    });
    expect(seen).toBe("request");
  });
});

test("a context that a function clears is cleared and made again for all instances", async () => {
  const load = await module(`let als; const clear = () => { als = undefined; }; clear();
export const reset = () => { als = undefined; };
export const get = () => (als ??= new AsyncLocalStorage()), has = () => als !== undefined;`);
  const one = await load();
  const first = one.get();
  const two = await load();
  expect([one.get(), two.get()]).toEqual([first, first]);
  two.reset();
  expect([one.has(), two.has()]).toEqual([false, false]);
  expect(one.get()).toBe(two.get());
  expect(one.get()).not.toBe(first);
});

describe("a context that is made once is kept, wherever it is", () => {
  test.each([
    ["an object", "const it = { als: new AsyncLocalStorage() }; export const get = () => it.als;"],
    [
      "a frozen object",
      "const it = Object.freeze({ deep: { als: new AsyncLocalStorage() } }); export const get = () => it.deep.als;",
    ],
    [
      "a private field",
      "class C { #als = new AsyncLocalStorage(); get() { return this.#als; } } const it = new C(); export const get = () => it.get();",
    ],
    [
      "a factory",
      "const make = () => new AsyncLocalStorage(); const als = make(); export const get = () => als;",
    ],
    [
      "a pattern",
      "const { als } = { als: new AsyncLocalStorage() }; export const get = () => als;",
    ],
    [
      "a closure",
      "export const get = (() => { const als = new AsyncLocalStorage(); return () => als; })();",
    ],
    [
      "a map",
      "const it = new Map([['als', new AsyncLocalStorage()]]); export const get = () => it.get('als');",
    ],
    [
      "a dynamic import",
      "const hooks = await import('node:async_hooks'); const als = new hooks.AsyncLocalStorage(); export const get = () => als;",
    ],
    ["a block", "export let get; { const als = new AsyncLocalStorage(); get = () => als; }"],
  ])("%s", async (_, source) => {
    const load = await module(source);
    const [one, two] = [await load(), await load()];
    expect(two.get).not.toBe(one.get);
    expect(two.get()).toBe(one.get());
    expect(one.get().run("a", () => two.get().getStore())).toBe("a");
  });

  test("a namespace", async () => {
    const load = await module(
      "namespace N { export const als = new AsyncLocalStorage(); } export const get = () => N.als;",
      "m.ts",
    );
    const [one, two] = [await load(), await load()];
    expect(two.get()).toBe(one.get());
  });
});

describe("two contexts are never the same", () => {
  test.each([
    [
      "classes of one name",
      "const A = class Scope { static als = new AsyncLocalStorage(); }; const B = class Scope { static als = new AsyncLocalStorage(); }; export const all = [A.als, B.als];",
    ],
    [
      "a private static beside one of its name",
      `class A { static "#m" = new AsyncLocalStorage(); static #m = new AsyncLocalStorage(); static all() { return [A["#m"], A.#m]; } } export const all = A.all();`,
    ],
    [
      "classes in blocks",
      "export const all = []; { const A = class { static als = new AsyncLocalStorage(); }; all.push(A.als); } { const A = class { static als = new AsyncLocalStorage(); }; all.push(A.als); }",
    ],
    [
      "classes in a loop",
      "export const all = []; for (const it of [1, 2]) { const A = class { static als = new AsyncLocalStorage(); }; all.push(A.als); }",
    ],
    ["in a list", "export const all = [new AsyncLocalStorage(), new AsyncLocalStorage()];"],
    [
      "of a factory",
      "const make = () => new AsyncLocalStorage(); export const all = [make(), make()]; const one = make(); all.push(one);",
    ],
    [
      "of a function that is called twice",
      "const make = () => { const als = new AsyncLocalStorage(); return als; }; export const all = [make(), make()];",
    ],
    [
      "of instances",
      "class A { als = new AsyncLocalStorage(); } export const all = [new A().als, new A().als];",
    ],
    [
      "one that replaces another",
      "let als = new AsyncLocalStorage(); export const all = [als]; function replace() { als = new AsyncLocalStorage(); } replace(); all.push(als);",
    ],
    [
      "of a function that calls itself by its own name",
      "export const all = []; (function next(left) { all.push(new AsyncLocalStorage()); if (left) next(left - 1); })(1);",
    ],
    [
      "of a function that calls itself, and has another name outside",
      "export const all = []; const f = function g(left) { all.push(new AsyncLocalStorage()); if (left) g(left - 1); }; f(1);",
    ],
    [
      "of instances that a class makes by its own name",
      "export const all = []; new (class C { constructor(left) { all.push(new AsyncLocalStorage()); if (left) new C(0); } })(1);",
    ],
    [
      "of instances that a class makes by no name",
      "export const all = []; class Q { als = new AsyncLocalStorage(); static { all.push(new this().als); } } all.push(new Q().als);",
    ],
    [
      "of an instance of another one's constructor",
      "export const all = []; class P { als = new AsyncLocalStorage(); } const one = new P(); all.push(one.als, new one.constructor().als);",
    ],
    [
      "of instances of a constructor that has another name",
      "export const all = []; class P { als = new AsyncLocalStorage(); } const one = new P(); const Own = one?.constructor; all.push(one.als, new Own().als);",
    ],
    [
      "of instances that `Reflect.construct` makes",
      "export const all = []; class P { als = new AsyncLocalStorage(); } const one = new P(), { constructor: Own } = one; all.push(one.als, Reflect.construct(Own, []).als);",
    ],
    [
      "of instances of `new.target`",
      "export const all = []; class T { constructor(left) { all.push(new AsyncLocalStorage()); if (left) new new.target(0); } } new T(1);",
    ],
    [
      "of instances of a function's constructor",
      "export const all = []; new (function (left) { all.push(new AsyncLocalStorage()); const Own = this.constructor; if (left) new Own(0); })(1);",
    ],
  ])("%s", async (_, source) => {
    const load = await module(source);
    for (let instance = 0; instance < 3; instance++) {
      const { all } = await load();
      expect(new Set(all).size).toBe(all.length);
      expect(all[0].run("secret", () => all[1].getStore())).toBeUndefined();
    }
  });
});
