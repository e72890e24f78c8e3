/**
 * The realm's built-in functions as they are when this module is first evaluated, so that patches which are made later are not called. A
 * polyfill that was there before is.
 *
 * Methods take their `this` as the first argument.
 */

type Method<T, A extends unknown[], R> = (this: T, ...args: A) => R;

const uncurry = Function.prototype.bind.bind(Function.prototype.call) as unknown as <
  T,
  A extends unknown[],
  R,
>(
  method: Method<T, A, R>,
) => (self: T, ...args: A) => R;

function getter<R>(holder: object, key: PropertyKey): (self: unknown) => R {
  return uncurry(Object.getOwnPropertyDescriptor(holder, key)!.get as Method<unknown, [], R>);
}

export const { getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
export const { keys, getOwnPropertyNames, getOwnPropertySymbols, hasOwn } = Object;
export const objectPrototype = Object.prototype;
export const { isArray } = Array;
export const arrayValues: unknown = Array.prototype.values;
export const { stringify } = JSON;
export const { isView } = ArrayBuffer;

export const slice = uncurry(String.prototype.slice);
export const charCodeAt = uncurry(String.prototype.charCodeAt);
export const indexOf = uncurry(String.prototype.indexOf);
export const trimStart = uncurry(String.prototype.trimStart);
export const trimEnd = uncurry(String.prototype.trimEnd);
export const toLowerCase = uncurry(String.prototype.toLowerCase);
export const symbolDescription = getter<string | undefined>(Symbol.prototype, "description");
export const functionSource = uncurry(Function.prototype.toString);

export const mapSize = getter<number>(Map.prototype, "size");
export const mapEntries = uncurry(Map.prototype.entries as Method<unknown, [], Iterator<unknown>>);
export const nextOfMap = uncurry(
  new Map().entries().next as Method<Iterator<unknown>, [], { value: [unknown, unknown] }>,
);
export const setSize = getter<number>(Set.prototype, "size");
export const setValues = uncurry(Set.prototype.values as Method<unknown, [], Iterator<unknown>>);
export const nextOfSet = uncurry(
  new Set().values().next as Method<Iterator<unknown>, [], { value: unknown }>,
);
export const weakMapHas = uncurry(WeakMap.prototype.has);
export const weakSetHas = uncurry(WeakSet.prototype.has);
export const weakSetAdd = uncurry(WeakSet.prototype.add);

export const dateTime = uncurry(Date.prototype.getTime);
export const dateText = uncurry(Date.prototype.toISOString);
export const regExpSource = getter<string>(RegExp.prototype, "source");
const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);
export const typedArrayName = getter<string | undefined>(typedArrayPrototype, Symbol.toStringTag);
export const typedArrayLength = getter<number>(typedArrayPrototype, "length");
export const bufferBytes = getter<number>(ArrayBuffer.prototype, "byteLength");
export const viewBytes = getter<number>(DataView.prototype, "byteLength");
/** Pages without cross-origin isolation have no `SharedArrayBuffer`. */
export const sharedBytes =
  typeof SharedArrayBuffer === "function"
    ? getter<number>(SharedArrayBuffer.prototype, "byteLength")
    : bufferBytes;

export const NumberValue = uncurry(Number.prototype.valueOf);
export const StringValue = uncurry(String.prototype.valueOf);
export const BooleanValue = uncurry(Boolean.prototype.valueOf);
export const SymbolValue = uncurry(Symbol.prototype.valueOf);
export const BigIntValue = uncurry(BigInt.prototype.valueOf);

/** The getter `flags` reads properties that an instance may override. These getters read its internal slots. */
const flagGetters = { d: "hasIndices", g: "global", i: "ignoreCase", m: "multiline" } as const;
const moreFlagGetters = { s: "dotAll", u: "unicode", v: "unicodeSets", y: "sticky" } as const;
const flags = Object.entries({ ...flagGetters, ...moreFlagGetters })
  .filter(([, name]) => name in RegExp.prototype)
  .map(([flag, name]) => ({ flag, isSet: getter<boolean>(RegExp.prototype, name) }));

export function regExpFlags(value: unknown): string {
  let text = "";
  for (let at = 0; at < flags.length; at++) if (flags[at]!.isSet(value)) text += flags[at]!.flag;
  return text;
}

/** Whether a value is an error, in engines that have `Error.isError`. It reads no property. */
export const isError = (Error as { isError?: (value: unknown) => boolean }).isError;

/**
 * Returns whether a value is a proxy; `undefined` in a realm that cannot detect proxies.
 *
 * The language has no way to find out: every operation by which a proxy would differ from a plain object or an array runs its traps. Node
 * has a function for it, and so has workerd with `nodejs_compat`; browsers and other workers have none. A polyfill of `node:util` may
 * answer wrongly, so the function is tested with known values.
 */
export const isProxy: ((value: unknown) => boolean) | undefined = proxyTest();

function proxyTest(): typeof isProxy {
  try {
    const { process } = globalThis as { process?: { getBuiltinModule?(id: string): unknown } };
    const util = process?.getBuiltinModule?.("node:util") as typeof import("node:util") | undefined;
    const test = util?.types.isProxy;
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const proxies = [new Proxy({}, {}), new Proxy(function () {}, {}), proxy];
    const others = [{}, [], new Map(), function () {}, Object.create(new Proxy({}, {}))];
    if (!test || !proxies.every((value) => test(value) === true)) return undefined;
    return others.every((value) => test(value) === false) ? test : undefined;
  } catch {
    return undefined;
  }
}
