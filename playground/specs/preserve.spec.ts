/** Modules that know nothing of rwstate keep their state, as far as the option `preserve` says. */
import { describe, expect, test } from "vitest";
import { latePackages, type Lab } from "../harness/lab.mjs";
import { addPreserved } from "../harness/preserved.mjs";
import { cells, inCell, paths } from "./cells";

/** What one module says of its state. */
interface Kept {
  instance: number;
  count: number;
  seen: number;
  size: number;
  storage: number;
  context: string;
}

interface Answer {
  own: Kept & { live: number };
  dependency: Kept;
}

const modules = ["own", "dependency"] as const;

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  const [path] = paths[cell.runtime];
  const environment = cell.runtime === "node" ? "ssr" : "worker";

  async function ask(lab: Lab): Promise<Answer> {
    const response = await lab.fetch(`${path}kept?id=k`);
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 400));
    return JSON.parse(text);
  }

  /** Re-optimizes as often as asked, each time with new instances of both modules, and returns every answer. */
  async function reoptimize(lab: Lab, times: number): Promise<Answer[]> {
    await lab.report(path);
    const answers = [await ask(lab)];
    for (const name of latePackages.slice(0, times)) {
      const before = (await lab.call("generations"))[environment];
      await lab.importLate(name);
      await lab.report(path);
      expect((await lab.call("generations"))[environment], name).not.toBe(before);
      // Not every reload reaches each module: an edit of what it imports does.
      await lab.edit("src/realm.ts", (text) => `${text}\n// ${name}\n`);
      answers.push(await ask(lab));
    }
    for (const name of modules) {
      const instances = answers.map((answer) => answer[name].instance);
      expect(new Set(instances).size, `instances of ${name}`).toBeGreaterThan(1);
    }
    return answers;
  }

  test('"state" keeps a let, a Map and an AsyncLocalStorage through 20 re-optimizations', async () => {
    const options = { prepare: addPreserved, plugin: { preserve: "state" } };
    await inCell(cell, options, async (lab) => {
      const answers = await reoptimize(lab, 20);
      const first = answers[0]!;
      answers.forEach((answer, index) => {
        for (const name of modules) {
          const { instance: _, ...kept } = answer[name];
          expect(kept, `${name}, answer ${index}`).toMatchObject({
            count: first[name].count + index,
            seen: first[name].seen,
            size: 1,
            storage: first[name].storage,
            context: "k",
          });
        }
        expect(answer.own.live).toBe(answer.own.count);
      });
    });
  });

  test("by default the AsyncLocalStorage alone is kept", async () => {
    await inCell(cell, { prepare: addPreserved }, async (lab) => {
      const answers = await reoptimize(lab, 3);
      for (const name of modules) {
        expect(new Set(answers.map((answer) => answer[name].storage)).size, name).toBe(1);
        expect(new Set(answers.map((answer) => answer[name].seen)).size, name).toBeGreaterThan(1);
        expect(answers.at(-1)![name].count, name).toBeLessThan(answers.length);
      }
    });
  });

  test("false keeps nothing", async () => {
    const options = { prepare: addPreserved, plugin: { preserve: false } };
    await inCell(cell, options, async (lab) => {
      const answers = await reoptimize(lab, 3);
      for (const name of modules) {
        for (const part of ["storage", "seen"] as const) {
          const values = answers.map((answer) => answer[name][part]);
          expect(new Set(values).size, `${part} of ${name}`).toBeGreaterThan(1);
        }
      }
    });
  });
});
