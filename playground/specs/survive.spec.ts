/** State and context survive whatever a dev server does to its modules, in the same app on every cell. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latePackages, type Lab, type Report } from "../harness/lab.mjs";
import { cells, openCell, paths } from "./cells";

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  /** What each path's answer was at the start. */
  const first: Record<string, Report> = {};
  /** The latest answer of each path. */
  const last: Record<string, Report> = {};

  beforeAll(async () => {
    lab = await openCell(cell);
    for (const path of paths[cell.runtime])
      first[path] = last[path] = await lab.settledReport(path);
  });
  afterAll(() => lab.close());

  /** Asks every environment again, and holds the answers against those at the start. */
  async function expectKept() {
    for (const path of paths[cell.runtime]) {
      const report = await lab.settledReport(path);
      expect(report.state).toEqual({
        ...report.state,
        app: first[path]!.state.app,
        accepted: first[path]!.state.app,
      });
      expect(report.store.app).toBe(first[path]!.store.app);
      if (report.late.includes("fw/late")) {
        expect(report.state.late).toBe(first[path]!.state.app);
        expect(report.store.late).toBe(first[path]!.store.app);
      }
      expect(new Set(report.contexts)).toEqual(new Set([report.id]));
      last[path] = report;
    }
  }

  test("an accepted edit", async () => {
    const before = { ...last };
    await lab.edit("src/accepted.ts", (text) => `${text}\n// edited\n`);
    await expectKept();
    for (const path of paths[cell.runtime]) {
      expect(last[path]!.acceptedInstance).not.toBe(before[path]!.acceptedInstance);
    }
  });

  test("an edit that no module accepts", async () => {
    const before = { ...last };
    await lab.edit("src/app.ts", (text) => `${text}\n// edited\n`);
    await expectKept();
    for (const path of paths[cell.runtime]) {
      expect(last[path]!.instance).not.toBe(before[path]!.instance);
    }
  });

  test("full-reload", async () => {
    const before = { ...last };
    const environments = cell.runtime === "node" ? ["ssr", "rsc"] : ["worker"];
    for (const environment of environments) await lab.call("fullReload", { environment });
    await expectKept();
    for (const path of paths[cell.runtime]) {
      expect(last[path]!.instance).not.toBe(before[path]!.instance);
    }
  });

  test("20 re-optimizations in a row", async () => {
    const before = { ...last };
    let generations = await lab.call("generations");
    for (const name of latePackages.slice(0, 20)) {
      await lab.importLate(name);
      await expectKept();
      const now = await lab.call("generations");
      for (const path of paths[cell.runtime]) {
        const { environment, late } = last[path]!;
        expect(late).toContain(name);
        expect(now[environment], `${environment} re-optimized for ${name}`).not.toBe(
          generations[environment],
        );
      }
      generations = now;
    }
    for (const path of paths[cell.runtime]) {
      // More than one instance of the framework has answered, and all of them read one context.
      expect(last[path]!.contexts.length).toBeGreaterThan(before[path]!.contexts.length);
    }
  });

  if (cell.runtime === "node") {
    test("server.restart()", async () => {
      await lab.call("restart");
      await expectKept();
    });

    test("a change of Vite's config", async () => {
      const file = join(lab.root, "vite.config.mjs");
      const text = (await readFile(file, "utf8")).replace(
        'appType: "custom",',
        'appType: "custom", base: "/",',
      );
      await lab.call("restarted", { file, text });
      await expectKept();
    });
  } else {
    test("a workerd restart ends the realm, and the server answers right by itself with new state", async () => {
      await lab.call("restart");
      const report = await lab.settledReport();
      expect(report.instance).toBeLessThan(last["/"]!.instance);
      expect(report.contexts).toEqual([report.id]);
      expect(report.state.late).toBe(report.state.app);
      expect(report.store.late).toBe(report.store.app);
    });
  }
});
