/** What the gate reports of a re-optimization. */
import type { DevEnvironment } from "vite";
import { expect, test } from "vitest";
import { reportRecoveries, type Subjects } from "../../dist/gate/report.js";
import { binding, createGate, openAdapter } from "./open.js";

test.each([
  [
    "reloaded",
    true,
    "re-optimized for late (imported by src/a.ts): no request had to wait; 2 entries kept",
  ],
  ["did not reload", false, "re-optimized for late (imported by src/a.ts): no request had to wait"],
] as const)(
  "kept entries are counted where Vite %s the environment",
  async (_, isReloaded, line) => {
    const lines: string[] = [];
    const environment = { name: "ssr", logger: { info: (text: string) => void lines.push(text) } };
    const { adapter } = await openAdapter(await createGate());
    const discovered = [["late", "src/a.ts"]];
    const subjects = {
      environments: [environment as never as DevEnvironment],
      client: undefined,
      optimizers: { discoveries: () => ({ discovered, since: new Date(0) }) },
      hot: { kept: () => ({ count: 2, keys: ["a", "b"] }) },
      requests: {},
    };
    const plan = new binding.Plan(undefined, "/state.mjs", "const scope = null;");
    reportRecoveries(adapter, binding, plan, subjects as never as Subjects);
    adapter.disturb((gate, now) => gate.optimizeBegin(0, now));
    if (isReloaded) adapter.notify((gate, now) => gate.reload(0, 0, false, now));
    adapter.notify((gate, now) => gate.optimizeEnd(0, now));
    // To its end: a count of kept entries would follow.
    await expect.poll(() => lines).toEqual([expect.toSatisfy((it: string) => it.endsWith(line))]);
  },
);
