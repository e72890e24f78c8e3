/**
 * State and context survive all that a dev server does to its modules, in the same app on every cell. Under load no request fails during
 * re-optimizations, and without the gate the same load fails.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latePackages, type Lab, type Report } from "../harness/lab.mjs";
import { addAskedAndTraffic } from "../harness/preserved";
import { addTraffic, Traffic } from "../harness/traffic.mjs";
import { cells, inCell, openCell, paths, type Runtime } from "./cells";
import { askKept, expectInstances, expectOneState } from "./kept";

/** The load of each environment of a cell's app. `rsc` has no slow route, whose hooks the condition `react-server` forbids. */
const loads: Record<Runtime, [prefix: string, loops: { fast?: number; slow?: number }][]> = {
  node: [
    ["/", {}],
    ["/rsc/", { fast: 1, slow: 0 }],
  ],
  workerd: [["/", {}]],
  browser: [],
};

/** `append.spec.ts` imports all of them, as by default no dependency has Vite re-optimize. */
const reoptimizedFor = latePackages.slice(0, 8);

const environments: Record<Runtime, string[]> = {
  node: ["ssr", "rsc"],
  workerd: ["worker"],
  browser: [],
};

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  /** By path: the first answer. */
  const first: Record<string, Report> = {};
  /** By path: the latest answer. */
  const last: Record<string, Report> = {};

  beforeAll(async () => {
    // As for a late dependency that cannot be appended; with bounds that a busy machine does not come to.
    const bounds = { drainMs: 20_000, holdMs: 60_000, acknowledgeMs: 20_000 };
    const plugin = { appendDeps: false, gate: bounds };
    lab = await openCell(cell, { prepare: addAskedAndTraffic, log: "info", plugin });
    for (const path of paths[cell.runtime]) first[path] = last[path] = await lab.report(path);
  });
  afterAll(() => lab.close());

  /** Requests reports of every environment, one of each by default, and compares them with the first. */
  async function expectKept(ask = (path: string) => lab.report(path)) {
    for (const path of paths[cell.runtime]) {
      const report = await ask(path);
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
    await lab.edit("src/accepted.ts", (text) => `${text}\nexport const edited = 1;\n`);
    await expectKept();
    for (const path of paths[cell.runtime]) {
      expect(last[path]!.acceptedInstance).not.toBe(before[path]!.acceptedInstance);
    }
  });

  test("an edit that no module accepts", async () => {
    const before = { ...last };
    await lab.edit("src/app.ts", (text) => `${text}\nexport const edited = 1;\n`);
    await expectKept();
    for (const path of paths[cell.runtime]) {
      expect(last[path]!.instance).not.toBe(before[path]!.instance);
    }
  });

  test("full-reload", async () => {
    const before = { ...last };
    for (const environment of environments[cell.runtime]) {
      await lab.call("fullReload", { environment });
    }
    await expectKept();
    for (const path of paths[cell.runtime]) {
      expect(last[path]!.instance).not.toBe(before[path]!.instance);
    }
  });

  test("eight re-optimizations in a row, under load", async () => {
    const before = { ...last };
    const traffics = loads[cell.runtime].map(([prefix, loops]) =>
      new Traffic(lab, prefix).start({ ...loops, thinkTime: 3 }),
    );
    const reloads = await lab.call("reloads");
    let generations = await lab.call("generations");
    // Modules with comments that keep their state.
    const kept = [await askKept(lab, paths[cell.runtime][0]!)];
    for (const name of reoptimizedFor) {
      await lab.importLate(name);
      await expectKept();
      kept.push(await askKept(lab, paths[cell.runtime][0]!));
      const now = await lab.call("generations");
      for (const path of paths[cell.runtime]) {
        const { environment, late } = last[path]!;
        expect(late, path).toContain(name);
        expect(now[environment], `${environment} re-optimized for ${name}`).not.toBe(
          generations[environment],
        );
      }
      generations = now;
    }
    expectInstances(kept);
    expectOneState(kept);
    for (const traffic of traffics) {
      await traffic.stop();
      expect(traffic.failures).toEqual([]);
      expect(traffic.requests.length).toBeGreaterThan(40);
      const { sent, ...wrong } = traffic.wrongPosts;
      expect(sent).toBeGreaterThan(5);
      expect(wrong).toEqual({ twice: 0, never: 0 });
    }
    for (const path of paths[cell.runtime]) {
      // Several instances of the framework have answered, and all of them read one context.
      expect(last[path]!.contexts.length).toBeGreaterThan(before[path]!.contexts.length);
    }
    expect(await lab.call("reloads")).toBeGreaterThan(reloads + 2);
    expectUndisturbed(lab);
    // Each dependency is in one line. Edits that follow each other closely share a line.
    for (const environment of environments[cell.runtime]) {
      const lines = lab.output.join("").split("\n");
      const reports = lines.filter((line) => line.includes(`(${environment}) re-optimized for `));
      for (const name of reoptimizedFor) {
        const named = reports.filter((line) => line.includes(` ${name} (imported by src/late.ts)`));
        expect(named, `${name} in ${reports.join("\n")}`).toHaveLength(1);
      }
    }
  });

  // Vite closes the sockets of a server that it restarts, so connections may fail.
  const settled = (path: string) => lab.settledReport(path);

  if (cell.runtime === "node") {
    test("server.restart()", async () => {
      await lab.call("restart");
      await expectKept(settled);
    });

    test("a change of Vite's config", async () => {
      const file = join(lab.root, "vite.config.mjs");
      const text = (await readFile(file, "utf8")).replace(
        'appType: "custom",',
        'appType: "custom", base: "/",',
      );
      await lab.call("restarted", { file, text });
      await expectKept(settled);
    });
  } else {
    test("a restart of workerd ends the realm, and the server answers with new state", async () => {
      await lab.call("restart");
      const report = await lab.settledReport();
      expect(report.instance).toBeLessThan(last["/"]!.instance);
      expect(report.contexts).toEqual([report.id]);
      expect(report.state.late).toBe(report.state.app);
      expect(report.store.late).toBe(report.store.app);
    });
  }
});

test.each(cells("node", "workerd").filter(({ vite }) => vite === 8))(
  "Vite $vite, $runtime: without the gate the same load fails",
  (cell) =>
    inCell(
      cell,
      { prepare: addTraffic, plugin: { gate: false, appendDeps: false } },
      async (lab) => {
        await lab.settledReport("/");
        const traffic = new Traffic(lab).start();
        for (const name of latePackages.slice(0, 5)) {
          await lab.importLate(name);
          await lab.settledReport("/");
        }
        await traffic.stop();
        expect(Object.keys(traffic.byKind)).toContain("duplicate React");
      },
    ),
);

/** Expects that no error was uncaught, and that no time limit has ended a wait. */
function expectUndisturbed({ output }: Lab) {
  const text = output.join("");
  expect(text).not.toMatch(/Unhandled|uncaught/i);
  expect(text).not.toContain("went on without waiting");
  expect(text).not.toContain("RWS008");
}
