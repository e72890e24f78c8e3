/** Saves that are held: how long, and what a watcher's events come to. */
import { EventEmitter } from "node:events";
import type { ViteDevServer } from "vite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadBinding } from "../dist/binding.js";
import { HeldSaves } from "../src/saves/held-saves.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that processes each save at once. */
function served() {
  const watcher = new EventEmitter();
  const config = { root: "/app", experimental: {}, server: {} } as ViteDevServer["config"];
  const client = { name: "client", getTopLevelConfig: () => config };
  const server = { watcher, config, environments: { client }, restart: async () => {} };
  const seen: string[] = [];
  for (const event of ["change", "add", "unlink"]) {
    watcher.on(event, (path: string) => {
      seen.push(`${event} ${path}`);
      void config.server.hotUpdateEnvironments?.({ environments: {} } as never, async () => {});
    });
  }
  const saves = new HeldSaves(server as never, new (loadBinding().HeldSaves)(), () => {});
  return { saves, seen, watcher };
}

test("saves are held for 240 s at most", async () => {
  const { saves, seen, watcher } = served();
  const { flushed } = await saves.hold();
  watcher.emit("change", "/app/a.ts");
  await vi.advanceTimersByTimeAsync(239_999);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(["change /app/a.ts"]);
  expect(await flushed).toEqual({ files: ["a.ts"], failures: [] });
});

test("of several holds the last that ends flushes, and the watcher is quiet for a moment before", async () => {
  const { saves, seen, watcher } = served();
  const [first, second] = [await saves.hold(), await saves.hold()];
  watcher.emit("change", "/app/a.ts");
  first.release();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([]);
  second.release();
  await vi.advanceTimersByTimeAsync(100);
  watcher.emit("add", "/app/b.ts");
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toEqual(["change /app/a.ts", "add /app/b.ts"]);
  expect((await second.flushed).files).toEqual(["a.ts", "b.ts"]);
});

test("a hold that is asked for during a flush begins after it", async () => {
  const { saves, seen, watcher } = served();
  (await saves.hold()).release();
  watcher.emit("change", "/app/a.ts");
  const asked = saves.hold();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(["change /app/a.ts"]);
  const hold = await asked;
  watcher.emit("change", "/app/b.ts");
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(["change /app/a.ts"]);
  hold.release();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(["change /app/a.ts", "change /app/b.ts"]);
});

test("a server that closes ends holds, and reports nothing", async () => {
  const { saves, seen, watcher } = served();
  const { flushed } = await saves.hold();
  watcher.emit("change", "/app/a.ts");
  saves.close();
  expect(await flushed).toEqual({ files: [], failures: [] });
  watcher.emit("change", "/app/b.ts");
  expect(seen).toEqual(["change /app/b.ts"]);
});
