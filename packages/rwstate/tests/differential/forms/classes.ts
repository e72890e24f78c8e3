/** Classes: static containers, private static fields, and what runs while a class is made. */
import type { Form } from "../observe.js";

export const classes: Form[] = [
  {
    name: "static containers, public, private and quoted",
    source: `
      export class Pool {
        static idle = new Map();
        static #all = new Set();
        static "quoted name" = new Set();
        static readonly = Object.freeze(["a"]);
        static names = [];
        static add(name) { this.names.push(name); Pool.#all.add(name); return [Pool.#all.size, Pool.idle.set(name, 1).size]; }
        static has(o) { return #all in o; }
      }`,
    keeps: ["Pool.idle", "Pool.#all", "Pool.quoted name", "Pool.names"],
    script: ({ Pool }) => [Pool.add("a"), Pool.add("b"), Pool.has(Pool), Pool.has({}), Pool.names],
  },
  {
    name: "this and super in static initializers, static blocks and their order",
    source: `
      class Base { static seed() { return [["b", 1]]; } }
      export class Derived extends Base {
        static first = log("first");
        static own = new Map();
        static { log("block", this.own.size, this === Derived); this.own.set("x", this.name); }
        /* rwstate: keep */
        static seeded = new Map(super.seed());
        static last = log("last", this.seeded.size);
        static add() { this.seeded.set(1, 1); return [...this.seeded, ...this.own]; }
      }`,
    keeps: ["Derived.own", "Derived.seeded"],
    script: ({ Derived }) => Derived.add(),
  },
  {
    name: "kept static functions and classes are named after their property",
    source: `
      export class Holder {
        /* rwstate: keep */
        static arrow = () => {};
        /* rwstate: keep */
        static #hidden = class {};
        /* rwstate: keep */
        static "two words" = function () {};
        static names() { return [this.arrow.name, this.#hidden.name, this["two words"].name]; }
      }`,
    keeps: ["Holder.arrow", "Holder.#hidden", "Holder.two words"],
    script: ({ Holder }) => Holder.names(),
  },
  {
    name: "classes in variables, in default exports and under other names",
    source: `
      export const Named = class Inner { static seen = new WeakSet(); static self() { return Inner.seen.has(Inner.seen.add(Inner) && Inner); } };
      export const Anonymous = class { static list = []; static push(v) { return Anonymous.list.push(v); } };
      export default class { static cache = new Map(); static put(v) { return this.cache.set(v, v).size; } }`,
    keeps: ["Named.seen", "Anonymous.list", "default.cache"],
    script: ({ Named, Anonymous, default: Default }) => [
      Named.self(),
      Anonymous.push(1),
      Default.put(1),
      [Named.name, Anonymous.name, Default.name],
    ],
  },
  {
    name: "static properties have the attributes that fields have, in their order",
    source: `
      export class A { static z = new Map(); static a = []; static m() { this.a.push(1); } static get g() { return 1; } }
      export class B extends A { static z = new Set(); }`,
    keeps: ["A.z", "A.a", "B.z"],
    script: ({ A, B }) => [B.m(), A.a === B.a, A.z === B.z, Object.keys(B)],
  },
  {
    name: "static numbers that functions write are left alone",
    source: `
      export class Counter { static count = 0; static #hidden = 0; static log = []; static hit() { this.log.push(1); return [++Counter.count, Counter.#hidden++]; } }`,
    asks: ["Counter.count", "Counter.#hidden", "Counter.log"],
    keeps: ["Counter.log"],
    script: ({ Counter }) => [Counter.hit(), Counter.hit(), Counter.count],
  },
  {
    name: "methods, accessors, fields and private names that write a binding",
    source: `
      export let n = 0;
      export class A {
        #own = () => n++;
        get x() { return n; } set x(v) { n = v; }
        call() { return [this.#own(), (n += 1)]; }
        static async *[Symbol.asyncIterator]() { yield n++; }
        constructor(v = n++) { this.v = v; n++; }
      }`,
    keeps: ["n"],
    async script({ A }) {
      const a = new A();
      a.x += 5;
      const yielded = [];
      for await (const value of A) yielded.push(value);
      return [a, a.x, a.call(), yielded];
    },
  },
];
