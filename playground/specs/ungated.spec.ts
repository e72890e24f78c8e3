/** A server runs without the gate if Vite lacks a function that the gate wraps, which gives one warning, or if the gate is turned off. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cells, inCell } from "./cells";

/** Removes a method before `statePlugin()` looks for it. */
const without = (sabotage: string) => async (root: string) => {
  const file = join(root, "vite.config.mjs");
  const plugin = `{ name: "sabotage", enforce: "pre", configureServer({ environments }) {
    for (const environment of Object.values(environments)) { ${sabotage} }
  } }`;
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("plugins: [variant(),", `plugins: [${plugin}, variant(),`));
};

const missing = {
  "depsOptimizer.registerMissingImport":
    "if (environment.depsOptimizer) delete environment.depsOptimizer.registerMissingImport;",
  "hot.send": 'if (environment.name !== "client") environment.hot.on = undefined;',
};

test.each(
  cells("node").flatMap((cell) => Object.entries(missing).map((entry) => ({ cell, entry }))),
)("Vite $cell.vite without $entry.0", ({ cell, entry: [name, sabotage] }) =>
  inCell(cell, { log: "info", prepare: without(sabotage) }, async (lab) => {
    // Vite is broken without it. It may answer with an error, but it must not hang or exit.
    await lab.report().catch(() => {});
    await lab.call("restart");
    await lab.report().catch(() => {});
    for (const environment of ["ssr", "rsc"]) {
      const warnings = lab.output
        .join("")
        .split("warning[RWS009]")
        .filter((text) => text.includes(`at: environment ${environment}`));
      expect(warnings.length, environment).toBeGreaterThan(0);
      for (const text of warnings) expect(text).toContain(`this Vite has no \`${name}\``);
    }
  }),
);

test.each(cells("node"))(
  "Vite $vite with server.hmr: false: an edit holds no request until a time limit",
  (cell) =>
    inCell(
      cell,
      { log: "info", inline: { server: { host: "127.0.0.1", hmr: false } } },
      async (lab) => {
        await lab.report();
        await writeFile(join(lab.root, "src/late.ts"), "export const late = { saved: true };\n");
        await lab.call("changed");
        for (let request = 0; request < 5; request++) await lab.report();
        await lab.call("restart");
        expect((await lab.report()).late).toEqual(["saved"]);
        expect(lab.output.join("")).not.toContain("went on without waiting");
      },
    ),
);

test.each(cells("node"))(
  "Vite $vite with server.hmr: false: a file that an editor truncates is read once it is written",
  (cell) =>
    inCell(cell, { inline: { server: { host: "127.0.0.1", hmr: false } } }, async (lab) => {
      await lab.report();
      const file = join(lab.root, "src/late.ts");
      await lab.call("save", { file, text: "" });
      // As on a busy machine.
      await new Promise((resolve) => setTimeout(resolve, 30));
      await writeFile(file, "export const late = { saved: true };\n");
      expect((await lab.report()).late).toEqual(["saved"]);
    }),
);

test.each(cells("node").filter(({ vite }) => vite === 8))(
  "Vite $vite with gate: false reports no re-optimizations",
  (cell) =>
    inCell(cell, { log: "info", plugin: { gate: false, appendDeps: false } }, async (lab) => {
      await lab.settledReport();
      await lab.importLate("mitt");
      await lab.settledReport();
      expect(lab.output.join("")).not.toMatch(/re-optimized for|RWS009/);
    }),
);

test.each(cells("node").filter(({ vite }) => vite === 8))(
  'Vite $vite with logLevel: "warn" says nothing of what was appended',
  (cell) =>
    inCell(cell, { log: "info", plugin: { logLevel: "warn" } }, async (lab) => {
      await lab.report();
      await lab.importLate("mitt");
      expect((await lab.report()).late).toContain("mitt");
      // Vite's own lines are in the output.
      expect(lab.output.join("")).toContain("hmr update /src/entry.ts");
      expect(lab.output.join("")).not.toMatch(/re-optimized for|appended/);
    }),
);
