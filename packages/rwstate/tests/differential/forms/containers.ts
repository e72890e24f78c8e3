/** Constants whose contents functions change. */
import type { Form } from "../observe.js";

export const containers: Form[] = [
  {
    name: "Map, Set, WeakMap and WeakSet",
    source: `
      export const map = new Map(), set = new Set(), filled = new Map([["a", 1]]);
      const weak = new WeakMap(), marks = new WeakSet();
      export function use(object) {
        map.set(object, 1).set("k", 2); map.delete("k"); set.add(object).add(object); filled.clear();
        weak.set(object, "v"); marks.add(object);
        return [map.size, set.has(object), [...filled], weak.get(object), marks.has(object), marks.has({})];
      }`,
    keeps: ["map", "set", "filled", "weak", "marks"],
    script: ({ use, map }) => [use({ a: 1 }), map instanceof Map, [...map.keys()]],
  },
  {
    name: "delete, in, spread, iteration, JSON and attributes of kept objects and arrays",
    source: `
      export const list = [3, 1, 2], bag = Object.create(null), options = { a: 1, nested: { on: true }, list: [] };
      export function use() {
        list.push(9); list.sort(); list.length = 3; delete list[0];
        bag.x = 1; bag["y"] = 2; delete bag.x; options.nested.on = !options.nested.on; options.list.unshift("l");
        Object.assign(options, { b: 2 }); Object.defineProperty(options, "hidden", { value: 1 });
        return ["x" in bag, "y" in bag, [...list], { ...options }, Object.keys(bag), JSON.stringify(options), 0 in list,
          list.concat([1]), Math.max(...list.slice(1)), options.hidden, bag.toString];
      }`,
    keeps: ["list", "bag", "options"],
    script: ({ use }) => use(),
  },
  {
    name: "freezing, sealing and prototypes",
    source: `
      export const open = { n: 1 }, frozen = Object.freeze({ n: 1 });
      export const close = () => { open.n++; Object.freeze(open); };
      export const write = () => { frozen.n = 2; };
      export const child = () => { const c = Object.create(open); c.n = 5; return [c.n, Object.getPrototypeOf(c) === open]; };`,
    keeps: ["open", "frozen"],
    script({ close, write, open, child }) {
      const before = child();
      close();
      const errors = [write, () => void open.n++].map((call) => {
        try {
          return call();
        } catch (error) {
          return error;
        }
      });
      return [before, errors];
    },
  },
  {
    name: "typed arrays, dates, URLs, errors and regular expressions among data",
    source: `
      export const parts = [new Uint8Array([1, 2]), new Date(0), new URL("http://a.b/c"), /x/gy, new Error("kept"), 1n, "text"];
      export const change = () => { parts[0][0] = 9; parts[1].setTime(5); parts[3].lastIndex = 2; parts.push(parts); };`,
    keeps: ["parts"],
    script({ change, parts }) {
      change();
      return [parts[1].toISOString(), parts[2].href, parts[3].flags, parts[7] === parts];
    },
  },
  {
    name: "data that constants of the module are part of",
    source: `
      const SIZE = 2, shape = { size: SIZE, names: ["a"] };
      export const cache = new Map([[SIZE, shape]]);
      export const fill = (k) => { cache.set(k, shape); shape.names.push(k); return cache.get(SIZE) === shape; };`,
    keeps: ["SIZE", "shape", "cache"],
    script: ({ fill }) => [fill("b"), fill("c")],
  },
  {
    name: "AsyncLocalStorage, an emitter and an event target",
    source: `
      import { AsyncLocalStorage } from "node:async_hooks";
      import { EventEmitter } from "node:events";
      export const storage = new AsyncLocalStorage(), emitter = new EventEmitter(), target = new EventTarget();
      export const run = (v, f) => storage.run(v, f);
      export const get = () => storage.getStore();`,
    keeps: ["storage", "emitter", "target"],
    async script({ run, get, emitter, target }) {
      emitter.once("e", (v: unknown) => log("heard", v, get()));
      target.addEventListener("t", ({ type }: Event) => log(type));
      const inside = await run("a", async () => {
        await Promise.resolve();
        return [get(), emitter.emit("e", 1), target.dispatchEvent(new Event("t"))];
      });
      return [inside, get(), emitter.emit("e", 2)];
    },
  },
  {
    name: "declarations without a comment, and with `rwstate: reset`, stay as they are",
    source: `
      const table = { a: 1 };
      export const handlers = { count: 0, up() { return ++this.count; } };
      /* rwstate: reset */
      export const fresh = new Map();
      /* rwstate: keep */
      export const asked = { f() { return asked.n; }, n: 1 };
      export const use = () => { handlers.up(); fresh.set(1, table.a); asked.n++; return asked.f(); };`,
    keeps: ["asked"],
    script: ({ use, handlers }) => [use(), use(), handlers.count, handlers.up.name],
  },
];
