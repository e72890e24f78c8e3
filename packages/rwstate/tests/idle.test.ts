/** A server is idle when no request has been in flight for a while. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Idle } from "../dist/gate/idle.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(answers: boolean[]) {
  const seen = { isBusy: false, calls: 0 };
  const idle = new Idle(
    1000,
    () => seen.isBusy,
    () => answers[seen.calls++] ?? true,
  );
  return { idle, seen };
}

test("it calls once, after the time in which nothing came", () => {
  const { idle, seen } = watch([true]);
  idle.disturbed();
  vi.advanceTimersByTime(900);
  seen.isBusy = true;
  idle.disturbed();
  vi.advanceTimersByTime(5000);
  expect(seen.calls).toBe(0);
  seen.isBusy = false;
  idle.disturbed();
  vi.advanceTimersByTime(999);
  expect(seen.calls).toBe(0);
  vi.advanceTimersByTime(1);
  idle.disturbed();
  vi.advanceTimersByTime(5000);
  expect(seen.calls).toBe(1);
});

test("where that was not all it calls again after the next request", () => {
  const { idle, seen } = watch([false, true]);
  idle.disturbed();
  vi.advanceTimersByTime(5000);
  expect(seen.calls).toBe(1);
  idle.disturbed();
  vi.advanceTimersByTime(1000);
  expect(seen.calls).toBe(2);
});

test("a server that is closed is never idle", () => {
  const { idle, seen } = watch([true]);
  idle.disturbed();
  idle.close();
  vi.advanceTimersByTime(5000);
  idle.disturbed();
  vi.advanceTimersByTime(5000);
  expect(seen.calls).toBe(0);
});
