/** How modules are written: no semicolons, no spaces, directives, comments, names of all kinds. */
import type { Form } from "../observe.js";

export const syntax: Form[] = [
  {
    name: "no semicolons: each line that ends with a write, before a parenthesis, a bracket, a template",
    source: `
      let n = 0, m = 1, cb = () => {}
      (() => log("parenthesis"))()
      const f = () => n++
      [1, 2].forEach((x) => log(x))
      export const nested = () => n = () => m++
      ;\`template\`
      export function run(x) {
        n++
        ;[x] = [x]
        let y = n++, z = m = n--
        [y, z] = [z, y]
        m = n++
        (() => log("call"))()
        cb = () => {}
        \`template\`
        for (n of [1]) y = m++
        (() => log("call"))()
        do n++
        while (n < 5)
        if (x) n++
        else n--
        if (x) return n++
        (() => log("never"))()
        return [n, m, y, z]
      }
      export class A {
        own = () => m++
        [n] = 1
        static s = (v) => m = v
        static [m] = 2
      }
      export default () => n++
      [f].length`,
    keeps: ["n", "m", "cb"],
    script: ({ run, A, default: d }) => [run(true), run(false), new A().own(), A.s(1), d()],
  },
  {
    name: "no spaces, as in minified code",
    source: `let n=0,m=1;export function*f(x){if(x)[n,m]=[m,n];else++n;do++n;while(n<3);switch(x){case++n:yield++m}if(typeof++n)return[n]=x;return{m}=x}
export const g=async()=>{await++n;for(const x of[++n])void++m,delete++n;return++m};export const h=()=>{throw++n},i=x=>x?n--:+m++,j=()=>[n,m]`,
    keeps: ["n", "m"],
    async script({ f, g, h, i, j }) {
      const results: unknown[] = [[...f([5, 6])], [...f("")], await g(), i(1), i(0), j()];
      try {
        h();
      } catch (error) {
        results.push(error);
      }
      return results;
    },
  },
  {
    name: "directives and a hashbang",
    source: `#!/usr/bin/env node
"use client"
'use strict'
export let n = 0
export const inc = () => n++`,
    keeps: ["n"],
    script: ({ inc }) => inc(),
  },
  {
    name: "a byte order mark, CRLF, and comments in every gap",
    source:
      "\uFEFF/* a */ export /* b */ let /* c */ n /* d */ = /* e */ 0 /* f */ ; // g\r\n" +
      "export const inc = () => /* h */ n /* i */ ++ /* j */ ;\r\n" +
      "export const set = (v) => ( /* k */ n /* l */ = /* m */ v /* n */ ) // o\r\n" +
      "/* p */ export default /* q */ () /* r */ => n // s",
    keeps: ["n"],
    script: ({ inc, set, default: get }) => [inc(), set(5), get()],
  },
  {
    name: "comments `rwstate: keep` and `rwstate: reset`",
    source: `
      const make = () => ({ n: 0 });
      /* rwstate: keep */
      export const kept = make();
      // rwstate: reset
      export let fresh = 0;
      /** rwstate: keep */
      export let both = make(), other = () => {};
      export const run = () => { kept.n++; fresh++; both = make(); return [kept, fresh, both, other.name]; };`,
    keeps: ["kept", "both", "other"],
    script: ({ run }) => [run(), run()],
  },
  {
    name: "names that rewriting inserts, unusual names, and names with escapes",
    source: `
      export let __rwstate_n = 1, n = 0, __rwstate_keep = "k", __rwstate_write = (v) => v, v = 1, w = 2, keep = 3, write = 4;
      export let $ = 0, _ = 0, ünï = 0, \\u0061b = 0, async = 0, of = 0, get = 0, undefined = 5, constructor = 0, v_ = 0;
      export const run = () => {
        __rwstate_n++; n++; __rwstate_keep += n; v++; w++; keep++; write++; $++; _++; ünï++; ab++; async++; of++; get++;
        undefined++; constructor++; v_++;
        for (of of [1]) get = of; for (async in { a: 1 }) $ += async;
        return [__rwstate_write(n), typeof __rwstate_write_, [__rwstate_n, n, v, w, undefined, constructor]];
      };
      export const replace = () => { __rwstate_write = null; };`,
    keeps: [
      "__rwstate_n",
      "n",
      "__rwstate_keep",
      "__rwstate_write",
      "v",
      "w",
      "keep",
      "write",
      "$",
      "_",
      "ünï",
      "ab",
      "async",
      "of",
      "get",
      "undefined",
      "constructor",
      "v_",
    ],
    script: ({ run, replace }) => [run(), replace()],
  },
  {
    name: "indirect eval and new Function see nothing of the module",
    source: `
      let n = 0;
      export const run = (code) => { n++; return [(0, eval)(code), new Function("return " + code)(), n]; };`,
    keeps: ["n"],
    script: ({ run }) => run("typeof n"),
  },
  {
    name: "modules that are left alone: direct eval, top-level await, patterns, blocks",
    source: `
      export let n = await 1, { a, b } = { a: 1, b: 2 };
      { let inner = 0; var next = () => inner++; }
      export let top = 0; top = 1;
      export const run = (code) => { n++; a++; b++; top++; return [eval(code), next(), next()]; };`,
    asks: ["n", "a", "inner", "next", "top"],
    keeps: [],
    script: ({ run }) => run("n + a + top"),
  },
  {
    name: "top-level this and arguments are what they are in a module",
    source: `
      log(this, typeof arguments, typeof require, typeof module);
      export let n = this;
      export const set = () => (n ??= this, n);
      export const globals = () => { n = typeof globalThis.n; return n; };`,
    keeps: ["n"],
    script: ({ set, globals }) => [set(), globals()],
  },
];
