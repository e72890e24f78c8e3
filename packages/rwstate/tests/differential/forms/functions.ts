/** Functions of every kind that write and read a binding, and other bindings of the same name. */
import type { Form } from "../observe.js";

export const functions: Form[] = [
  {
    name: "generators: yield in a write, a write in yield, return and throw",
    source: `
      export let n = 0;
      export function* run() {
        n = yield n++;
        n += yield* inner();
        try { yield n = n * 2; } catch (error) { yield n = error; } finally { log(n); n = "done"; }
      }
      function* inner() { yield n++; return n; }`,
    keeps: ["n"],
    script({ run }) {
      const it = run();
      const steps = [
        it.next(),
        it.next(5),
        it.next(),
        it.throw("thrown"),
        it.next("end"),
        it.next(),
      ];
      const other = run();
      return [steps, other.next(), other.next(1), other.return("early"), other.next()];
    },
  },
  {
    name: "async functions: a write in await, await in a write, the order of turns",
    source: `
      export let n = 0;
      const wait = async (v) => { log("wait", v, n); return v; };
      export async function run() {
        n = await wait(1);
        n += await wait(n++);
        await (n = wait(3));
        n = n + (await wait(4), 1);
        return n++;
      }
      export const arrow = async () => n = await wait("arrow");`,
    keeps: ["n"],
    async script({ run, arrow }) {
      const both = [run(), arrow()];
      log("called");
      await Promise.resolve().then(() => log("microtask"));
      return Promise.all(both);
    },
  },
  {
    name: "async generators",
    source: `
      export let n = 0;
      export async function* run() { n = yield n++; for await (n of [1, 2]) yield n; return n = 9; }`,
    keeps: ["n"],
    async script({ run }) {
      const it = run();
      return [await it.next(), await it.next("in"), await it.next(), await it.next()];
    },
  },
  {
    name: "closures in default parameters",
    source: `
      export let n = 0;
      export function run(a = n++, b = () => n++, c = (n = 5, a)) { var n2 = n; return [a, b(), b(), c, n2, n]; }
      export const arrow = ({ a = ++n, ...rest } = {}, [b = n++] = []) => [a, b, rest, n];
      export const shadows = (n, m = () => n++) => [m(), n];`,
    keeps: ["n"],
    script: ({ run, arrow, shadows }) => [
      run(),
      run(1),
      arrow(),
      arrow({ a: 1, b: 2 }),
      shadows(7),
    ],
  },
  {
    name: "getters, setters, methods and computed keys",
    source: `
      export let n = 0;
      export const box = { get n() { return n++; }, set n(v) { n = v; }, m() { return n--; }, async *g() { yield n++; } };
      export const keys = () => ({ ["k" + n++]: n, get ["g" + n++]() { return n; } });`,
    keeps: ["n"],
    script({ box, keys }) {
      const read = [box.n, box.n];
      box.n = 9;
      box.n += 1;
      return [read, box.m(), keys()];
    },
  },
  {
    name: "new.target, arguments and this of the functions that write",
    source: `
      export let n = 0;
      export function F(a) { n = new.target; this.args = arguments.length; n ??= arguments; return arguments[0] ? this : undefined; }
      export const arrow = () => n = this;
      export function loose() { return n = this; }
      export class A { method() { return (n = this) === this; } static s() { return (n = super.toString) && n.name; } }`,
    keeps: ["n"],
    script({ F, arrow, loose, A }) {
      const made = new F(1, 2);
      return [made, made instanceof F, F.call({}, 0), arrow(), loose(), new A().method(), A.s()];
    },
  },
  {
    name: "names that shadow: parameters, blocks, catch, functions, classes, loops, labels, members",
    source: `
      export let n = 0;
      export function run() {
        { let n = 10; n++; log(n); }
        try { throw 1; } catch (n) { n++; log(n); }
        (function n() { log(typeof n); })();
        for (let n = 0; n < 1; n++) log(n);
        for (const n of [5]) log(n);
        const o = { n: 1 }; o.n++; o.n = 4; ({ n: o.n } = { n: 7 });
        n: for (;;) break n;
        (({ n }) => { n = 3; log(n); })({});
        (() => { n++; function inner() { n += 2; } inner(); var m = n; log(m); })();
        hoisted();
        function hoisted() { n = "outer?"; var n; log(n); }
        return [n, o];
      }`,
    keeps: ["n"],
    script: ({ run }) => run(),
  },
  {
    name: "functions that are passed to others still write the same binding",
    source: `
      let n = 0;
      const listeners = [];
      export const on = (f) => listeners.push(f);
      export const emit = () => { n++; listeners.forEach((f) => f(n)); return n; };
      export const later = () => Promise.resolve().then(() => n++);
      export const timer = () => new Promise((done) => setTimeout(() => done(n += 10)));
      export const bound = (function (by) { return n += by; }).bind(null, 100);
      export const get = () => n;`,
    keeps: ["n", "listeners"],
    async script({ on, emit, later, timer, bound, get }) {
      on((v: number) => log("heard", v));
      return [emit(), await later(), get(), await timer(), bound(), get()];
    },
  },
  {
    name: "an instance's fields write it when the instance is made",
    source: `
      let next = 0;
      export class Node { id = next++; own = () => next++; static first; }
      export const count = () => next;
      export const reset = () => { next = 0; };`,
    keeps: ["next"],
    script({ Node, count, reset }) {
      const ids = [new Node().id, new Node().id, new Node().own(), count()];
      reset();
      return [ids, new Node().id, count()];
    },
  },
  {
    name: "a value that is thrown through a write is the same",
    source: `
      export let n = 0;
      const error = Object.assign(new Error("own"), { code: 7 });
      export const get = () => error;
      export const run = () => { try { n = (() => { throw error; })(); } catch (caught) { return caught === error; } };
      export const missing = () => { n = nowhere; };
      export const notFunction = () => n = n();
      export const property = () => n = undefined.x;`,
    keeps: ["n"],
    script: ({ get, run, missing, notFunction, property }) => [
      get(),
      run(),
      ...[missing, notFunction, property].map((call) => {
        try {
          return call();
        } catch (error) {
          return error;
        }
      }),
    ],
  },
];
