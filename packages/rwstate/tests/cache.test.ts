/** The version in the URLs of appended dependencies, which browsers cache for ever. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appended, Cache } from "../dist/append/metadata.js";

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "rwstate-"));
  await mkdir(join(cacheDir, "deps"));
});
afterEach(() => rm(cacheDir, { recursive: true }));

/** The cache and the metadata of a server that starts with a folder that exists. */
async function start() {
  const stored = JSON.parse(await readFile(join(cacheDir, "deps/_metadata.json"), "utf8"));
  const { browserHash, optimized } = stored;
  const infos = Object.entries<object>(optimized).map(([id, it]) => [id, { id, ...it }]);
  const metadata = { browserHash, optimized: Object.fromEntries(infos), chunks: {} };
  const cache = new Cache({ name: "client", config: { cacheDir } } as never);
  return { stored, metadata, cache, version: cache.version(metadata as never) };
}

/** Appends a dependency to a folder that Vite has written. Returns the version of its URL, and the one after the next start. */
async function append() {
  const stored = { hash: "h", browserHash: "vite", optimized: {}, chunks: {} };
  await writeFile(join(cacheDir, "deps/_metadata.json"), JSON.stringify(stored));
  const { cache, metadata, version } = await start();
  metadata.optimized.late = { id: "late", file: cache.path("late.js"), fileHash: appended };
  cache.commit(metadata as never);
  return [version, (await start()).version];
}

test("no two folders have a version in common", async () => {
  const versions = [...(await append()), ...(await append()), "vite"];
  expect(new Set(versions).size).toBe(versions.length);
});

test("the version stays the same after a start with an existing folder", async () => {
  await append();
  const { cache, metadata, stored } = await start();
  cache.commit(metadata as never);
  const next = await start();
  expect([next.version, next.metadata.browserHash]).toEqual([
    stored.browserHash,
    stored.browserHash,
  ]);
});
