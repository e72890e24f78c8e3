/** What a fetch of a runner is answered with, in a real server. */
import { DevEnvironment, type ResolvedConfig } from "vite";
import { expect, onTestFinished, test, vi } from "vitest";
import { RunnerModules } from "../src/edits/runner-modules.js";
import { openSmallServer } from "./small-server.js";

test("what a runner has as it is costs Vite nothing: a host may import its entry module for each request", async () => {
  const createEnvironment = (name: string, config: ResolvedConfig) =>
    new DevEnvironment(name, config, { hot: false });
  const files = { "entry.js": "export const entry = 1;" };
  const environments = { worker: { dev: { createEnvironment } } };
  const small = await openSmallServer(files, { environments });
  onTestFinished(() => small.close());
  const environment = small.server.environments["worker"]!;
  let evaluations = 0;
  new RunnerModules(environment, () => evaluations++);
  const ask = (cached: boolean) =>
    environment.fetchModule("/entry.js", undefined, { cached, startOffset: 0 });
  const { moduleGraph } = environment;
  const asked = vi.spyOn(moduleGraph, "ensureEntryFromUrl");

  expect(await ask(false)).toHaveProperty("code");
  expect(asked).toHaveBeenCalledTimes(1);
  expect(await ask(true)).toEqual({ cache: true });
  expect([asked.mock.calls.length, evaluations]).toEqual([1, 1]);

  moduleGraph.invalidateModule(moduleGraph.urlToModuleMap.get("/entry.js")!, new Set(), 1, true);
  expect(await ask(true)).toMatchObject({ invalidate: true });
  expect([asked.mock.calls.length, evaluations]).toEqual([2, 2]);
});
