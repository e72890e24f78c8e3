/** What requests discovered is remembered in a small file. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Learned } from "../dist/scan/learned.js";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "rwstate-"))));
afterEach(() => rm(folder, { recursive: true }));

const text = () => readFile(join(folder, "cache/rwstate.json"), "utf8");

test("names are sorted by environment, a line each, and written once", async () => {
  const ssr = new Learned(join(folder, "cache"), "ssr");
  const rsc = new Learned(join(folder, "cache"), "rsc");
  await Promise.all([ssr.add("b"), ssr.add("a"), ssr.add("b")]);
  await rsc.add("c");
  expect(await text()).toBe(
    '{\n  "ssr": [\n    "a",\n    "b"\n  ],\n  "rsc": [\n    "c"\n  ]\n}\n',
  );
  await ssr.remove("a");
  expect(new Learned(join(folder, "cache"), "ssr").names()).toEqual(["b"]);
});

test("environments that learn at once lose nothing of each other's", async () => {
  const names = ["client", "rsc", "ssr", "worker"];
  const learned = names.map((name) => new Learned(join(folder, "cache"), name));
  await Promise.all(learned.flatMap((one) => [one.add("a"), one.add("b")]));
  expect(learned.map((one) => one.names())).toEqual(names.map(() => ["a", "b"]));
});

test.each(["", "{", "null", '{ "ssr": { "a": 1 } }', '{ "ssr": [1, "a"] }'])(
  "a file that says %j breaks nothing",
  async (damaged) => {
    await writeFile(join(folder, "rwstate.json"), damaged);
    const learned = new Learned(folder, "ssr");
    expect(learned.names()).toEqual(damaged.includes('"a"]') ? ["a"] : []);
    await learned.add("b");
    expect(learned.names()).toContain("b");
  },
);
