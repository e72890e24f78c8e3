/** Which saves are reported again, as the watcher has dropped their report. */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DroppedSaves } from "../src/edits/dropped-saves.js";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rwstate-"));
  file = join(folder, "a.ts");
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function watched(hmr: boolean) {
  const watcher = new EventEmitter();
  let reports = 0;
  watcher.on("change", () => reports++);
  const moduleGraph = { getModulesByFile: (one: string) => (one === file ? new Set() : undefined) };
  const config = { server: { hmr }, experimental: {} };
  const environments = { ssr: { moduleGraph } };
  const saves = new DroppedSaves({ watcher, config, environments } as never);
  /** A save that the watcher reports. */
  const report = (text: string) => {
    writeFileSync(file, text);
    watcher.emit("change", file);
  };
  return { saves, report, reports: () => reports };
}

test("what was saved after the file was read is reported again, once", async () => {
  const { saves, report, reports } = watched(true);
  report("one");
  await saves.read(file, () => "one");
  writeFileSync(file, "two");
  vi.advanceTimersByTime(100);
  expect(reports()).toBe(2);
  await saves.read(file, () => "two");
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(2);
});

test("a file that was truncated when it was reported, and read when it was written, is not", async () => {
  const { saves, report, reports } = watched(true);
  report("");
  writeFileSync(file, "one");
  await saves.read(file, () => "one");
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(1);
});

test("a file that is read later than all that was dropped is not", async () => {
  const { saves, report, reports } = watched(true);
  report("one");
  writeFileSync(file, "two");
  vi.advanceTimersByTime(100);
  await saves.read(file, () => "two");
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(1);
});

test("without HMR a file is read with its report", () => {
  const { report, reports } = watched(false);
  report("one");
  writeFileSync(file, "two");
  vi.advanceTimersByTime(100);
  expect(reports()).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(2);
});

test("a file with content is read at once, and one without is waited for, once for all environments", async () => {
  const { saves, report } = watched(true);
  let waits = 0;
  const written = () => {
    waits++;
    return "one";
  };
  report("");
  await saves.read(file, written);
  await saves.read(file, written);
  expect(waits).toBe(1);
  report("two");
  await saves.read(file, written);
  expect(waits).toBe(1);
});
