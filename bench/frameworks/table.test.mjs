import { expect, test } from "vitest";
import { merged, row, rowsIn, table } from "./table.mjs";

const run = (failed, times) => ({
  failures: Array.from({ length: failed }, () => ({})),
  wrong: [],
  resets: ["1 server-only"],
  lost: [],
  reloads: 2,
  times,
  start: 1000,
});

test("the rounds of both are counted together, and times are ratios of one round", () => {
  const runs = {
    rwstate: [run(0, [50, 60, undefined]), run(1, [40, 9, 1])],
    ordinary: [run(2, [100, 120, 1]), run(3, [40, 9, undefined])],
  };
  expect(row("App", runs)).toEqual([
    "App",
    "1 / 5",
    "0 / 0",
    "2 / 2",
    "0 / 0",
    "4 / 4",
    "0.75 (0.50 to 1.00)",
    "1.00 (1.00 to 1.00)",
  ]);
});

test("a recorded row takes the place of the one with its title, in the order of the apps", () => {
  const full = (title, text) => [title, text, "0", "0", "0", "0", "1.00", "1.00"];
  const before = [full("B", "old"), full("gone", "old")];
  const rendered = table(before);
  expect(rowsIn(rendered)).toEqual(before);
  const rows = merged(rowsIn(rendered), [full("A", "new"), full("B", "new")], ["A", "B", "C"]);
  expect(rows).toEqual([full("A", "new"), full("B", "new")]);
});
