/** The guarantees of the state module's API, on the real runners. The sentences are in the app's `src/api.ts`. */
import { expect, test } from "vitest";
import { cells, inCell, paths } from "./cells";

test.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) =>
  inCell(cell, {}, async (lab) => {
    for (const path of paths[cell.runtime]) {
      await lab.settledReport(path);
      const response = await lab.fetch(`${path.replace(/\/$/, "")}/api`);
      expect(await response.json()).toEqual({ ran: 27, failures: {} });
    }
  }),
);
