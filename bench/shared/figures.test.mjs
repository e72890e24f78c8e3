/** What the benchmarks print of what they have measured. */
import { expect, test } from "vitest";
import { sample, spread } from "./figures.mjs";
import { render } from "./transform-table.mjs";

test("a spread is the median and its bounds", () => {
  expect(spread([3, 1, 2], 2)).toBe("2.00 (1.00 to 3.00)");
  expect(spread([4, 1, 2, 3], 1)).toBe("2.5 (1.0 to 4.0)");
  expect(spread([])).toBe("–");
});

test("a sample is taken evenly", () => {
  const list = Array.from({ length: 10 }, (_, index) => String(index));
  expect(sample(list, 4)).toEqual(["0", "3", "6", "9"]);
  expect(sample(list, 20)).toHaveLength(10);
  expect(sample([], 4)).toEqual([]);
});

test("every figure has its line", () => {
  const stage = (name, ratio) => ({
    name,
    ratios: [ratio + 0.1, ratio, ratio + 0.2],
    micros_per_10_kb: [100 * ratio],
  });
  const stages = [stage("oxc", 1), stage("analyze", 1.1)];
  const measured = {
    checked: {
      files: 2,
      bytes: 3_000_000,
      invalid: 1,
      kept: 3,
      migrated: 2,
      refused: { "common-js": 4 },
      findings: [{ file: "a.js", problem: "panicked: one\ntwo" }],
      rewritten: 1,
    },
    stages: { groups: [{ name: "all", files: 2, bytes: 3_000_000, stages }] },
    addon: { groups: [{ name: "all", files: 9, parsed: 1, microsPer10Kb: [2] }] },
    cli: { ratios: [1.8], memory: 200_000_000 },
  };
  expect(render(measured)).toMatchInlineSnapshot(`
    "files                                                           2, 3 MB
      that oxc does not parse                                       1
      rewritten                                                     1
    declarations kept, each asked for                               3
      of them migrated                                              2
    declarations refused, each with its code                        4
      common-js                                                     4
    findings: a panic, an output that does not parse or bind, …     1
      a.js: panicked: one

    all: 2 files, 3 MB; ratio to oxc
      analyze                                                       1.20 (1.10 to 1.30)   110.0 (110.0 to 110.0) µs per 10 KB

    modules without state, through the addon
      all: 1 of 9 parsed                                            2.0 (2.0 to 2.0) µs per 10 KB

    rwstate check over all files
      one thread to two, ratio                                      1.80 (1.80 to 1.80)
      memory at most, two threads                                   200 MB"
  `);
});
