/** Previews run nothing of the user's, and are small and quick, whatever they are of. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import * as told from "../../dist/runtime/preview.mjs";
import { hostileValues, makers, ran, rope, secret } from "./hostile.mjs";
import { inPatchedRealm } from "./patched.js";

/** As it is where the realm cannot tell a proxy: in browsers, and in workerd without `nodejs_compat`. */
const untold = await withoutNode(() => {
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

describe.each(Object.entries({ told, untold }))("%s", (realm, { preview, kindOf }) => {
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

  test("the realm is the one that is meant", () => {
    expect(kindOf(new Proxy({}, {}))).toBe(realm === "told" ? "Proxy" : "object");
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
    // Neither array nor string method is what it was in there, nor is an assignment to a new index.
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
   * How long a preview takes, of what JSON takes for an object of many properties. A noisy machine makes single runs slow, but not the
   * fastest of several. Each run has a value of its own, since what an engine puts off is done at the first read.
   */
  function fastest(make: () => unknown): number {
    const best = { preview: Infinity, json: Infinity };
    for (let run = 0; run < 5; run++) {
      const value = make();
      best.preview = Math.min(
        best.preview,
        timed(() => preview(value)),
      );
      const large = dictionary(50_000);
      best.json = Math.min(
        best.json,
        timed(() => JSON.stringify(large)),
      );
    }
    return best.preview / best.json;
  }

  function timed(run: () => unknown): number {
    const start = performance.now();
    run();
    return performance.now() - start;
  }

  const dictionary = (length: number) =>
    Object.fromEntries(Array.from({ length }, (_, at) => [`key ${at}`, at]));

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
    // The first time takes as long as it takes to list them.
    [
      "a vast object, the second time",
      () => {
        const value = dictionary(50_000);
        preview(value);
        return value;
      },
    ],
  ])("in less time than 50,000 properties as JSON: %s", (_, make) => {
    expect(fastest(make)).toBeLessThan(1);
  });
});
