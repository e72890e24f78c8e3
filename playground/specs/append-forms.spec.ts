/**
 * A late dependency of any form gives the same results as one that Vite's own optimizer bundles at start. One server has all of them in its
 * first run. Another discovers one after the other, half of them by an edit. `apps/appended/forms` has the packages.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addForms, addProbes, allForms, ask, environments, evaluated } from "../harness/forms";
import type { Lab } from "../harness/lab.mjs";
import { inCell, majors, paths, type Major } from "./cells";

/** Forms that cannot be appended, and forms that throw, which have tests of their own. */
const apart = ["live-passed", "lazy-es", "thrown"];
const elsewhere = ["errors", "installed", "stack"];

/** Forms that are tested in a second environment too. */
const repeated = /^(?:es|common|subpaths)-/;

type Results = Record<string, unknown>;

/** The options of every environment's optimizer. Vite 6's own target has no top-level await, which esbuild cannot lower. */
function inline(vite: Major, optimizer: object = {}) {
  const optimizeDeps = {
    exclude: ["excluded"],
    needsInterop: ["listed"],
    ...(vite < 8 && { esbuildOptions: { target: "esnext" } }),
    ...optimizer,
  };
  return { environments: Object.fromEntries(environments.map((name) => [name, { optimizeDeps }])) };
}

async function askAll(lab: Lab, names: string[], appear: (name: string) => Promise<void>) {
  const results: Results = {};
  for (const name of names) {
    await appear(name);
    results[`ssr ${name}`] = await ask(lab, "ssr", name);
  }
  results["evaluated in one environment"] = await evaluated(lab);
  for (const name of names.filter((name) => repeated.test(name))) {
    results[`rsc ${name}`] = await ask(lab, "rsc", name);
  }
  results["evaluated in both"] = await evaluated(lab);
  return results;
}

describe.each(majors())("Vite %i", (vite) => {
  const cell = { vite, runtime: "node" } as const;

  test("late dependencies of every form give the same results as those at start", async () => {
    const forms = (await allForms()).filter((form) => ![...apart, ...elsewhere].includes(form));
    const atStart: Results = {};
    await inCell(
      cell,
      {
        plugin: { appendDeps: false },
        inline: inline(vite, { entries: ["src/entry.ts", "src/probes/*.js"] }),
        prepare: async (root) => {
          await addProbes(root);
          Object.assign(atStart, await addForms(root, ...forms));
        },
      },
      async (lab) => {
        const names = Object.keys(atStart);
        Object.assign(atStart, await askAll(lab, names, async () => {}));
      },
    );
    let probes: Record<string, string> = {};
    await inCell(
      cell,
      {
        log: "info",
        // A form that throws would make the runner evaluate every module again.
        plugin: { targetedEdits: false },
        inline: inline(vite),
        prepare: async (root) => void (probes = await late(root, forms)),
      },
      async (lab) => {
        for (const path of paths.node) await lab.report(path);
        const runs = await lab.call("runs");
        const results = await askAll(lab, Object.keys(probes), async (name) => {
          if (!isByEdit(probes, name)) return;
          expect(await ask(lab, "ssr", name)).toBe("not yet");
          await lab.edit(`src/probes/${name}.js`, () => `${probes[name]!}${accepts}`);
        });
        for (const [probe, result] of Object.entries(results)) {
          expect(result, probe).toEqual(atStart[probe]);
        }
        expect(lab.output.join("")).not.toMatch(/RWS03|reloading/);
        expect(await lab.call("reloads")).toBe(0);
        expect(await lab.call("runs")).toEqual(runs);
      },
    );
  });

  test("a dependency that cannot be appended is left to Vite, with the reason; one that throws does so each time", () =>
    inCell(
      cell,
      {
        log: "info",
        prepare: async (root) => {
          await addProbes(root);
          await addForms(root, "live", ...apart);
        },
      },
      async (lab) => {
        const probe = (name: string) => ask(lab, "ssr", name);
        await lab.report();
        // An instance that has failed is not shared.
        for (const name of ["common", "common", "user", "inner", "inner", "es", "es"]) {
          const thrown = "ReferenceError: document is not defined";
          expect(await probe(`thrown-${name}`), name).toBe(thrown);
        }
        expect(await probe("lazy-es-1")).toBe("function");
        expect(await probe("live-3")).toBe(1);
        expect(lab.output.join("")).not.toContain("RWS03");
        // A request during a re-optimization may have modules from before and after it.
        await probe("lazy-es-2");
        expect(await probe("lazy-es-2")).toBe(true);
        expect(lab.output.join("")).toMatch(
          /RWS030.*`lazy-es\/inner.mjs` was not appended in `ssr`: it imports .*lazy-es\/inner.mjs, which lazy-es_index__js.js holds and evaluates only when it is required/,
        );
        await probe("live-passed");
        expect(await probe("live-passed")).toEqual([[2, 2], 1, 1]);
        expect(lab.output.join("")).toMatch(
          /RWS030.*`live\/passed` was not appended in `ssr`: it exports `quiet`, a variable of .*js that is assigned to later/,
        );
        // Vite has bundled all dependencies again. Later ones are appended to the result.
        expect(await probe("live-1")).toEqual([[0, 0], 1, 1, 1, "late"]);
        await expect
          .poll(() => lab.output.join(""))
          .toContain("appended live (imported by src/probes/live-1.js)");
      },
    ));
});

const accepts = "\nimport.meta.hot.accept();\n";

/** Installs the forms. Every other probe is written later, into a module that accepts its own updates. */
async function late(root: string, forms: string[]) {
  await addProbes(root);
  const probes = await addForms(root, ...forms);
  for (const name of Object.keys(probes).filter((name) => isByEdit(probes, name))) {
    const stub = `export const probe = () => "not yet";${accepts}`;
    await writeFile(join(root, `src/probes/${name}.js`), stub);
  }
  return probes;
}

function isByEdit(probes: Record<string, string>, name: string): boolean {
  return Object.keys(probes).indexOf(name) % 2 === 1;
}
