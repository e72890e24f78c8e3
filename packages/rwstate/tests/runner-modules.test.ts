/** What a fetch of a runner is answered with, in a real server. */
import { DevEnvironment, type Plugin, type ResolvedConfig } from "vite";
import { expect, onTestFinished, test, vi } from "vitest";
import { RunnerModules } from "../src/edits/runner-modules.js";
import { openSmallServer } from "./small-server.js";

/** A server with one module, and what is known of the modules of its runner. */
async function open(plugin?: Plugin) {
  const createEnvironment = (name: string, config: ResolvedConfig) =>
    new DevEnvironment(name, config, { hot: false });
  const files = { "entry.js": "export const entry = 1;" };
  const environments = { worker: { dev: { createEnvironment } } };
  const small = await openSmallServer(files, { environments, plugins: plugin ? [plugin] : [] });
  onTestFinished(() => small.close());
  const environment = small.server.environments["worker"]!;
  let evaluations = 0;
  const runner = new RunnerModules(environment, () => evaluations++);
  const ask = (cached: boolean) =>
    environment.fetchModule("/entry.js", undefined, { cached, startOffset: 0 });
  const { moduleGraph } = environment;
  const module = () => moduleGraph.urlToModuleMap.get("/entry.js")!;
  const transform = () => environment.transformRequest("/entry.js");
  return { runner, moduleGraph, ask, transform, module, evaluations: () => evaluations };
}

test("what a runner has as it is costs Vite nothing: a host may import its entry module for each request", async () => {
  const { moduleGraph, ask, module, evaluations } = await open();
  const asked = vi.spyOn(moduleGraph, "ensureEntryFromUrl");

  expect(await ask(false)).toHaveProperty("code");
  expect(asked).toHaveBeenCalledTimes(1);
  expect(await ask(true)).toEqual({ cache: true });
  expect([asked.mock.calls.length, evaluations()]).toEqual([1, 1]);

  moduleGraph.invalidateModule(module(), new Set(), 1, true);
  expect(await ask(true)).toMatchObject({ invalidate: true });
  expect([asked.mock.calls.length, evaluations()]).toEqual([2, 2]);
});

test("a module that is transformed while an update is sent, and affected by another save meanwhile, can be fetched", async () => {
  let isSlow = false;
  let begun!: () => void;
  let end!: () => void;
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  const isEnded = new Promise<void>((resolve) => (end = resolve));
  const { runner, moduleGraph, ask, transform, module } = await open({
    name: "slow",
    async transform() {
      if (!isSlow) return;
      begun();
      await isEnded;
    },
  });
  await ask(false);
  const { transformResult, file } = module();

  // A save is examined, and Vite invalidates the module as it sends the update. A plugin asks for it just then.
  runner.noteTransform(module(), transformResult!, file!);
  runner.noteChange(module(), 1);
  moduleGraph.invalidateModule(module(), new Set(), 1, true);
  isSlow = true;
  const transformed = transform();
  await isBegun;
  runner.sent();
  expect(module().transformResult).toBe(transformResult);
  // The next save affects the module.
  moduleGraph.invalidateModule(module(), new Set(), 2, true, true);
  end();
  await transformed;

  expect(await ask(true)).toHaveProperty("code");
});
