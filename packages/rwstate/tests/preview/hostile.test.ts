/** A preview of any value runs none of the value's own code, is small, and takes little time. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import * as detecting from "../../dist/runtime/preview.mjs";
import { hostileValues, makers, ran, rope, secret } from "./hostile.mjs";
import { inPatchedRealm } from "./patched.js";

/** As in a realm that cannot detect proxies: in browsers, and in workerd without `nodejs_compat`. */
const notDetecting = await withoutNode(() => {
  vi.resetModules();
  return import("../../dist/runtime/preview.mjs");
});

async function withoutNode<T>(use: () => Promise<T>): Promise<T> {
  const { getBuiltinModule } = process;
  try {
    process.getBuiltinModule = undefined as never;
    return await use();
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
}

const realms = Object.entries({
  "a realm that detects proxies": detecting,
  "a realm that does not": notDetecting,
});

const dictionary = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, at) => [`key ${at}`, at]));

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The time limit of a preview, in milliseconds: what JSON takes for 50,000 properties on this machine, at its fastest of many runs. */
const timeLimit = jsonTime(dictionary(50_000));

function jsonTime(large: object): number {
  return Math.min(...Array.from({ length: 20 }, () => timed(() => JSON.stringify(large))));
}

describe.each(realms)("%s", (_, { preview, kindOf }) => {
  function check(value: unknown) {
    ran.length = 0;
    const text = preview(value);
    const kind = kindOf(value);
    expect(ran).toEqual([]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192);
    expect(kind.length).toBeLessThanOrEqual(64);
    // No lone surrogates: `encodeURIComponent` throws at one.
    encodeURIComponent(kind + text);
    expect(text).not.toContain(secret);
  }

  test("it detects a proxy, or does not", () => {
    expect(kindOf(new Proxy({}, {}))).toBe(preview === detecting.preview ? "Proxy" : "object");
  });

  interface Recipe {
    maker: string;
    text: string;
    of: Recipe[];
  }
  const { recipe } = fc.letrec<{ recipe: Recipe; of: Recipe[] }>((tie) => ({
    recipe: fc.record({
      maker: fc.constantFrom(...Object.keys(makers)),
      text: fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constant("__proto__")),
      of: tie("of"),
    }),
    of: fc.oneof(
      { maxDepth: 5 },
      fc.constant<Recipe[]>([]),
      fc.array(tie("recipe"), { maxLength: 6 }),
    ),
  }));
  const make = ({ maker, text, of }: Recipe): unknown => makers[maker]!(of.map(make), text);

  test("values of every kind, in each other", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(recipe, (recipe) => check(make(recipe))),
      { numRuns: 1000 },
    );
  });

  test("keys of every kind", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })),
        check,
      ),
    );
  });

  test("where built-in functions have been replaced", () => {
    const values = hostileValues();
    ran.length = 0;
    const before = values.map(([, value]) => preview(value));
    // Inside of the patched realm no array or string method can be used, nor an assignment to a new index.
    let patches = "";
    const after = before.map(() => "");
    inPatchedRealm(
      (name) => void (patches += ` ${name}`),
      () => {
        for (let at = 0; at < values.length; at++) after[at] = preview(values[at]![1]);
      },
    );
    expect(patches).toBe("");
    expect(after).toEqual(before);
    expect(ran).toEqual([]);
  });

  /**
   * The fastest of up to five previews, in milliseconds. It stops at the first that is within the time limit: a busy machine makes single
   * runs slow, but not all of them. Each run has a new value, because an engine does some of its work at the first read of a value.
   */
  function fastest(make: () => unknown): number {
    let best = Infinity;
    for (let run = 0; run < 5 && best >= timeLimit; run++) {
      const value = make();
      best = Math.min(
        best,
        timed(() => preview(value)),
      );
    }
    return best;
  }

  const twenty = (make: (at: number) => unknown) => Array.from({ length: 20 }, (_, at) => make(at));
  const inner = [1, "a", [{}], new Map([[{}, []]])];

  test.each<[string, () => unknown]>([
    ...Object.entries(makers).map(([name, make]): [string, () => unknown] => [
      name,
      () => make(inner, "key"),
    ]),
    ["ropes", () => twenty(() => rope(5000))],
    ["messages", () => twenty(() => new Error(rope(5000)))],
    ["texts", () => twenty(() => "x".repeat(2 ** 28))],
    ["control characters", () => twenty(() => "\u0001".repeat(1000))],
    ["dictionaries", () => twenty(() => dictionary(4999))],
    ["sets of sets", () => new Set(twenty(() => new Set(twenty(() => ({})))))],
    ["arrays of arrays", () => twenty(() => twenty(() => []))],
    ["functions", () => twenty((at) => Function(`/*${at}${"x".repeat(1e6)}*/`))],
    [
      "mostly deleted",
      () => {
        const map = new Map(Array.from({ length: 100_000 }, (_, at) => [at, at]));
        for (let at = 0; at < 60_000; at++) map.delete(at);
        return map;
      },
    ],
    // The first preview takes as long as it takes to list all properties.
    [
      "a vast object, the second time",
      () => {
        const value = dictionary(50_000);
        preview(value);
        return value;
      },
    ],
  ])("in less time than 50,000 properties as JSON: %s", (_, make) => {
    expect(fastest(make)).toBeLessThan(timeLimit);
  });
});
