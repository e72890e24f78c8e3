/**
 * The guarantees of the state module on the real runners. The app, the framework and a late subpath of the framework see one state, whether the
 * package of the specifier is at the root, nested as with pnpm, linked, or not installed.
 */
import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installRwsdk, type Lab } from "../harness/lab.mjs";
import { cells, inCell, openCell, paths } from "./cells";

/** Installs a copy of the framework in the app, so that its `node_modules` can be arranged. */
async function ownFramework(root: string, folder: string) {
  await mkdir(dirname(join(root, folder)), { recursive: true });
  await cp(join(root, "../../node_modules/fw"), join(root, folder), { recursive: true });
}

async function link(root: string, target: string, name: string) {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await symlink(join(root, target), join(root, name), "dir");
}

const layouts: Record<string, (root: string) => Promise<void>> = {
  absent: async () => {},
  "at the root": (root) => installRwsdk(root),
  nested: async (root) => {
    await ownFramework(root, "node_modules/.pnpm/fw@1.0.0/node_modules/fw");
    await installRwsdk(root, "node_modules/.pnpm/rwsdk@0.0.0/node_modules/rwsdk");
    await link(
      root,
      "node_modules/.pnpm/rwsdk@0.0.0/node_modules/rwsdk",
      "node_modules/.pnpm/fw@1.0.0/node_modules/rwsdk",
    );
    await link(root, "node_modules/.pnpm/fw@1.0.0/node_modules/fw", "node_modules/fw");
  },
  linked: async (root) => {
    await installRwsdk(root, "packages/rwsdk");
    await link(root, "packages/rwsdk", "node_modules/rwsdk");
  },
};

async function expectOneState(lab: Lab, path: string) {
  const { state, store, contexts, id } = await lab.settledReport(path);
  expect(state).toEqual({ app: state.app, accepted: state.app, late: state.app });
  expect(store).toEqual({ app: store.app, late: store.app });
  expect(new Set(contexts)).toEqual(new Set([id]));
}

describe.each(Object.entries(layouts))("rwsdk %s", (layout, prepare) => {
  describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
    let lab: Lab;

    beforeAll(async () => {
      lab = await openCell(cell, { prepare });
      for (const path of paths[cell.runtime]) await lab.settledReport(path);
    });
    afterAll(() => lab.close());

    // The guarantees are in the app's `src/api.ts`. They do not depend on the layout.
    if (layout === "absent") {
      test("the guarantees of the API", async () => {
        for (const path of paths[cell.runtime]) {
          const response = await lab.fetch(`${path.replace(/\/$/, "")}/api`);
          expect(await response.json()).toEqual({ ran: 27, failures: {} });
        }
      });
    }

    test("the app, the framework and its late subpath see one state", async () => {
      await lab.importLate("fw/late");
      for (const path of paths[cell.runtime]) await expectOneState(lab, path);
    });
  });
});

describe("Vite's default externals in Node", () => {
  const env = { PLAYGROUND_EXTERNALS: "default" };
  const log = "warn";

  test.each(cells("node"))("Vite $vite: a dependent of the state module is not external", (cell) =>
    inCell(cell, { env, log, prepare: installRwsdk }, async (lab) => {
      await lab.settledReport("/");
      await lab.importLate("fw/late");
      await expectOneState(lab, "/");
      expect(lab.output.join("")).not.toContain("RWS006");
    }),
  );

  test.each(cells("node"))(
    "Vite $vite: a dependent that the config makes external gives one warning",
    (cell) =>
      inCell(
        cell,
        { env: { ...env, PLAYGROUND_EXTERNAL: "fw" }, log, prepare: externalFramework },
        async (lab) => {
          await lab.settledReport("/");
          await lab.importLate("fw/late");
          await expectOneState(lab, "/");
          const warnings = lab.output.join("").match(/.*RWS006[^]*?page:.*/g) ?? [];
          expect(warnings.filter((text) => text.includes("resolve.external"))).toHaveLength(1);
          expect(warnings[0]).toContain(
            "`fw` uses the state module and is external in the environment `ssr`",
          );
          expect(warnings[0]).toContain('remove "fw" from `resolve.external`');
        },
      ),
  );
});

test.each(cells("node"))(
  "Vite $vite: a package that an environment imports natively is not optimized when a save adds the import",
  (cell) =>
    inCell(cell, { env: { PLAYGROUND_EXTERNALS: "partly" } }, async (lab) => {
      await lab.settledReport("/");
      for (const name of ["zustand", "fw/late"]) {
        await lab.importLate(name);
        expect((await lab.settledReport("/")).late).toContain(name);
      }
      const optimized = await lab.call("optimized", { environment: "ssr" });
      expect(optimized).toContain("fw/late");
      expect(optimized).not.toContain("zustand");
    }),
);

/** A framework that Node imports natively finds the physical file by the package of the specifier. */
async function externalFramework(root: string) {
  await ownFramework(root, "node_modules/fw");
  await installRwsdk(root);
  await rm(join(root, "node_modules/rwsdk/state.js"));
  await cp(join(root, "re-export.mjs"), join(root, "node_modules/rwsdk/state.js"));
}
