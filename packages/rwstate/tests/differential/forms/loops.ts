/** Loops whose heads write a binding, and loops that write it in every other place. */
import type { Form } from "../observe.js";

export const loops: Form[] = [
  {
    name: "for-of and for-in heads, with and without a block",
    source: `
      export let n, seen = [];
      export const of = (list) => { for (n of list) seen.push(n); return n; };
      export const inside = (object) => { for (n in object) { const m = n; seen.push(m); } };
      export const empty = (list) => { for (n of list); };
      export const branch = (list) => { for (n of list) if (n) log(n); else log("none"); };
      export const declares = (list) => { for (n of list) var last = n; return last; };`,
    keeps: ["n", "seen"],
    script: ({ of, inside, empty, branch, declares }) => [
      of([1, 2]),
      inside({ a: 1, b: 2 }),
      empty("xyz"),
      branch([0, 1]),
      declares([3, 4]),
      of([]),
    ],
  },
  {
    name: "heads with patterns and defaults",
    source: `
      export let a = 0, b = 0;
      export const arrays = (list) => { for ([a, b = a] of list) log(a, b); };
      export const objects = (list) => { for ({ a, b: [b = 1] = [] } of list) log(a, b); };
      export const keys = (object) => { for ([a] in object) log(a); };`,
    keeps: ["a", "b"],
    script: ({ arrays, objects, keys }) => [
      arrays([[1], [2, 3]]),
      objects([{ a: 1 }, { a: 2, b: [3] }]),
      keys({ first: 1, second: 2 }),
    ],
  },
  {
    name: "labels, break and continue",
    source: `
      export let n = 0, m = 0;
      export function run() {
        outer: for (n of [1, 2, 3]) {
          for (m of [10, 20, 30]) {
            if (m === 20) continue outer;
            if (n === 3) break outer;
            log(n, m);
          }
        }
        single: for (n of [1, 2]) continue single;
        own: for (n in { a: 1 }) { break own; }
        other: { for (n of [7]) break other; n = 0; }
        return [n, m];
      }`,
    keeps: ["n", "m"],
    script: ({ run }) => run(),
  },
  {
    name: "a loop closes its iterator when its body throws, breaks or returns",
    source: `
      export let n = 0;
      const source = () => ({ i: 0, [Symbol.iterator]() { return this; },
        next() { return { value: this.i++, done: this.i > 9 }; }, return() { log("closed"); return {}; } });
      export const breaks = () => { for (n of source()) if (n === 2) break; };
      export const returns = () => { for (n of source()) return n; };
      export const throws = () => { for (n of source()) throw new Error("at " + n); };`,
    keeps: ["n"],
    throws: "script",
    script({ breaks, returns, throws }) {
      breaks();
      log(returns());
      throws();
    },
  },
  {
    name: "for-await heads, in their order of turns",
    source: `
      export let n;
      async function* numbers() { for (const i of [1, 2, 3]) { log("yield", i); yield i; } }
      export async function run() {
        for await (n of numbers()) log("turn", n);
        for await ([n = 5] of [Promise.resolve([]), [6]]) { log(n); }
        return n;
      }`,
    keeps: ["n"],
    async script({ run }) {
      const done = run();
      log("called");
      return done;
    },
  },
  {
    name: "heads and conditions of for, while and do",
    source: `
      export let n = 0, limit = 3;
      export function run() {
        for (n = 0; n < 3; n++) log(n);
        for (let i = n--; i > n; n++, i--) log(i, n);
        for (n = ("a" in { a: 1 }) ? 1 : 2; ; ) { log(n); break; }
        for (const x of [n++, n]) log(x);
        for (const x in n = { k: 1 }) log(x);
        n = 5;
        while (n--) if (n % 2) continue; else log(n);
        do n++; while (n < limit)
        do { limit-- } while (limit > 0)
        return [n, limit];
      }`,
    keeps: ["n", "limit"],
    script: ({ run }) => run(),
  },
  {
    name: "closures that a loop makes see the binding, not a copy",
    source: `
      export let n;
      export const make = () => { const made = []; for (n of [1, 2]) made.push(() => n, () => n++); return made; };`,
    keeps: ["n"],
    script: ({ make }) => make().map((made: () => unknown) => made()),
  },
  {
    name: "switch, if and throw",
    source: `
      export let n = 0;
      export function run(v) {
        switch (n = v) { case n++: return "after"; case ++n: n = "deep"; default: log(n); }
        if ((n = v) > 1) n++; else n--;
        if (n) throw n = new Error("thrown");
      }`,
    keeps: ["n"],
    script: ({ run }) => [run(1), run(5)],
  },
];
