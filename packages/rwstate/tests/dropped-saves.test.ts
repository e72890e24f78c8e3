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

function watched() {
  const watcher = new EventEmitter();
  let reports = 0;
  watcher.on("change", () => reports++);
  const moduleGraph = { getModulesByFile: (one: string) => (one === file ? new Set() : undefined) };
  const environments = { ssr: { moduleGraph } };
  const saves = new DroppedSaves({ watcher, environments } as never);
  /** A save that the watcher reports. */
  const report = (text: string) => {
    writeFileSync(file, text);
    watcher.emit("change", file);
  };
  return { saves, report, reports: () => reports };
}

test("what was saved after the file was read is reported again, once", async () => {
  const { saves, report, reports } = watched();
  report("one");
  await saves.read(file);
  writeFileSync(file, "two");
  vi.advanceTimersByTime(100);
  expect(reports()).toBe(2);
  await saves.read(file);
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(2);
});

test("a file that was truncated when it was reported, and read when it was written, is not", async () => {
  const { saves, report, reports } = watched();
  report("");
  writeFileSync(file, "one");
  await saves.read(file);
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(1);
});

test("a file that is read later than all that was dropped is not", async () => {
  const { saves, report, reports } = watched();
  report("one");
  writeFileSync(file, "two");
  vi.advanceTimersByTime(100);
  await saves.read(file);
  vi.advanceTimersByTime(1000);
  expect(reports()).toBe(1);
});

test("a truncated file is waited for until it is written, and read once for all environments", async () => {
  const { saves, report, reports } = watched();
  report("");
  let isRead = false;
  const reads = [saves.read(file), saves.read(file)];
  void Promise.all(reads).then(() => (isRead = true));
  await vi.advanceTimersByTimeAsync(20);
  expect(isRead).toBe(false);
  writeFileSync(file, "one");
  await vi.advanceTimersByTimeAsync(10);
  expect(isRead).toBe(true);
  // It is what the file had then.
  writeFileSync(file, "two");
  await saves.read(file);
  await vi.advanceTimersByTimeAsync(100);
  expect(reports()).toBe(2);
});

test("an empty file is waited for 100 ms", async () => {
  const { saves, report, reports } = watched();
  report("");
  let isRead = false;
  void saves.read(file).then(() => (isRead = true));
  await vi.advanceTimersByTimeAsync(90);
  expect(isRead).toBe(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(isRead).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(reports()).toBe(1);
});
