/** After each edit the registrations of modules are those in a new process, and other state is kept. */
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { addPrograms, edit, freshStates, programs, steps } from "../harness/registrations";
import { cells, openCell, paths } from "./cells";

interface Answer {
  states: Record<string, unknown>;
  /** By program: how often its untouched module was called, as that counts itself. */
  hits: Record<string, number>;
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let asked = 0;

  beforeAll(async () => {
    lab = await openCell(cell, { prepare: addPrograms });
  });
  afterAll(() => lab?.close());

  /** Expects the states of a new process after a number of steps, in each environment. */
  async function expectFresh(count: number): Promise<void> {
    const fresh = await freshStates(count);
    asked++;
    for (const path of paths[cell.runtime]) {
      const response = await lab.fetch(`${path}/programs`.replace("//", "/"));
      const text = await response.text();
      expect(response.status, text).toBe(200);
      const { states, hits } = JSON.parse(text) as Answer;
      expect(Object.keys(states).sort()).toEqual(programs.map(({ name }) => name).sort());
      expect(only(states, (name, state) => !isDeepStrictEqual(state, fresh[name]))).toEqual({});
      expect(only(hits, (_, hit) => hit !== asked)).toEqual({});
    }
  }

  test("the states of programs are those in a new process", () => expectFresh(0));

  test.each(steps)("after an edit of each: %s", async (step) => {
    await edit(lab, step);
    await expectFresh(steps.indexOf(step) + 1);
  });
});

/** Only the differences, for a short failure message. */
function only<Value>(
  all: Record<string, Value>,
  is: (name: string, value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => is(name, value)));
}
