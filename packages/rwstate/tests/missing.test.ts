/** Which modules may import a file that is created after they were transformed. */
import { expect, test } from "vitest";
import { mayMiss } from "../src/edits/missing.js";

const misses = (file: string, ...deps: string[]) =>
  mayMiss({ code: "", map: null, deps, dynamicDeps: [] }, file);

test.each([
  ["/app/src/later.ts", "./later"],
  ["/app/src/later.ts", "./later.js"],
  ["/app/src/later.ts", "../src/later.ts?raw"],
  ["/app/src/later.server.ts", "./later.server"],
  ["/app/src/later.server.ts", "./later.server.js"],
  ["/app/src/data.json", "./data.json"],
  // Where an alias leads nowhere Vite leaves it as it is, too.
  ["/app/src/later.ts", "@/later"],
  ["/app/src/folder/index.ts", "./folder"],
  ["/app/src/folder/index.ts", "./folder/index"],
  ["/app/src/index.ts", "."],
  ["/app/src/index.ts", "../"],
])("%s may be what %s imports", (file, specifier) => {
  expect(misses(file, "/src/other.ts", specifier)).toBe(true);
  expect(mayMiss({ code: "", map: null, dynamicDeps: [specifier] }, file)).toBe(true);
});

test.each([
  // Vite has resolved it.
  ["/app/src/later.ts", "/src/later.ts"],
  ["/app/src/later.ts", "./much-later"],
  ["/app/src/later.ts", "./later/part"],
  ["/app/src/folder/part.ts", "./folder"],
])("%s is not what %s imports", (file, specifier) => {
  expect(misses(file, specifier)).toBe(false);
});
