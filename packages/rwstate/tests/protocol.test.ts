/** The names that a server and its runners share: the plugin's modules have them from one file, the runtime's repeat them. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { anchorKey, toRunner, toServer } from "../dist/protocol.js";

const source = join(import.meta.dirname, "../src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).map((file) =>
  join(source, file),
);
const runtime = files.filter((file) => file.endsWith(".mts"));
const plugin = files.filter((file) => file.endsWith(".ts") && basename(file) !== "protocol.ts");
/** What the state module ends with in dev. */
const inspected = join(source, "../../../crates/rwstate_plan/src/source.rs");

/** Returns what the first group of a pattern finds in files, each once. */
function all(pattern: RegExp, among: string[]): string[] {
  const texts = among.map((file) => readFileSync(file, "utf8"));
  const found = texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!));
  return [...new Set(found)].sort();
}

test("runners listen to what a server sends", () => {
  const heard = all(/\b(?:on|listen)\(\s*"rwstate:([\w-]+)"/g, runtime);
  // These two by one listener.
  expect(readFileSync(inspected, "utf8")).toContain(
    'for (const ask of ["entries", "reset"]) listen("rwstate:" + ask,',
  );
  expect([...heard, "entries", "reset"].sort()).toEqual(names(toRunner));
});

test("runners send what a server listens to", () => {
  expect(all(/\bsend\(\s*(?:hot,\s*)?"rwstate:([\w-]+)"/g, runtime)).toEqual(names(toServer));
});

test("the anchor has one symbol", () => {
  expect(all(/Symbol\.for\("([^"]+)"\)/g, [...runtime, inspected])).toEqual([
    Symbol.keyFor(anchorKey),
  ]);
});

test("the plugin's modules repeat no name", () => {
  expect(all(/Symbol\.for\("([^"]+)"\)/g, plugin)).not.toContain(Symbol.keyFor(anchorKey));
  expect(all(/\b(?:on|send)(?:\?\.)?\(\s*["`]rwstate:([^"`]+)/g, plugin)).toEqual([]);
});

function names(events: Record<string, string>): string[] {
  return Object.values(events)
    .map((event) => event.replace("rwstate:", ""))
    .sort();
}
