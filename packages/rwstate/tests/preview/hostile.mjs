/**
 * Values that run their own code when they are read, and large values. Runs in Node, workerd and browsers.
 *
 * Each value is made from other values and a text, so that values can be nested.
 */

/**
 * The names of the values' own functions that have run.
 *
 * @type {string[]}
 */
export const ran = [];

/** A text that no preview may show. */
export const secret = "s3cr3t";

const trap = (name) =>
  function () {
    ran.push(name);
    throw new Error(name);
  };

/** A handler without traps, which records the traps that the engine looks up. */
const handler = new Proxy({}, { get: (_, name) => trap(`proxy ${name}`)() });
const proxy = (target) => new Proxy(target, handler);

function revoked(target) {
  const { proxy: made, revoke } = Proxy.revocable(target, handler);
  revoke();
  return made;
}

const hooks = [
  // The first: an engine may compute the stack's text when it is read, and read the others for that.
  "stack",
  "toString",
  "valueOf",
  "toJSON",
  "then",
  "constructor",
  "name",
  "message",
  "cause",
  "length",
  "size",
  "entries",
  "values",
  "forEach",
  "next",
  "flags",
  "source",
  "exec",
  "toISOString",
  "byteLength",
  "callee",
  "inspect",
  "description",
  "@@toPrimitive",
  "@@toStringTag",
  "@@iterator",
  "@@hasInstance",
  "@@species",
  "@@isConcatSpreadable",
];
const keyOf = (hook) => (hook.startsWith("@@") ? Symbol[hook.slice(2)] : hook);
const inspect = Symbol.for("nodejs.util.inspect.custom");

/** Defines accessors on an object for all properties that code commonly reads of a value. */
function arm(target) {
  for (const hook of [...hooks.map(keyOf), inspect]) {
    const [get, set] = [trap(`get ${String(hook)}`), trap(`set ${String(hook)}`)];
    Reflect.defineProperty(target, hook, { get, set, enumerable: true, configurable: true });
  }
  return target;
}

/** Defines methods that override the built-in ones. */
function override(target) {
  for (const hook of hooks) Reflect.defineProperty(target, keyOf(hook), { value: trap(hook) });
  return target;
}

const subclass = (Base, ...args) => {
  class Sub extends Base {}
  const made = new Sub(...args);
  override(Sub.prototype);
  return made;
};

const records = (values, text) =>
  Object.fromEntries(values.map((value, at) => [at === 0 ? text : `${text}${at}`, value]));

/**
 * A concatenated string, which the engine represents by its parts.
 *
 * @param {number} length
 * @param {string} [text]
 * @returns {string}
 */
export function rope(length, text = "") {
  const holder = { text };
  for (let at = 0; at < length; at++) holder.text += at % 7 ? "a" : "b";
  return holder.text;
}

