/** On every cell late dependencies are appended under load: no request fails, nothing is reloaded, Vite's optimizer does not run again. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addForms } from "../harness/forms";
import { latePackages, type Lab } from "../harness/lab.mjs";
import { addTraffic, Traffic } from "../harness/traffic.mjs";
import { cells, inCell, newest, paths, type Cell, type Runtime } from "./cells";

/** The environments of a cell's app, and the load of each. `rsc` has no slow route, whose hooks the condition `react-server` forbids. */
const loads: Record<Runtime, Record<string, [prefix: string, loops: { slow?: number }]>> = {
  node: { ssr: ["/", {}], rsc: ["/rsc/", { slow: 0 }] },
  workerd: { worker: ["/", {}] },
  browser: {},
};

const late = latePackages.slice(0, 20);

/** The playground of the newest Vite has few packages. */
const lateIn = ({ vite }: Cell) => (vite === 8.4 ? late.slice(0, 8) : late);

describe.each([...cells("node", "workerd"), ...newest()])("Vite $vite, $runtime", (cell) => {
  test("late dependencies under load", () =>
    inCell(cell, { prepare: addTraffic, log: "info" }, async (lab) => {
      for (const path of paths[cell.runtime]) await lab.report(path);
      const before = await counted(lab, cell);
      const traffics = Object.values(loads[cell.runtime]).map(([prefix, loops]) =>
        new Traffic(lab, prefix).start(loops),
      );
      for (const name of lateIn(cell)) {
        await lab.importLate(name);
        for (const path of paths[cell.runtime]) {
          expect((await lab.report(path)).late, path).toContain(name);
        }
      }
      for (const traffic of traffics) {
        await traffic.stop();
        expect(traffic.failures).toEqual([]);
        expect(traffic.requests.length).toBeGreaterThan(40);
        const { sent, ...wrong } = traffic.wrongPosts;
        expect(sent).toBeGreaterThan(5);
        expect(wrong).toEqual({ twice: 0, never: 0 });
      }
      expect(await counted(lab, cell), lab.output.join("")).toEqual(before);
      const report = await lab.report("/");
      expect(report.state.late).toBe(report.state.app);
      expect(report.store.late).toBe(report.store.app);
      expect(new Set(report.contexts)).toEqual(new Set([report.id]));
      await expectReported(lab, cell);
    }));
});

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  test("a POST whose computed import discovers a dependency succeeds, and is executed once", () =>
    inCell(cell, { prepare: addTraffic, log: "info" }, async (lab) => {
      await lab.report("/");
      const before = await counted(lab, cell);
      const post = (id: string) =>
        lab.fetch(`/computed?id=${id}&name=form`, { method: "POST", body: "x" });
      const answers = await Promise.all([post("one"), post("two")]);
      for (const [at, answer] of answers.entries()) {
        expect(await answer.json()).toEqual({ id: ["one", "two"][at], html: "<p>false</p>" });
      }
      const counts = await lab.fetch("/counts");
      const text = await counts.text();
      expect(counts.status, text).toBe(200);
      expect(JSON.parse(text)).toEqual({ one: 1, two: 1 });
      expect(await counted(lab, cell)).toEqual(before);
    }));
});

test.each(cells("node", "workerd").filter(({ vite }) => vite === 8))(
  "Vite $vite, $runtime: a dependency that is refused in an edit fails no request",
  (cell) => {
    const prepare = async (root: string) => {
      await addTraffic(root);
      await addForms(root, "live", "live-passed");
      // The function by which the forms count evaluations. Every other module imports this one.
      const realm = join(root, "src/realm.ts");
      const tick = "(globalThis as { tick?: object }).tick = () => {};\n";
      await writeFile(realm, tick + (await readFile(realm, "utf8")));
    };
    return inCell(cell, { prepare, log: "info" }, async (lab) => {
      for (const path of paths[cell.runtime]) await lab.report(path);
      const traffic = new Traffic(lab).start();
      for (const name of ["live/calm", "live/passed"]) {
        await lab.importLate(name);
        expect((await lab.report("/")).late).toContain(name);
      }
      await traffic.stop();
      expect(traffic.failures).toEqual([]);
      expect(traffic.wrongPosts).toMatchObject({ twice: 0, never: 0 });
      expect(lab.output.join("")).toMatch(/RWS030.*`live\/passed`/);
    });
  },
);

test.each(cells("node", "workerd").filter(({ vite }) => vite === 8))(
  "Vite $vite, $runtime: with appendDeps: false Vite bundles everything again",
  (cell) =>
    inCell(cell, { plugin: { appendDeps: false } }, async (lab) => {
      await lab.report("/");
      const before = await counted(lab, cell);
      await lab.importLate("valtio/vanilla");
      expect((await lab.report("/")).late).toContain("valtio/vanilla");
      expect(await counted(lab, cell)).not.toEqual(before);
    }),
);

/** The runs of the optimizers of the environments under load, and the reloads that they send. Neither must grow. */
async function counted(lab: Lab, { runtime }: Cell) {
  const runs = (await lab.call("runs")) as Record<string, number>;
  // Not the client's optimizer, whose first run may end at any time.
  const counts = Object.keys(loads[runtime]).map((name) => [name, runs[name]]);
  return { runs: Object.fromEntries(counts), reloads: await lab.call("unasked") };
}

/** Expects one line for each dependency in each environment, with its importer, and no other line. Lines come a moment after the dependency. */
async function expectReported({ output }: Lab, cell: Cell) {
  for (const environment of Object.keys(loads[cell.runtime])) {
    const reported = () =>
      output
        .join("")
        .split("\n")
        .filter((line) => line.includes(`(${environment}) appended `))
        .flatMap((line) => line.match(/\S+(?= \(imported by src\/late\.ts\))/g) ?? [])
        .toSorted();
    await expect.poll(reported).toEqual(lateIn(cell).toSorted());
  }
  expect(output.join("")).not.toMatch(/re-optimized|RWS008|RWS03|Unhandled|uncaught/i);
}
