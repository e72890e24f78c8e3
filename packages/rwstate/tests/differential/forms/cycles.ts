/** Modules that import each other: what is called before its module has run. */
import type { Form } from "../observe.js";

/** `a.js` imports `b.js`, which runs first and calls what `a.js` declares with `keyword`. */
function early(keyword: string): Form {
  return {
    name: `a function that an import cycle calls early writes a ${keyword}`,
    source: {
      "a.js": `
        import { seen } from "./b.js";
        export function bump() { return n++; }
        export function read() { return typeof n; }
        export function replace(v) { n = v; return n; }
        export ${keyword} n = 1;
        ${keyword === "const" ? "" : `${keyword} late;`}
        export const sawEarly = seen;
        export const lateValue = () => ${keyword === "const" ? "0" : "late = bump()"};`,
      "b.js": `
        import * as a from "./a.js";
        export const seen = ["bump", "read", "replace"].map((name) => {
          try { return a[name](7); } catch (error) { return [error.name, error.message]; }
        });
        try { seen.push(a.n); } catch (error) { seen.push(error.message); }
        export const later = () => { a.bump(); return a.n; };`,
    },
    keeps: keyword === "const" ? [] : ["n", "late"],
    async script({ bump, replace, lateValue }, load) {
      const { later } = await load("b.js");
      const results: unknown[] = [];
      for (const call of [bump, () => replace(5), later, lateValue, later]) {
        try {
          results.push(call());
        } catch (error) {
          results.push(error);
        }
      }
      return results;
    },
  };
}

export const cycles: Form[] = [
  early("let"),
  early("var"),
  early("const"),
  {
    name: "a var that a cycle writes before its declaration without an initializer keeps the value",
    source: {
      "a.js": `
        import "./b.js";
        export var late;
        log("a", late);
        export function set(v) { late = v; }`,
      "b.js": `import { set } from "./a.js"; set("from b"); log("b");`,
    },
    keeps: ["late"],
    script: ({ set }) => set("script"),
  },
  {
    name: "a container that a cycle reads too early throws as it did, and is there afterwards",
    source: {
      "a.js": `
        import { early } from "./b.js";
        export const registry = new Map();
        export const register = (k) => registry.set(k, early).size;
        export default registry;`,
      "b.js": `
        import fallback, { registry, register } from "./a.js";
        export let early = "none";
        for (const read of [() => registry, () => register, () => fallback]) {
          try { early = read(); } catch (error) { early = error.message; log(error); }
        }
        export const late = () => { early = registry; return register("b"); };`,
    },
    keeps: ["registry"],
    async script({ register }, load) {
      const { late } = await load("b.js");
      return [register("a"), late()];
    },
  },
  {
    name: "two modules that write each other's bindings through functions",
    source: {
      "a.js": `
        import { setB, b } from "./b.js";
        export let a = 1;
        export function setA(v) { a = v; }
        export const run = () => { setB(a + 1); a = b * 2; return [a, b]; };`,
      "b.js": `
        import { setA, a } from "./a.js";
        export let b = 10;
        export function setB(v) { b = v; setA(v + 100); log(a, b); }`,
    },
    keeps: ["a", "b.js#b"],
    script: ({ run }) => [run(), run()],
  },
];
