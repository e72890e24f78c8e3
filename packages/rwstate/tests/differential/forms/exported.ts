/** Exports: their names, their liveness, and what other modules see of them. */
import type { Form } from "../observe.js";

export const exported: Form[] = [
  {
    name: "a let is live under every name: own, as another, as default, as a text, through a re-export",
    source: {
      "m.js": `
        export { n, n as other, n as "a text", count as default, all, change } from "./n.js";
        export * from "./n.js";
        export * as space from "./n.js";`,
      "n.js": `
        export let n = 0;
        let count = 0;
        export { n as also, count, count as default };
        export const all = [];
        export function change() { n++; count += 2; all.push(n); }`,
    },
    keeps: ["n.js#n", "n.js#count", "n.js#all"],
    script(m) {
      const read = () => [m["n"], m["other"], m["a text"], m["default"], m["also"], m["space"].n];
      const before = read();
      m["change"]();
      m["change"]();
      return [before, read(), m["all"] === m["space"].all];
    },
  },
  {
    name: "an importer reads a live binding, and cannot write it",
    source: {
      "m.js": `
        import value, { n, change } from "./n.js";
        import * as space from "./n.js";
        export const read = () => [n, value, space.n, typeof n, { n }, [...[n]]];
        export const write = () => { n = 1; };
        export const writeSpace = () => { space.n = 1; };
        export { change };`,
      "n.js": `
        export let n = 0;
        export { n as default };
        export const change = (v) => n = v;`,
    },
    keeps: ["n.js#n"],
    script({ read, write, writeSpace, change }) {
      const results: unknown[] = [read(), change("text"), read(), change(() => {}), read()];
      for (const call of [write, writeSpace]) {
        try {
          call();
        } catch (error) {
          results.push(error);
        }
      }
      return results;
    },
  },
  {
    name: "export default of an expression is a value of its own",
    source: `
      let n = 1;
      export default n;
      export const change = () => n++;
      export { n };`,
    keeps: ["n"],
    script: ({ change }) => change(),
  },
  {
    name: "export default of containers, anonymous functions and classes",
    source: {
      "m.js": `import "./a.js"; export { default as map } from "./a.js"; export { default as fn } from "./b.js"; export { default as C } from "./c.js"; export { default as arrow } from "./d.js";`,
      "a.js": `export default new Map();`,
      "b.js": `let n = 0; export default function () { return n++; }`,
      "c.js": `let n = 0; export default class { next() { return n++; } }`,
      "d.js": `/* rwstate: keep */\nexport default () => 1;`,
    },
    keeps: ["a.js#default", "b.js#n", "c.js#n", "d.js#default"],
    script: ({ map, fn, C, arrow }) => [
      map.set(1, 2),
      fn(),
      new C().next(),
      fn.name,
      C.name,
      arrow(),
    ],
  },
  {
    name: "export lists before the declarations, in the order of names",
    source: `
      export { zeta, alpha as beta, Alpha };
      let zeta = 1;
      var alpha = 2;
      class Alpha { static list = []; }
      export const use = () => { zeta++; alpha++; Alpha.list.push(zeta); };`,
    keeps: ["zeta", "alpha", "Alpha.list"],
    script: ({ use }) => use(),
  },
  {
    name: "exported var, function and let together, with dynamic import of itself",
    source: `
      export var v = 1;
      export let l = 2;
      export async function self() { v++; l++; const own = await import(import.meta.url); return [own.v, own.l, own.self === self]; }`,
    keeps: ["v", "l"],
    script: ({ self }) => self(),
  },
];
