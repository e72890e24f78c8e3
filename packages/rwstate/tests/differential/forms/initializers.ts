/** Initializers. */
import type { Form } from "../observe.js";

export const initializers: Form[] = [
  {
    name: "anonymous functions and classes are named after their binding",
    source: `
      export let arrow = () => {}, fn = function (a, b) {}, gen = function* () {}, later = async () => {}, laterGen = async function* () {};
      export let C = class {}, D = class extends Array { static x = 1; }, inParens = ((() => {})), named = function own() {};
      export let withName = class { static name = "mine"; }, async = async (x) => x, __proto__ = () => {}, comma = (0, () => {});
      export const change = () => { arrow = fn = gen = later = laterGen = C = D = inParens = named = withName = async = __proto__ = comma = null; };`,
    keeps: [
      "arrow",
      "fn",
      "gen",
      "later",
      "laterGen",
      "C",
      "D",
      "inParens",
      "named",
      "withName",
      "async",
      "__proto__",
      "comma",
    ],
    script: ({ change }) => change(),
  },
  {
    name: "anonymous functions and classes that writes give a name, or none",
    source: `
      export let f = null, g = null;
      export const write = () => {
        f = () => {}; log(f.name);
        f = (function () {}); log(f.name);
        f = (0, () => {}); log(f.name);
        f = g = class {}; log(f.name, g.name);
        [f = () => {}] = []; log(f.name);
        ({ x: f = () => {} } = {}); log(f.name);
        (f) = () => {}; log(f.name);
      };`,
    keeps: ["f", "g"],
    script: ({ write }) => write(),
  },
  {
    name: "a class that reads its own binding while it is made",
    source: `export let C = class { static own = C; }; export const change = () => { C = 1; };`,
    keeps: ["C"],
    throws: "import",
  },
  {
    name: "a declaration that reads itself or a later one throws as it did",
    source: `export let first = later, later = 1; export const change = () => { first = later = 2; };`,
    keeps: ["first", "later"],
    throws: "import",
  },
  {
    name: "a function that reads too early throws as it did",
    source: `
      const read = () => typeof n;
      try { read(); } catch (error) { log(error); }
      try { [0].forEach(() => change()); } catch (error) { log(error); }
      let n = 1;
      log(read());
      function change() { n++; return n; }
      export { change, n };`,
    keeps: ["n"],
    script: ({ change }) => change(),
  },
  {
    name: "var before its initialization is undefined, and what was written then is lost as it was",
    source: `
      log(early, typeof early);
      log([5].map((v) => write(v)));
      var early = 1;
      var late;
      log(late, [6].map((v) => write(v)));
      export function write(v) { late = v; return early = v; }
      export { early, late };`,
    keeps: ["early", "late"],
    script: ({ write }) => write(7),
  },
  {
    name: "var without an initializer keeps what was written before",
    source: `
      [5].forEach((v) => write(v));
      export var late;
      log(late);
      export function write(v) { late = v; }`,
    keeps: ["late"],
    script: ({ write }) => write(6),
  },
  {
    name: "an initializer that throws fails the module, with its own error",
    source: `
      log("begin");
      export let n = (() => { throw new RangeError("initial"); })();
      log("never");
      export const change = () => n++;`,
    keeps: ["n"],
    throws: "import",
  },
  {
    name: "initializers run once, in their order, between the statements around them",
    source: `
      log("first");
      export let a = (log("a"), 1), b = log("b"), c = a + 1;
      log(a, b, c);
      export const list = [log("list")];
      let d = log("d");
      export const change = () => { a++; b = c = d = 0; list.push(a); return d; };`,
    keeps: ["a", "b", "c", "d"],
    script: ({ change }) => change(),
  },
  {
    name: "sequences, conditions, templates, spreads, this, import.meta and awaiting functions",
    source: `
      const base = [1, 2];
      export let seq = (1, 2), cond = base ? "y" : "n", text = \`\${base}\`, spread = [...base, ...[3]], self = this;
      export let type = typeof self, here = typeof import.meta.url, promise = (async () => await 1)(), obj = { ...{ a: 1 }, [text]: 2 };
      export const change = () => { seq = cond = text = spread = self = type = here = promise = obj = 0; };
      export const wait = () => promise;`,
    keeps: ["seq", "cond", "text", "spread", "self", "type", "here", "promise", "obj"],
    script: ({ wait }) => wait(),
  },
  {
    name: "symbols: identity, description, registration",
    source: `
      export const tag = Symbol("tag"), plain = Symbol(), shared = Symbol.for("rwstate-test");
      export const own = { [tag]: 1 };
      export const isOwn = (o) => tag in o && o[tag];`,
    keeps: ["tag", "plain", "shared"],
    script: ({ tag, plain, shared, own, isOwn }) => [
      isOwn(own),
      isOwn({}),
      tag === plain,
      shared === Symbol.for("rwstate-test"),
      Symbol.keyFor(tag),
    ],
  },
  {
    name: "a rejected promise that is handled",
    source: `
      export let loading = Promise.reject(new Error("offline"));
      loading.catch(() => log("handled"));
      export const retry = () => loading = Promise.resolve("loaded");
      export const wait = () => loading;`,
    keeps: ["loading"],
    async script({ retry, wait }) {
      await wait().catch((error: unknown) => log(error));
      return [await retry(), await wait()];
    },
  },
  {
    name: "undefined, null, NaN, -0, a hole and a bigint are kept as they are",
    source: `
      export let u = undefined, l = null, nan = NaN, zero = -0, none, big = 0n, hole = [, 1];
      export const change = (v) => { u = l = nan = zero = none = big = hole = v; };`,
    keeps: ["u", "l", "nan", "zero", "none", "big", "hole"],
    script({ change }) {
      for (const value of [undefined, null, NaN, -0, 0, 1n]) change(value);
    },
  },
];
