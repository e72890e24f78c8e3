/** Every operator and every pattern that writes a binding. */
import type { Form } from "../observe.js";

const binary = ["=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^="];
const logical = ["&&=", "||=", "??="];

export const assignments: Form[] = [
  ...binary.map((operator) => ({
    name: `n ${operator} v, as a value and as a statement`,
    source: `
      export let n = 6;
      export const value = (v) => n ${operator} v;
      export function statement(v) { n ${operator} v; return n; }`,
    keeps: ["n"],
    script: ({ value, statement }: any) => [value(3), statement(2), value(2n === 2n)],
  })),
  ...logical.map((operator) => ({
    name: `n ${operator} v evaluates v only where it writes, and names a function`,
    source: `
      export let n;
      export const set = (v) => { n = v; };
      export const write = (v) => n ${operator} (log("evaluated"), v);
      export const name = () => n ${operator} (() => {});
      export const nameClass = () => n ${operator} class {};`,
    keeps: ["n"],
    script: ({ set, write, name, nameClass }: any) =>
      [undefined, null, 0, "", 1, "text", NaN].map((before) => {
        const results = [set(before), write("new"), set(before), name()?.name];
        set(before);
        return [...results, nameClass()?.name];
      }),
  })),
  {
    name: "++ and --, before and after, as values and as statements",
    source: `
      export let n = 0;
      export const values = () => [n++, n, ++n, n, n--, n, --n, n];
      export function statements() { n++; log(n); ++n; log(n); n--; log(n); --n; log(n); }
      export const mixed = () => n++ + ++n - n-- * --n + -n++ - -(--n);`,
    keeps: ["n"],
    script: (m) => [m["values"](), m["statements"](), m["mixed"](), m["mixed"]()],
  },
  {
    name: "++ converts what it finds: a bigint, a string, an object, -0",
    source: `
      export let n = 1n;
      export const set = (v) => { n = v; };
      export const after = () => n++;
      export const before = () => ++n;`,
    keeps: ["n"],
    script: ({ set, after, before }) => {
      const results: unknown[] = [after(), before()];
      for (const value of ["5", "x", null, undefined, true, -1, { valueOf: () => 7 }]) {
        results.push(set(value), after(), set(value), before());
      }
      return results;
    },
  },
  {
    name: "a conversion that throws writes nothing",
    source: `
      export let n = Symbol.iterator;
      export const add = () => n++;
      export const compound = () => (n += 1);`,
    keeps: ["n"],
    script: ({ add, compound }) => [add, compound].map(errorOf),
  },
  {
    name: "assignments nested in assignments",
    source: `
      export let a = 1, b = 2, c = 3;
      export const chain = (v) => a = b = c = v;
      export const sum = () => a = (b += a) + (c -= b++);
      export const twice = () => (a = 1, a = 2);`,
    keeps: ["a", "b", "c"],
    script: ({ chain, sum, twice }) => [chain(9), sum(), twice(), chain(undefined)],
  },
  {
    name: "the left side is read before the right side runs",
    source: `
      export let n = 1;
      const other = () => { n = 10; return 5; };
      export const compound = () => n += other();
      export const plain = () => n = n + other();
      export const logical = () => n &&= other();`,
    keeps: ["n"],
    script: ({ compound, plain, logical }) => [compound(), plain(), logical()],
  },
  {
    name: "array patterns: swap, defaults, holes, rest, nesting",
    source: `
      export let a = 1, b = 2, rest = [];
      export const swap = () => [a, b] = [b, a];
      export const defaults = (v) => [a = (log("a"), 7), , b = a] = v;
      export const rests = (v) => { [a, ...rest] = v; };
      export const nested = (v) => ([[a], [[b = a++] = []] = []] = v);
      export const restPattern = (v) => ([...[a, b]] = v);`,
    keeps: ["a", "b", "rest"],
    script(m) {
      const value = [undefined, 2, undefined];
      return [
        m["swap"](),
        m["defaults"](value) === value,
        m["rests"]("text"),
        m["nested"]([[3]]),
        m["restPattern"](new Set([8, 9])),
      ];
    },
  },
  {
    name: "object patterns: names, computed keys, defaults, rest, members beside bindings",
    source: `
      export let a = 1, b = 2, rest;
      const other = {};
      export const short = (v) => ({ a, b = 5 } = v);
      export const long = (v) => ({ x: a, ["y" + a]: b = () => {}, ...rest } = v);
      export const member = (v) => ({ a, b: other.b, c: other["c"] = 1 } = v, other);
      export const named = () => { ({ a = () => {}, b = class {} } = {}); return [a.name, b.name]; };`,
    keeps: ["a", "b", "rest", "other"],
    script: ({ short, long, member, named }) => [
      short({ a: 3 }),
      long({ x: 4, y4: 1, z: 2, [Symbol.for("s")]: 3 }),
      long({ x: "n", z: 2 }),
      member({ a: 1, b: 2 }),
      named(),
    ],
  },
  {
    name: "a pattern that cannot begin writes nothing",
    source: `
      export let a = 1;
      export const object = (v) => ({ a } = v);
      export const array = (v) => [a] = v;`,
    keeps: ["a"],
    script: ({ object, array }) => [
      errorOf(() => object(null)),
      errorOf(() => array(1)),
      errorOf(() => array(undefined)),
    ],
  },
  {
    name: "a default that throws half-way: this instance has what was written by then",
    source: `
      export let a = 1, b = 2;
      const boom = () => { throw new RangeError("half-way"); };
      export const write = (v) => [a, b = boom()] = v;
      export const read = () => [a, b];`,
    keeps: ["a", "b"],
    script: ({ write, read }) => [errorOf(() => write([5])), read(), write([6, 7]), read()],
  },
  {
    name: "a right side that throws writes nothing",
    source: `
      export let n = 1;
      const boom = () => { throw new TypeError("no"); };
      export const write = () => n = boom();
      export const add = () => n += boom();`,
    keeps: ["n"],
    script: ({ write, add }) => [errorOf(write), errorOf(add)],
  },
  {
    name: "writes inside other expressions",
    source: `
      export let n = 0, o;
      const id = (...v) => v;
      export const run = () => [
        id(n++, n = 5, ...(o = [n])), o[n = 0], \`\${n++}-\${n}\`, { [n++]: n, n, o: o = n },
        (o = { f() { return this === o; } }).f(), n ? n = 2 : n = 3, (n = 4, n), void n++, typeof (n = "s"),
        !(n = 0), (o = () => this)(), (o = Date) === Date, new (o = Array)(2).length, "a" in (o = { a: 1 }),
        delete (o = { a: 1 }).a, (o = String.raw)\`a\${n = 1}b\`, o?.length, (n = 7) instanceof Object,
      ];`,
    keeps: ["n", "o"],
    script: ({ run }) => run(),
  },
  {
    name: "a write of a constant throws",
    source: `
      export const cache = new Map();
      export const write = () => { cache = 1; };
      export const update = () => cache++;`,
    keeps: ["cache"],
    script: ({ write, update }) => [errorOf(write), errorOf(update)],
  },
];

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
