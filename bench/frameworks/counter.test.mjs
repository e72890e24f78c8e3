import { expect, test } from "vitest";
import { Counter } from "./counter.mjs";

test("answers that come in another order than they were made are no reset", () => {
  const counter = new Counter();
  const [first, second] = [counter.mark(), counter.mark()];
  expect(counter.isReset(2, second)).toBe(false);
  expect(counter.isReset(1, first)).toBe(false);
  expect(counter.isReset(3, counter.mark())).toBe(false);
});

test("a reset is counted once", () => {
  const counter = new Counter();
  counter.isReset(7, counter.mark());
  const [first, second] = [counter.mark(), counter.mark()];
  expect(counter.isReset(1, first)).toBe(true);
  expect(counter.isReset(2, second)).toBe(false);
  expect(counter.isReset(3, counter.mark())).toBe(false);
  expect(counter.isReset(3, counter.mark())).toBe(true);
});
