/** Appended dependencies outlive their server, and the cache on disk is valid at every start. */
import { readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { addForms, addProbes, ask } from "../harness/forms";
import { copyApp, serveLab, type Lab, type ServeOptions } from "../harness/lab.mjs";
import { inCell, majors, type Major } from "./cells";

const deps = "node_modules/.vite/deps_ssr";

/** Copies an app with packages, for several servers one after the other. */
async function openRoot(vite: Major, ...forms: string[]): Promise<string> {
  const root = await copyApp(vite, "node");
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await addProbes(root);
  await addForms(root, ...forms);
  return root;
}

async function serve(
  root: string,
  use: (lab: Lab) => Promise<void>,
  options: ServeOptions = {},
): Promise<void> {
  const lab = await serveLab(root, { log: "info", ...options });
  try {
    await use(lab);
  } finally {
    await lab.end();
  }
}

/** Each output, with the time of its last write. */
async function outputs(root: string): Promise<Record<string, number>> {
  const names = (await readdir(join(root, deps))).sort();
  const times = names.map(async (name) => [name, (await stat(join(root, deps, name))).mtimeMs]);
  return Object.fromEntries(await Promise.all(times));
}

async function optimized(root: string): Promise<string[]> {
  const text = await readFile(join(root, deps, "_metadata.json"), "utf8");
  return Object.keys(JSON.parse(text).optimized);
}

const es1 = ["default", "innerDefault", "odd", "other", "own", "seen", "space", "value"];

/** Requests probes that share modules in several ways. */
async function expectForms(lab: Lab) {
  expect(await ask(lab, "ssr", "es-1")).toEqual([
    es1,
    "main",
    "inner",
    { n: 1 },
    "own",
    { both: "other's", other: "other" },
  ]);
  expect(await ask(lab, "ssr", "common-3")).toEqual([{ 0: "Red", Red: 0 }, 1, true]);
}

describe.each(majors())("Vite %i", (vite) => {
  test("a restart finds appended dependencies, and a start without the cache does not", async () => {
    const root = await openRoot(vite, "es", "common", "json");
    await serve(root, async (lab) => {
      await lab.report();
      await expectForms(lab);
      expect(await optimized(root)).toEqual(expect.arrayContaining(["es", "common/umd"]));
    });
    const before = await outputs(root);
    await serve(root, async (lab) => {
      const runs = await lab.call("runs");
      await expectForms(lab);
      expect(lab.output.join("")).not.toMatch(/appended|optimized|bundling/);
      expect(await outputs(root)).toEqual(before);
      expect(await lab.call("runs")).toEqual(runs);
      // New dependencies share modules with those in the cache.
      expect(await ask(lab, "ssr", "es-2")).toEqual(["inner", true, true, true]);
      expect(await lab.call("runs")).toEqual(runs);
    });
    expect(await optimized(root)).toContain("es/inner");
    const withoutCache: Record<string, () => Promise<ServeOptions>> = {
      force: async () => ({ inline: { forceOptimizeDeps: true } }),
      lockfile: async () => {
        await writeFile(join(root, "node_modules/.package-lock.json"), "{}");
        return {};
      },
      config: async () => ({
        inline: { environments: { ssr: { optimizeDeps: { exclude: ["x"] } } } },
      }),
    };
    for (const [name, prepare] of Object.entries(withoutCache)) {
      await serve(
        root,
        async (lab) => {
          await lab.report();
          expect(await optimized(root), name).not.toContain("es");
          await expectForms(lab);
          expect(await optimized(root), name).toContain("es");
        },
        await prepare(),
      );
    }
  });

  test("files that a killed process has left are ignored", async () => {
    const root = await openRoot(vite, "es", "json");
    await serve(root, async (lab) => {
      await lab.report();
      expect(await ask(lab, "ssr", "es-2")).toEqual(["inner", true, true, true]);
    });
    const folder = join(root, deps);
    const held = `"rwstate:es:${root}/node_modules/json/index.js"`;
    await writeFile(join(folder, "json.js"), `provide(${held}, x); throw new Error("half`);
    await writeFile(
      join(folder, "json-chunk-A.js"),
      `provide(${held}, x); throw new Error("half");`,
    );
    await writeFile(join(folder, "_metadata.json.1234"), `{ "optimized": { "json"`);
    await serve(root, async (lab) => {
      expect(await ask(lab, "ssr", "json-1")).toEqual([
        { a: 1, "b-c": [2], default: 3 },
        1,
        "json",
      ]);
      expect(await ask(lab, "ssr", "es-2")).toEqual(["inner", true, true, true]);
      expect(lab.output.join("")).not.toMatch(/RWS03|reloading/);
    });
  });

  test("two processes append to one folder", async () => {
    const root = await openRoot(vite, "es", "common", "json");
    await serve(root, async (one) => {
      await one.report();
      await serve(root, async (other) => {
        await other.report();
        expect(await ask(one, "ssr", "json-1")).toEqual([
          { a: 1, "b-c": [2], default: 3 },
          1,
          "json",
        ]);
        await expectForms(other);
        await expectForms(one);
        expect(await ask(other, "ssr", "es-2")).toEqual(["inner", true, true, true]);
        expect(await ask(one, "ssr", "es-2")).toEqual(["inner", true, true, true]);
      });
    });
    await serve(root, async (lab) => {
      await expectForms(lab);
      expect(await ask(lab, "ssr", "json-1")).toEqual([
        { a: 1, "b-c": [2], default: 3 },
        1,
        "json",
      ]);
      expect(lab.output.join("")).not.toMatch(/appended|optimized|bundling/);
    });
  });

  test("a package is updated, and one installed, while the server runs", () =>
    inCell(
      { vite, runtime: "node" },
      {
        log: "info",
        prepare: async (root) => {
          await addProbes(root);
          await addForms(root, "es");
        },
      },
      async (lab) => {
        await lab.report();
        const { root } = lab;
        expect((await ask(lab, "ssr", "es-1")) as unknown[]).toContainEqual({ n: 1 });
        await addForms(root, "dual");
        expect(await ask(lab, "ssr", "dual-1")).toBe("es");
        expect(lab.output.join("")).not.toContain("RWS03");
        const inner = join(root, "node_modules/es/inner.js");
        const text = await readFile(inner, "utf8");
        await writeFile(inner, text.replace("n: 1", "n: 2"));
        await ask(lab, "ssr", "es-2");
        expect(lab.output.join("")).toMatch(
          /RWS030.*es\/inner.js was changed after it was bundled/,
        );
        expect(await ask(lab, "ssr", "es-2")).toEqual(["inner", true, true, true]);
        expect((await ask(lab, "ssr", "es-1")) as unknown[]).toContainEqual({ n: 2 });
      },
    ));
});
