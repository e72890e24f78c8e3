/** Modules keep their contexts, and declarations with the comment `rwstate: keep`, as the option `preserve` allows. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latePackages, type Lab } from "../harness/lab.mjs";
import { addAsked, addPreserved } from "../harness/preserved";
import { cells, inCell, openCell, paths } from "./cells";
import { askKept, expectInstances, modules, type Answer } from "./kept";

function edit(lab: Lab, from: string, to: string) {
  return lab.edit("src/kept.ts", (text) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  });
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  const [path] = paths[cell.runtime];
  const environment = cell.runtime === "node" ? "ssr" : "worker";

  const ask = (lab: Lab) => askKept(lab, path!);

  /** Re-optimizes several times, each time with new instances of both modules. Returns all answers. */
  async function reoptimize(lab: Lab, times: number): Promise<Answer[]> {
    await lab.report(path);
    const answers = [await ask(lab)];
    for (const name of latePackages.slice(0, times)) {
      const before = (await lab.call("generations"))[environment];
      await lab.importLate(name);
      await lab.report(path);
      expect((await lab.call("generations"))[environment], name).not.toBe(before);
      // Not every reload evaluates each module again. An edit of a module that it imports does.
      await lab.edit("src/realm.ts", (text) => `${text}\n// ${name}\n`);
      answers.push(await ask(lab));
    }
    expectInstances(answers);
    return answers;
  }

  // `recover.spec.ts` tests what comments keep through re-optimizations.
  if (cell.runtime === "node") {
    test("an entry starts fresh when its initializer changes, and the terminal reports that", () =>
      inCell(cell, { prepare: addAsked, log: "info" }, async (lab) => {
        const first = await ask(lab);
        await edit(lab, "return storage.run", "const other = 1;\n  return storage.run");
        const second = await ask(lab);
        expect(second.own).toMatchObject({ count: first.own.count + 1, seen: first.own.seen });
        expect(lab.output.join("")).not.toContain("is reset");
        const asked = "/* rwstate: keep */ export let count";
        await edit(lab, `${asked} = 0`, `const start = 100;\n${asked} = start`);
        const third = await ask(lab);
        expect(third.own).toMatchObject({ count: 101, seen: first.own.seen });
        // A constant that the initializer reads counts as a part of it.
        await edit(lab, "const start = 100", "const start = 200");
        expect((await ask(lab)).own.count).toBe(201);
        const lines = lab.output.join("").match(/\(ssr\) app.*is reset.*/g);
        expect(lines).toHaveLength(2);
        expect(lines![0]).toMatch(/src\/kept\.ts#count is reset: its initializer changed/);
      }));
  }

  describe("by default", () => {
    let lab: Lab;

    beforeAll(
      async () =>
        void (lab = await openCell(cell, {
          prepare: addPreserved,
          log: "warn",
          plugin: { appendDeps: false },
        })),
    );
    afterAll(() => lab.close());

    test("only the AsyncLocalStorage is kept", async () => {
      const answers = await reoptimize(lab, 3);
      for (const name of modules) {
        expect(new Set(answers.map((answer) => answer[name].storage)).size, name).toBe(1);
        expect(new Set(answers.map((answer) => answer[name].seen)).size, name).toBeGreaterThan(1);
        expect(answers.at(-1)![name].count, name).toBeLessThan(answers.length);
      }
    });

    if (cell.runtime === "workerd") return;

    // Rolldown does not read the source maps of packages.
    if (cell.vite !== 8) {
      test("the output's source map leads to the sources of a dependency's own map", async () => {
        await ask(lab);
        const deps = join(lab.root, "node_modules/.vite/deps_ssr");
        const maps = (await readdir(deps)).filter((name) => name.endsWith(".js.map"));
        const texts = await Promise.all(maps.map((name) => readFile(join(deps, name), "utf8")));
        const sources = texts.flatMap((text) => JSON.parse(text).sources as string[]);
        expect(sources.filter((source) => /stateful\/inner|stateful\/src/.test(source))).toEqual([
          expect.stringMatching(/stateful\/src\/state\.ts$/),
        ]);
      });
    }

    test("comments override the option, and state that cannot be kept gives one warning", async () => {
      await lab.edit("src/kept.ts", (text) => {
        const kept = text
          .replace("export let", "/* rwstate: keep */\nexport let")
          .replace("const storage", "/* rwstate: reset */\nconst storage");
        const asked = "/* rwstate: keep */\nconst { a } = { a: 1 };\nvoid a;\n";
        return `${kept}${asked}export const many = [1].map(() => new AsyncLocalStorage());\n`;
      });
      const first = await ask(lab);
      expect(lab.output.join("")).not.toContain("is evaluated again");
      await edit(lab, "return storage.run", "const other = 1;\n  return storage.run");
      const second = await ask(lab);
      expect(second.own.count).toBe(first.own.count + 1);
      expect(second.own.storage).not.toBe(first.own.storage);
      await edit(lab, "const other = 1", "const other = 2");
      await ask(lab);
      const lost = lab.output.join("").match(/src\/kept\.ts is evaluated again.*`many`.*RWS033/g);
      expect(lost).toHaveLength(1);
      const warnings = lab.output.join("").match(/warning\[RWS020\].*\n\s+at: .*kept\.ts/g);
      expect(warnings).toHaveLength(1);
    });
  });

  // With one major only, as Vite has no part in this decision.
  if (cell.vite !== 8) return;

  test("false keeps nothing", async () => {
    const options = { prepare: addAsked, plugin: { preserve: false, appendDeps: false } };
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

  if (cell.runtime === "workerd") return;

  test.each([
    ["a package and a folder that are excluded", { exclude: ["stateful", "src/**"] }, []],
    ["a package that is included", { include: ["stateful"] }, ["dependency"]],
    ["files that are included", { include: "src/*.ts" }, ["own"]],
  ])("%s", (_, preserve, kept) =>
    // An edit evaluates every module again, so all that is left is state that is kept.
    inCell(cell, { prepare: addAsked, plugin: { preserve, targetedEdits: false } }, async (lab) => {
      await lab.report();
      const first = await askKept(lab, "/");
      await lab.importLate("zustand");
      await lab.report();
      await lab.edit("src/realm.ts", (text) => `${text}\n`);
      const second = await askKept(lab, "/");
      for (const name of modules) {
        const isKept = (kept as string[]).includes(name);
        expect(second[name].seen === first[name].seen, name).toBe(isKept);
      }
    }),
  );
});

describe.each(cells("node"))("Vite $vite", (cell) => {
  test("a dependency that is not optimized is rewritten like the app's own modules", () => {
    const prepare = async (root: string) => {
      await addAsked(root);
      const file = join(root, "vite.config.mjs");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace("noDiscovery: false", '$&, exclude: ["stateful"]'));
    };
    return inCell(cell, { prepare }, async (lab) => {
      const first = await askKept(lab, "/");
      await lab.call("fullReload", { environment: "ssr" });
      const second = await askKept(lab, "/");
      expect(await lab.call("optimized", { environment: "ssr" })).not.toContain("stateful");
      expect(second.dependency.instance).not.toBe(first.dependency.instance);
      expect(second.dependency).toMatchObject({ count: 2, seen: first.dependency.seen });
    });
  });
});
