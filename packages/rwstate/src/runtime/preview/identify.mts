/** Finds out what a value is, without running any code of the value. */
import * as own from "./intrinsics.mjs";
import { shortName } from "./text.mjs";

export interface Identity {
  /** How a value is shown. `Named` is shown by its name alone, `Unknown` may be a proxy and must not be touched. */
  form:
    | "Array"
    | "Arguments"
    | "DataView"
    | "Function"
    | "Module"
    | "Named"
    | "Object"
    | "TypedArray"
    | "Unknown"
    | keyof typeof brands;
  /** The name of its class; "" for a plain object, `null` without a prototype. */
  name: string | null;
}

const probe = {};

/** Classes whose instances have a form of their own. Each has a read that throws for a value which is no instance. */
const brands = {
  Map: own.mapSize,
  Set: own.setSize,
  Date: own.dateTime as (value: never) => unknown,
  RegExp: own.regExpSource,
  ArrayBuffer: own.bufferBytes,
  SharedArrayBuffer: own.sharedBytes,
  WeakMap: (value: never) => own.weakMapHas(value, probe),
  WeakSet: (value: never) => own.weakSetHas(value, probe),
  Number: own.NumberValue as (value: never) => unknown,
  String: own.StringValue as (value: never) => unknown,
  Boolean: own.BooleanValue as (value: never) => unknown,
  Symbol: own.SymbolValue as (value: never) => unknown,
  BigInt: own.BigIntValue as (value: never) => unknown,
  // Used only for values that are known to be no proxies, whose properties can be read.
  Error: () => true,
};

/**
 * The classes that are tried on a value of which nothing is known. Each failure takes microseconds. It takes longer for a value with
 * thousands of prototypes, as the engine searches these for a name for its message.
 */
const likely = own.keys(brands).slice(0, 8) as (keyof typeof brands)[];

/** Classes whose instances are shown by their names alone, since their contents cannot be read or say nothing. */
const named = {
  AsyncLocalStorage: true,
  AsyncResource: true,
  FinalizationRegistry: true,
  Promise: true,
  WeakRef: true,
};

/** Identifies an object or a function. A prototype can be set to anything, so a class that is found there is checked on the value itself. */
export function identify(value: object): Identity {
  if (own.isProxy?.(value)) return { form: "Named", name: "Proxy" };
  if (typeof value === "function") return { form: "Function", name: functionName(value) };
  const typed = own.typedArrayName(value);
  const view = typed ? "TypedArray" : own.isView(value) ? "DataView" : undefined;
  if (!own.isProxy) return view ? { form: view, name: typed ?? view } : guess(value);
  const { name, builtin } = lineage(value);
  if (own.isArray(value)) return { form: "Array", name: name || "Array" };
  if (view) return { form: view, name: name || (typed ?? view) };
  if (name === null) return moduleOf(value) ?? { form: "Object", name };
  if (name === "" && isArguments(value)) return { form: "Arguments", name: "Arguments" };
  if (builtin === undefined) return { form: "Object", name };
  if (own.hasOwn(named, builtin)) return { form: "Named", name };
  const form = builtin as keyof typeof brands;
  return { form: has(form, value) ? form : "Object", name };
}

/** The descriptor of an own property; `undefined` also for a module's binding that is not initialized yet. */
export function describe(value: object, key: PropertyKey): PropertyDescriptor | undefined {
  try {
    return own.getOwnPropertyDescriptor(value, key);
  } catch {
    return undefined;
  }
}

/** The value of an own property that is no accessor. */
export function ownValue(value: object, key: PropertyKey): unknown {
  const descriptor = describe(value, key);
  // Not `descriptor.value` alone, as `Object.prototype` may have a property of that name.
  return descriptor && own.hasOwn(descriptor, "value") ? descriptor.value : undefined;
}

/**
 * Identifies a value in a realm that cannot detect proxies. Any value may be a proxy there, unless it has the internal slots of a built-in
 * class, which a proxy never has.
 */
function guess(value: object): Identity {
  if (own.isError?.(value)) return { form: "Error", name: "Error" };
  for (let at = 0; at < likely.length; at++) {
    const name = likely[at]!;
    if (has(name, value)) return { form: name, name };
  }
  return { form: "Unknown", name: looksLikeArray(value) ? "Array" : "object" };
}

/** Whether a value is an array, or a proxy of one. `Array.isArray` runs no traps, and throws for a revoked proxy. */
function looksLikeArray(value: object): boolean {
  try {
    return own.isArray(value);
  } catch {
    return false;
  }
}

function has(name: keyof typeof brands, value: object): boolean {
  try {
    brands[name](value as never);
    return true;
  } catch {
    return false;
  }
}

/** The name of a value's class (`null` without a prototype), and the nearest class among its prototypes that is known here. */
function lineage(value: object): { name: string | null; builtin: string | undefined } {
  let holder = own.getPrototypeOf(value);
  if (holder === null) return { name: null, builtin: undefined };
  let name = "";
  for (let level = 0; holder !== null && holder !== own.objectPrototype && level < 16; level++) {
    if (own.isProxy?.(holder)) break;
    const called = className(holder);
    if (called !== "" && called !== "Object") {
      name ||= called;
      if (own.hasOwn(brands, called) || own.hasOwn(named, called)) return { name, builtin: called };
    }
    holder = own.getPrototypeOf(holder);
  }
  return { name, builtin: undefined };
}

function className(prototype: object): string {
  const constructor = ownValue(prototype, "constructor");
  if (typeof constructor !== "function" || own.isProxy?.(constructor)) return "";
  const name = ownValue(constructor, "name");
  return typeof name === "string" ? shortName(name) : "";
}

function functionName(value: object): string {
  // The source text of a proxy of a function is that of a native function.
  if (!own.isProxy && isMaybeNative(value)) return "";
  const name = ownValue(value, "name");
  return typeof name === "string" ? shortName(name) : "";
}

function isMaybeNative(value: object): boolean {
  return own.indexOf(own.slice(own.functionSource(value as () => void), -40), "[native code]") >= 0;
}

/** Identifies the namespace of a module. A deferred module is evaluated when its names are read, so only its kind is shown. */
function moduleOf(value: object): Identity | undefined {
  const tag = ownValue(value, Symbol.toStringTag);
  if (tag === "Module") return { form: "Module", name: tag };
  return tag === "Deferred Module" ? { form: "Named", name: "Module" } : undefined;
}

function isArguments(value: object): boolean {
  return (
    ownValue(value, Symbol.iterator) === own.arrayValues && describe(value, "callee") !== undefined
  );
}
