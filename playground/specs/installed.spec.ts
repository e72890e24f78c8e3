/** Installed packages are bundled before anything imports them. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { cells, inCell, type Cell } from "./cells";

const environmentOf = (cell: Cell) => (cell.runtime === "node" ? "ssr" : "worker");

/** Has the project depend on packages. */
async function dependOn(root: string, ...names: string[]) {
  const file = join(root, "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  for (const name of names) manifest.dependencies[name] = "*";
  await writeFile(file, JSON.stringify(manifest));
}

/** Installs packages of one file each. */
async function install(root: string, packages: Record<string, string>) {
  for (const [name, text] of Object.entries(packages)) {
    const folder = join(root, "node_modules", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, type: "module" }));
    await writeFile(join(folder, "index.js"), text);
  }
  await dependOn(root, ...Object.keys(packages));
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  const environment = environmentOf(cell);
  const optimized = (lab: Lab): Promise<string[]> => lab.call("optimized", { environment });
  const generation = async (lab: Lab) => (await lab.call("generations"))[environment];
  const prepare = (root: string) => dependOn(root, "mitt", "clsx");

  test.each(["start", "idle"])("with %j an import re-optimizes nothing", (installed) =>
    inCell(cell, { prepare, plugin: { scan: { installed } } }, async (lab) => {
      const first = await lab.report();
      await expect
        .poll(() => optimized(lab), { timeout: 20_000 })
        .toEqual(expect.arrayContaining(["mitt", "clsx"]));
      const before = await generation(lab);
      for (const name of ["mitt", "clsx"]) {
        await lab.importLate(name);
        const { late, state } = await lab.report();
        expect(late).toContain(name);
        expect(state.app).toBe(first.state.app);
        expect(await generation(lab), name).toBe(before);
      }
    }),
  );

  test("what cannot be bundled harms nothing, and is said once", () => {
    const packages = {
      // The walk sees this one,
      incomplete: 'import "not-there";\n',
      // and Vite's bundler alone that one.
      mistaken: 'import { none } from "./index.js";\nexport default none;\n',
    };
    const prepare = async (root: string) => {
      await dependOn(root, "mitt", "vite");
      await install(root, packages);
    };
    const options = { prepare, plugin: { scan: { installed: "start" } }, log: "info" };
    return inCell(cell, options, async (lab) => {
      const first = await lab.report();
      const text = () => lab.output.join("");
      await expect.poll(text, { timeout: 20_000 }).toContain("RWS026");
      await expect.poll(() => optimized(lab), { timeout: 20_000 }).toContain("mitt");
      for (const name of ["vite", ...Object.keys(packages)])
        expect(await optimized(lab)).not.toContain(name);
      await lab.importLate("clsx");
      const { late, state } = await lab.report();
      expect([late, state.app]).toEqual([["clsx"], first.state.app]);
      const told = [...text().matchAll(/RWS026\] left-out: (.*)\n +at: environment (\w+)/g)];
      expect(told.map(([, what]) => what)).toEqual(
        told.map(() => "installed packages cannot be bundled, or not with each other: mistaken"),
      );
      const environments = told.map(([, , name]) => name);
      expect(environments).toContain(environment);
      expect(new Set(environments).size).toBe(environments.length);
      expect(text()).not.toContain("re-optimized for mistaken");
      expect(text()).not.toContain("error while updating dependencies");
    });
  });
});
