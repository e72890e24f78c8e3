/** Replaces the built-in functions of this realm, and adds properties to its `Object.prototype`. */

type Run = (name: string) => void;

const holders = [
  Object,
  Reflect,
  JSON,
  Array,
  ArrayBuffer,
  ...[Object, Function, Array, String, Symbol, Number, Boolean, BigInt, RegExp, Date, Error].map(
    ({ prototype }) => prototype,
  ),
  ...[Map, Set, WeakMap, WeakSet, ArrayBuffer, DataView, Promise].map(({ prototype }) => prototype),
  Object.getPrototypeOf(Uint8Array.prototype),
  Object.getPrototypeOf([].values()),
  Object.getPrototypeOf(new Map().entries()),
  Object.getPrototypeOf(new Set().values()),
] as object[];

/** Properties that code may read from its own objects, and then find on `Object.prototype`. */
const added = ["get", "set", "value", "done", "builtin", "form", "up", "0", "20"];

/** Calls `use` while all of it is patched. `run` gets the name of each patch that is called. */
export function inPatchedRealm<T>(run: Run, use: () => T): T {
  const originals: [object, PropertyKey, PropertyDescriptor][] = [];
  const { defineProperty, deleteProperty } = Reflect;
  for (const holder of holders) {
    for (const key of Reflect.ownKeys(holder)) {
      const found = Reflect.getOwnPropertyDescriptor(holder, key)!;
      if (found.configurable && key !== "constructor") originals.push([holder, key, found]);
    }
  }
  try {
    for (let at = 0; at < originals.length; at++) {
      const { 0: holder, 1: key, 2: found } = originals[at]!;
      const { value, get, set, enumerable } = found;
      const name = `patched ${typeof key === "string" ? key : "symbol"}`;
      if (get) {
        const patch = () => run(name);
        defineProperty(holder, key, { get: patch, set, enumerable, configurable: true } as never);
      } else if (typeof value === "function") {
        defineProperty(holder, key, { value: () => run(name), configurable: true, writable: true });
      }
    }
    for (let at = 0; at < added.length; at++) {
      const name = `added ${added[at]}`;
      const accessor = { get: () => run(name), set: () => run(name), configurable: true };
      defineProperty(Object.prototype, added[at]!, { __proto__: null, ...accessor } as never);
    }
    return use();
  } finally {
    for (let at = 0; at < added.length; at++) deleteProperty(Object.prototype, added[at]!);
    for (let at = 0; at < originals.length; at++) {
      const { 0: holder, 1: key, 2: found } = originals[at]!;
      defineProperty(holder, key, found);
    }
  }
}
