/** No request fails while dependencies re-optimize, under load, on every cell; without the gate the same load fails. */
import { describe, expect, test } from "vitest";
import { latePackages, type Lab } from "../harness/lab.mjs";
import { addTraffic, Traffic } from "../harness/traffic.mjs";
import { cells, inCell, type Runtime } from "./cells";

/** The load of each environment of a cell's app; the rules of `react-server` forbid what the slow route does. */
const loads: Record<Runtime, [prefix: string, loops: { fast?: number; slow?: number }][]> = {
  node: [
    ["/", {}],
    ["/rsc/", { fast: 1, slow: 0 }],
  ],
  workerd: [["/", {}]],
  browser: [],
};

const environments: Record<Runtime, string[]> = {
  node: ["ssr", "rsc"],
  workerd: ["worker"],
  browser: [],
};

const options = { prepare: addTraffic, log: "info" };

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  test("20 re-optimizations under load", () =>
    inCell(cell, options, async (lab) => {
      for (const [prefix] of loads[cell.runtime]) await lab.report(prefix);
      const traffics = loads[cell.runtime].map(([prefix, loops]) =>
        new Traffic(lab, prefix).start(loops),
      );
      const reloads = await lab.call("reloads");
      let generations = await lab.call("generations");
      for (const name of latePackages.slice(0, 20)) {
        await lab.importLate(name);
        for (const [prefix] of loads[cell.runtime]) {
          expect((await lab.report(prefix)).late, prefix).toContain(name);
        }
        const now = await lab.call("generations");
        for (const environment of environments[cell.runtime]) {
          expect(now[environment], `${environment} re-optimized for ${name}`).not.toBe(
            generations[environment],
          );
        }
        generations = now;
      }
      for (const traffic of traffics) {
        await traffic.stop();
        expect(traffic.failures).toEqual([]);
        expect(traffic.requests.length).toBeGreaterThan(40);
        const { sent, ...wrong } = traffic.wrongPosts;
        expect(sent).toBeGreaterThan(5);
        expect(wrong).toEqual({ twice: 0, never: 0 });
      }
      expect(await lab.call("reloads")).toBeGreaterThan(reloads + 3);
      expectUndisturbed(lab);
      // One line for each re-optimization, and what it was for.
      for (const environment of environments[cell.runtime]) {
        for (const name of latePackages.slice(0, 20)) {
          const line = `(${environment}) re-optimized for ${name} (imported by src/late.ts): `;
          expect(lab.output.join("").split(line), line).toHaveLength(2);
        }
      }
    }));
});

test.each(cells("node", "workerd").filter(({ vite }) => vite === 8))(
  "Vite $vite, $runtime: without the gate the same load fails",
  (cell) =>
    inCell(cell, { prepare: addTraffic, plugin: { gate: false } }, async (lab) => {
      await lab.settledReport("/");
      const traffic = new Traffic(lab).start();
      for (const name of latePackages.slice(0, 5)) {
        await lab.importLate(name);
        await lab.settledReport("/");
      }
      await traffic.stop();
      expect(Object.keys(traffic.byKind)).toContain("duplicate React");
    }),
);

/** Nothing was thrown that nobody caught, and no bound cut a wait short. */
function expectUndisturbed({ output }: Lab) {
  const text = output.join("");
  expect(text).not.toMatch(/Unhandled|uncaught/i);
  expect(text).not.toContain("went on without waiting");
  expect(text).not.toContain("RWS008");
}
