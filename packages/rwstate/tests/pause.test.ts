/** What nobody waits for is done in a pause between requests. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pause } from "../dist/gate/pause.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const seen = { requests: 0, isBusy: false, pauses: 0 };
  const server = { requests: () => seen.requests, isBusy: () => seen.isBusy };
  const pause = new Pause({ length: 1000, longest: 10_000 }, server, () => seen.pauses++);
  return { pause, seen };
}

test("a pause is a time in which nothing came, and comes once however often it was asked for", () => {
  const { pause, seen } = watch();
  pause.ask();
  vi.advanceTimersByTime(900);
  pause.ask();
  vi.advanceTimersByTime(999);
  expect(seen.pauses).toBe(0);
  vi.advanceTimersByTime(1);
  expect(seen.pauses).toBe(1);
  vi.advanceTimersByTime(20_000);
  expect(seen.pauses).toBe(1);
  pause.ask();
  vi.advanceTimersByTime(1000);
  expect(seen.pauses).toBe(2);
});

test("a request that has come and gone is no pause", () => {
  const { pause, seen } = watch();
  pause.ask();
  vi.advanceTimersByTime(900);
  seen.requests++;
  vi.advanceTimersByTime(1099);
  expect(seen.pauses).toBe(0);
  vi.advanceTimersByTime(1);
  expect(seen.pauses).toBe(1);
});

test("a pause begins when what was being done has ended, not while it was", () => {
  const { pause, seen } = watch();
  seen.isBusy = true;
  pause.ask();
  vi.advanceTimersByTime(950);
  seen.isBusy = false;
  vi.advanceTimersByTime(1049);
  expect(seen.pauses).toBe(0);
  vi.advanceTimersByTime(1);
  expect(seen.pauses).toBe(1);
});

test("a server that never pauses is not waited for any longer than the bound, whatever is asked for meanwhile", () => {
  const { pause, seen } = watch();
  seen.isBusy = true;
  for (let second = 0; second < 9; second++) {
    pause.ask();
    vi.advanceTimersByTime(1000);
  }
  expect(seen.pauses).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(seen.pauses).toBe(1);
});

test("a server that is closed has no pause", () => {
  const { pause, seen } = watch();
  pause.ask();
  pause.close();
  vi.advanceTimersByTime(20_000);
  expect(seen.pauses).toBe(0);
});
