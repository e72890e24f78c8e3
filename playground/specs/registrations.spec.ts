/** After each edit, what modules have registered with others is what a fresh process says; other state goes on. */
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { addPrograms, edit, freshStates, programs, steps } from "../harness/registrations.mjs";
import { cells, openCell, paths } from "./cells";

interface Answer {
  states: Record<string, unknown>;
  /** How often each program's untouched module has been asked, by its own count. */
  hits: Record<string, number>;
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let asked = 0;

  beforeAll(async () => {
    lab = await openCell(cell, { prepare: addPrograms });
  });
  afterAll(() => lab?.close());

  /** Expects of each environment what a fresh process says after so many steps. */
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

  test("programs are what a fresh process says", () => expectFresh(0));

  test.each(steps)("after an edit of each: %s", async (step) => {
    await edit(lab, step);
    await expectFresh(steps.indexOf(step) + 1);
  });
});

/** A failure shows what is wrong alone. */
function only<Value>(
  all: Record<string, Value>,
  is: (name: string, value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => is(name, value)));
}
