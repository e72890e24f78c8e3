/** What is transformed for a save, in a real server. */
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Graph } from "../src/edits/graph.js";
import type { Reports } from "../src/edits/reports.js";
import { RunnerModules } from "../src/edits/runner-modules.js";
import { SavedFiles } from "../src/edits/saved-files.js";
import { openSmallServer } from "./small-server.js";

test("a saved module is transformed once a runner of Vite's has modules, and not before", async () => {
  const text = "export const value = 1;";
  const { root, server, close } = await openSmallServer({ "entry.js": text });
  const file = join(root, "entry.js");
  try {
    const environment = server.environments.ssr;
    const transform = vi.spyOn(environment, "transformRequest");
    const runner = new RunnerModules(environment, () => {});
    const graph = { gained: () => [], affected: () => [] } as Partial<Graph> as Graph;
    const reports = { saved: () => {} } as Partial<Reports> as Reports;
    const waits = { evaluated: async () => {}, settled: async () => {} };
    const saved = new SavedFiles(environment, runner, graph, waits, reports);
    let timestamp = 0;
    const save = async () => {
      const modules = [...environment.moduleGraph.getModulesByFile(file)!];
      transform.mockClear();
      await saved.update({ type: "update", file, modules, timestamp: ++timestamp });
      return transform.mock.calls.length;
    };
    // As a host does that has a runner of its own.
    await environment.transformRequest("/entry.js");
    expect(await save()).toBe(0);
    await server.ssrLoadModule("/entry.js");
    expect(await save()).toBe(1);
  } finally {
    await close();
  }
});
