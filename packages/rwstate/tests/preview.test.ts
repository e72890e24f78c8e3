/** The texts of previews. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { kindOf, looksSecret, preview } from "../dist/runtime/preview.mjs";

class Store {
  count = 1;
  #private = 2;
  get double() {
    return this.#private;
  }
}
const argumentsOf: (...values: unknown[]) => unknown = function () {
  return arguments;
};
class Cache extends Map<unknown, unknown> {}

const cycle: Record<string, unknown> = { a: 1 };
cycle["self"] = [cycle];

test.each<[value: unknown, kind: string, text: string]>([
  [undefined, "undefined", "undefined"],
  [null, "null", "null"],
  [true, "boolean", "true"],
  [-0, "number", "-0"],
  [NaN, "number", "NaN"],
  [10n, "bigint", "10n"],
  [2n ** 300n, "bigint", "bigint of over 256 bits"],
  [Symbol("x"), "symbol", "Symbol(x)"],
  ["a\n\ud800", "string", String.raw`"a\n\ud800"`],
  ["x".repeat(1000), "string", `"${"x".repeat(500)}" … 500 more`],
  [`${"x".repeat(499)}😀`, "string", `"${"x".repeat(499)}" … 2 more`],
  ["x".repeat(200_000), "string", "string(200000)"],

  [{ a: 1, "b-c": "d" }, "Object", '{ a: 1, "b-c": "d" }'],
  [{}, "Object", "{}"],
  [Object.assign(Object.create(null), { a: 1 }), "Object", "[null prototype] { a: 1 }"],
  [new Store(), "Store", "Store { count: 1 }"],
  [
    {
      get a() {
        return 1;
      },
      set b(_: number) {},
    },
    "Object",
    "{ a: (getter), b: (setter) }",
  ],
  [{ [Symbol("a")]: 1 }, "Object", "{ [Symbol(a)]: 1 }"],
  [{ a: { b: { c: { d: 1 } } } }, "Object", "{ a: { b: { c: { … } } } }"],
  [cycle, "Object", "{ a: 1, self: [(cycle)] }"],
  [{ s: "x".repeat(150) }, "Object", `{ s: "${"x".repeat(100)}" … 50 more }`],
  [
    Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`k${at}`, at])),
    "Object",
    "{ over 5000 properties }",
  ],

  [Object.assign([1], { 2: [2] }), "Array", "[1, (hole), [2]]"],
  [[], "Array", "[]"],
  [new (class Stack extends Array {})(2), "Stack", "Stack(2) [(hole), (hole)]"],
  [Array.from({ length: 1000 }, () => 7), "Array", `[${"7, ".repeat(20)}… 980 more]`],
  [argumentsOf(1, 2), "Arguments", "Arguments(2) [1, 2]"],

  [
    new Map<unknown, unknown>([
      ["a", 1],
      ["b", { x: 1 }],
    ]),
    "Map",
    'Map(2) { "a" → 1, "b" → { x: 1 } }',
  ],
  [new Cache([[{}, []]]), "Cache", "Cache(1) { {} → [] }"],
  [new Set([1, "a"]), "Set", 'Set(2) { 1, "a" }'],
  [new Set(), "Set", "Set(0) {}"],
  [new WeakMap(), "WeakMap", "WeakMap"],
  [new WeakRef({}), "WeakRef", "WeakRef"],
  [Promise.resolve(1), "Promise", "Promise"],
  [new AsyncLocalStorage(), "AsyncLocalStorage", "AsyncLocalStorage"],

  [function handle() {}, "function", "ƒ handle"],
  [() => {}, "function", "ƒ"],
  [class Name {}, "function", "class Name"],
  [new TypeError("bad\nnews"), "TypeError", "TypeError: bad news"],
  [new (class NotFound extends Error {})(), "NotFound", "NotFound"],
  [new Date(0), "Date", "1970-01-01T00:00:00.000Z"],
  [new Date(NaN), "Date", "Invalid Date"],
  [/a\/b/giu, "RegExp", String.raw`/a\/b/giu`],
  [new Uint8Array(30), "Uint8Array", `Uint8Array(30) [${"0, ".repeat(20)}… 10 more]`],
  [Buffer.from("a"), "Buffer", "Buffer(1) [97]"],
  [new ArrayBuffer(9), "ArrayBuffer", "ArrayBuffer(9)"],
  [new DataView(new ArrayBuffer(4)), "DataView", "DataView(4)"],
  [Object("s"), "String", 'String("s")'],
  [Object(1n), "BigInt", "BigInt(1n)"],
  [new Proxy({}, {}), "Proxy", "Proxy"],

  [
    { apiKey: 1, at: { author: 2, Authorization: { c: 3 } } },
    "Object",
    "{ apiKey: (hidden), at: { author: 2, Authorization: (hidden) } }",
  ],
  [[new Map([["x-csrf-token", 1]])], "Array", '[Map(1) { "x-csrf-token" → (hidden) }]'],
  [["Host", "a", "Cookie", "b=c", "d"], "Array", '["Host", "a", "Cookie", (hidden), "d"]'],
])("%#: $2", (value, kind, text) => {
  expect(kindOf(value)).toBe(kind);
  expect(preview(value)).toBe(text);
});

test("a preview ends after a thousand characters, with its open brackets closed", () => {
  const twenty = <T>(value: T) => Array.from({ length: 20 }, () => value);
  const text = preview(twenty(twenty(twenty(1))));
  expect(text).toMatch(/^\[\[\[1, .*, … \d+ more\], … \d+ more\], … \d+ more\]$/);
  expect(text.length).toBeLessThan(1100);
});

test("the namespace of a module, also of one that is not evaluated", () => {
  const require = createRequire(import.meta.url);
  expect(() => require("./preview/uninitialized.mjs")).toThrow("on purpose");
  const name = Symbol.for("uninitialized");
  const namespace = (globalThis as { [name: symbol]: unknown })[name];
  expect(kindOf(namespace)).toBe("Module");
  expect(preview(namespace)).toBe("Module { value: (unreadable) }");
});

test("the names of secrets", () => {
  const secrets =
    "password passwd userPassword DB_PASSWORD pwd apiKey api-key x-api-key token accessToken tokens jwt \
    secret clientSecret authorization proxy-authorization auth oauth2 cookie set-cookie credentials privateKey sid \
    connectionString DATABASE_URL otp pin cvc APIKey AWS_SECRET_ACCESS_KEY config/db/password";
  const others =
    "author authors key keys monkey compass bypass passed spinner inside session requestInfoStore count \
    name id value cache opinion a ünïcode 0";
  for (const name of secrets.split(/\s+/)) expect([name, looksSecret(name)]).toEqual([name, true]);
  for (const name of others.split(/\s+/)) expect([name, looksSecret(name)]).toEqual([name, false]);
  expect(looksSecret("")).toBe(false);
  expect(looksSecret(`${"a/".repeat(1000)}password`)).toBe(true);
});