function argumentsOf() {
  return arguments;
}

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/** @type {Record<string, (values: unknown[], text: string) => unknown>} */
export const makers = {
  nothing: () => undefined,
  null: () => null,
  text: (_, text) => text,
  number: (_, text) => (text.length % 2 ? text.length / 3 : -0),
  bigint: (_, text) => BigInt(text.length) ** 20n,
  hugeBigint: (_, text) => 2n ** 1_000_000n + BigInt(text.length),
  symbol: (_, text) => Symbol(text),
  hugeText: (_, text) => "x".repeat(2 ** 28) + text,
  rope: (_, text) => rope(2000, text),

  array: (values) => [...values],
  sparse: (values) => Object.assign([], { length: 2 ** 32 - 1 }, values),
  armedArray: (values) => arm([...values]),
  subclassedArray: (values) => Object.assign(subclass(Array, 3), values),
  arrayOfGetters: () => Object.defineProperty([1, 2], 0, { get: trap("get 0") }),
  withHeaders: () => ["Host", "a", "Authorization", secret],

  object: records,
  nullPrototype: (values, text) => Object.assign(Object.create(null), records(values, text)),
  frozen: (values, text) => Object.freeze(records(values, text)),
  cycle: (values, text) => {
    const made = records(values, text);
    return Object.assign(made, { made, all: [made, new Map([[made, new Set([made])]])] });
  },
  symbols: (values, text) => ({ [Symbol(text)]: values[0], [Symbol("token")]: secret }),
  secrets: (values) => ({ apiKey: secret, at: { any: [{ depth: { password: secret } }, values] } }),
  many: (values) =>
    Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`k${at}`, values[0]])),
  armed: (values, text) => arm(records(values, text)),
  overridden: (values, text) => override(records(values, text)),
  setter: () => Object.defineProperty({}, "a", { set: trap("set a"), enumerable: true }),
  armedPrototype: (values, text) =>
    Object.create(arm({}), Object.getOwnPropertyDescriptors(records(values, text))),
  instance: (values) => {
    class Store {
      #hidden = trap("private");
      values = values;
      get all() {
        return this.#hidden();
      }
    }
    return new Store();
  },
  armedConstructor: () => {
    class Store {}
    arm(Store);
    return new Store();
  },
  longName: () => {
    class Store {}
    Object.defineProperty(Store, "name", { value: rope(900) });
    return new Store();
  },
  deepPrototype: () => {
    let made = {};
    for (let at = 0; at < 1000; at++) made = Object.create(made);
    return made;
  },

  proxy: () => proxy({}),
  proxyOfArray: (values) => proxy([...values]),
  proxyOfFunction: () => proxy(function named() {}),
  proxyOfClass: () => proxy(class Named {}),
  proxyOfMap: () => proxy(new Map()),
  proxyOfError: () => proxy(new Error("a")),
  proxyOfProxy: () => proxy(proxy({})),
  proxyOfAny: ([value]) => (Object(value) === value ? proxy(value) : value),
  revoked: () => revoked({}),
  revokedArray: () => revoked([]),
  revokedFunction: () => revoked(function () {}),
  proxyAsPrototype: () => Object.create(proxy({})),
  proxyAsFarPrototype: () => Object.create(Object.create(proxy({}))),
  proxyAsConstructor: () => Object.create({ constructor: proxy(class Named {}) }),
  proxyAsHandler: () => new Proxy(proxy({}), proxy({})),
  proxyUnderMap: () => Object.setPrototypeOf(new Map([[1, proxy([])]]), proxy(Map.prototype)),
  proxyUnderArray: (values) => Object.setPrototypeOf([...values], proxy([])),
  proxyUnderFunction: () => Object.setPrototypeOf(function named() {}, proxy({})),

  map: (values, text) => new Map(values.map((value, at) => [at % 2 ? `${text}${at}` : value, at])),
  mapOfSecrets: () => new Map([["session-token", { any: secret }]]),
  armedMap: (values) => arm(new Map([[1, values]])),
  subclassedMap: (values) => override(subclass(Map, [[1, values]])),
  largeMap: once(() => new Map(Array.from({ length: 1_000_000 }, (_, at) => [at, at]))),
  set: (values) => new Set(values),
  armedSet: (values) => arm(new Set(values)),
  subclassedSet: (values) => override(subclass(Set, values)),
  fakeMap: () => Object.create(Map.prototype),
  weakMap: () => arm(new WeakMap()),
  weakSet: () => arm(new WeakSet()),
  promise: (values) => arm(Promise.resolve(values)),

  date: () => arm(new Date(0)),
  subclassedDate: () => override(subclass(Date, 0)),
  invalidDate: () => new Date(NaN),
  regExp: () => arm(/a\/b/dgimsuy),
  subclassedRegExp: () => override(subclass(RegExp, "a")),
  error: (_, text) => new TypeError(text),
  armedError: () => arm(new Error("a")),
  lateStack: (values) => {
    const made = Object.setPrototypeOf(new Error("a"), values.length ? {} : null);
    Object.defineProperty(made, "name", { get: trap("get name") });
    return Object.defineProperty(made, "message", { get: trap("get message"), enumerable: true });
  },
  captured: () => {
    const made = { constructor: 1 };
    Error.captureStackTrace(made);
    Object.defineProperty(made, "stack", { enumerable: true });
    return override(made);
  },
  subclassedError: (_, text) => override(subclass(Error, text)),
  errorOfRope: () => new Error(rope(90_000)),

  function: () => function named() {},
  armedFunction: () => arm(function () {}),
  armedClass: () => arm(class {}),
  staticName: () =>
    class {
      static name() {
        trap("static name")();
      }
    },
  bound: () => trap("bound").bind(null),
  arguments: (...values) => argumentsOf(...values),
  armedArguments: (...values) => arm(argumentsOf(...values)),

  boxedNumber: () => arm(Object(1)),
  boxedText: (_, text) => override(Object(text)),
  boxedBoolean: () => arm(Object(false)),
  boxedSymbol: (_, text) => arm(Object(Symbol(text))),
  boxedBigint: () => arm(Object(1n)),
  buffer: once(() => new ArrayBuffer(100_000_000)),
  bytes: once(() => arm(new Uint8Array(100_000_000))),
  subclassedBytes: () => override(subclass(Uint8Array, 30)),
  floats: () => new Float64Array([1.5, NaN, -0]),
  bigints: () => new BigInt64Array(2),
  view: () => arm(new DataView(new ArrayBuffer(8))),
  detached: () => {
    const made = new DataView(new ArrayBuffer(8));
    structuredClone(made.buffer, { transfer: [made.buffer] });
    return made;
  },
};

/**
 * One value of each kind, with others inside.
 *
 * @returns {[name: string, value: unknown][]}
 */
export function hostileValues() {
  const inner = () => [1, "a", proxy([]), arm({}), new Map([[proxy({}), arm([])]])];
  return Object.entries(makers).map(([name, make]) => [name, make(inner(), "key")]);
}

/**
 * The kind and the preview of each value, and the functions that have run.
 *
 * @param {Pick<typeof import("../../dist/runtime/preview.mjs"), "preview" | "kindOf">} module
 * @returns {{ seen: Record<string, [kind: string, text: string]>; ran: string[] }}
 */
export function examine({ preview, kindOf }) {
  ran.length = 0;
  const seen = {};
  for (const [name, value] of hostileValues()) seen[name] = [kindOf(value), preview(value)];
  return { seen, ran: [...ran] };
}
