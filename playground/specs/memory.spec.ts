/** Old module instances are collected: rwstate holds none that an edit has replaced. */
import { expect, test } from "vitest";
import { latePackages } from "../harness/lab.mjs";
import { addTraffic, Traffic } from "../harness/traffic.mjs";
import { cells, inCell } from "./cells";

test.each(cells("node"))("Vite $vite", (cell) =>
  inCell(cell, { prepare: addTraffic, execArgv: ["--expose-gc"] }, async (lab) => {
    await lab.report();
    let made = 0;
    const traffic = new Traffic(lab).start({ fast: 1, slow: 0, posts: 0 });
    for (const name of latePackages.slice(0, 10)) {
      await lab.importLate(name);
      expect((await lab.report()).late).toContain(name);
      // The module whose instances are counted.
      await lab.edit("src/routes.ts", (text) => `${text}export const edited${made++} = 1;\n`);
      expect((await lab.report()).late).toContain(name);
    }
    await traffic.stop();
    // Finalizers run some time after a collection. The number of instances that are left only falls.
    let graphs = { made: 0, left: Infinity };
    for (let round = 0; round < 50 && graphs.left > 2; round++) {
      graphs = (await (await lab.fetch("/graphs")).json()) as typeof graphs;
    }
    expect(graphs.made).toBeGreaterThanOrEqual(10);
    // The latest instance, and the first, which does the counting.
    expect(graphs.left).toBe(2);
  }),
);
