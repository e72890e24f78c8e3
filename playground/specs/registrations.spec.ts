/** After each edit the registrations of modules are those in a new process, and other state is kept. */
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
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

  /** Creates a file as editors and other tools may: empty at first, and written when the watcher may have reported it. */
  async function create(file: string, text: string, milliseconds: number): Promise<void> {
    const handle = await open(file, "w");
    await setTimeout(milliseconds);
    await handle.writeFile(text);
    await handle.close();
  }

  test("the states of programs are those in a new process", () => expectFresh(0));

  test.each(steps)("after an edit of each: %s", async (step) => {
    await edit(lab, step);
    await expectFresh(steps.indexOf(step) + 1);
  });

  test("a file that is created empty registers once it is written, and once, beside requests", async () => {
    const folder = join(lab.root, "src/programs");
    const path = paths[cell.runtime][0]!;
    const registered = async () => {
      const response = await lab.fetch(`${path}/programs`.replace("//", "/"));
      const { states } = (await response.json()) as Answer;
      return (states["glob-awaited"] as { registered: string[] }).registered;
    };
    const before = await registered();
    const added = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => `zz-${index}`);
    let isDone = false;
    const loops = [0, 1].map(async () => {
      while (!isDone) await registered();
    });
    try {
      for (const [index, name] of added.entries()) {
        // Another module is being evaluated meanwhile.
        const other = join(folder, "glob-table/unrelated.ts");
        await writeFile(other, `export const unrelated = "${name}";\n`);
        await setTimeout(3 * index);
        const text = `import { list } from "../registry";\nlist.push("${name}");\n`;
        await create(join(folder, `glob-awaited/plugins/${name}.ts`), text, 3 * (index % 4));
        const expected = [...before, ...added.slice(0, index + 1)];
        await expect.poll(registered).toEqual(expected);
      }
    } finally {
      isDone = true;
      await Promise.all(loops);
    }
    expect(await registered()).toEqual([...before, ...added]);
  });
});

/** Only the differences, for a short failure message. */
function only<Value>(
  all: Record<string, Value>,
  is: (name: string, value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => is(name, value)));
}
