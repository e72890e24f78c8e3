/** Two `statePlugin()` in one config, a framework's and the user's, act as one, also with different specifiers. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cells, inCell, paths } from "./cells";

/** Makes one module of the app import the state module by the other plugin's specifier. */
async function useOther(root: string) {
  const file = join(root, "src/accepted.ts");
  await writeFile(
    file,
    (await readFile(file, "utf8")).replace("rwsdk/__state", "other-fw/__state"),
  );
}

test.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) =>
  inCell(
    cell,
    { plugin: [{}, {}, { specifier: "other-fw/__state" }], prepare: useOther },
    async (lab) => {
      for (const path of paths[cell.runtime]) await lab.settledReport(path);
      await lab.importLate("fw/late");
      for (const path of paths[cell.runtime]) {
        const { state, store } = await lab.settledReport(path);
        expect(state).toEqual({ app: state.app, accepted: state.app, late: state.app });
        expect(store).toEqual({ app: store.app, late: store.app });
      }
    },
  ),
);
