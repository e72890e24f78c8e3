/** What a saved file means for an environment that has not loaded it is found in a pause between requests. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Later } from "../dist/gate/later.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const seen = { requests: 0, isBusy: false, told: [] as [number, string[]][] };
  const server = { requests: () => seen.requests, isBusy: () => seen.isBusy };
  const later = new Later(1000, server, (id, files) => seen.told.push([id, files]));
  return { later, seen };
}

test("each environment is told of its files once, after the time in which nothing came", () => {
  const { later, seen } = watch();
  later.add([1, 2], "a.ts");
  later.add([2], "b.ts");
  later.add([2], "a.ts");
  later.add([], "c.ts");
  vi.advanceTimersByTime(999);
  expect(seen.told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen.told).toEqual([
    [1, ["a.ts"]],
    [2, ["a.ts", "b.ts"]],
  ]);
  vi.advanceTimersByTime(5000);
  expect(seen.told).toHaveLength(2);
});

test("neither a request in flight, nor one that has come and gone, nor another save is a pause", () => {
  const { later, seen } = watch();
  later.add([1], "a.ts");
  seen.isBusy = true;
  vi.advanceTimersByTime(3000);
  seen.isBusy = false;
  vi.advanceTimersByTime(900);
  seen.requests++;
  vi.advanceTimersByTime(1000);
  expect(seen.told).toEqual([]);
  later.add([1], "b.ts");
  vi.advanceTimersByTime(999);
  expect(seen.told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen.told).toEqual([[1, ["a.ts", "b.ts"]]]);
});

test("a server that is closed tells nobody", () => {
  const { later, seen } = watch();
  later.add([1], "a.ts");
  later.close();
  vi.advanceTimersByTime(5000);
  expect(seen.told).toEqual([]);
});

test("of what one environment has taken it is not told again", () => {
  const { later, seen } = watch();
  later.add([1, 2], "a.ts");
  expect(later.take(1)).toEqual(["a.ts"]);
  expect(later.take(1)).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(seen.told).toEqual([[2, ["a.ts"]]]);
});
