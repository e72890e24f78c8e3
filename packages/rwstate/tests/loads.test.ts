/** Which loads of a host a save waits for, in a real server. */
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Loads } from "../src/edits/loads.js";
import { RunnerModules } from "../src/edits/runner-modules.js";
import { openSmallServer, type SmallServer } from "./small-server.js";

let small: SmallServer;
let loads: Loads;
/** Called when a module that the runner fetches has been answered for; the answer waits for the returned promise. */
let fetches: () => Promise<void>;

beforeEach(async () => {
  small = await openSmallServer({ "entry.js": "export const value = 1;" });
  const { server } = small;
  fetches = () => Promise.resolve();
  const environment = server.environments.ssr;
  loads = new Loads(environment, server);
  new RunnerModules(environment, () => loads.evaluates());
  const fetch = environment.fetchModule.bind(environment);
  environment.fetchModule = async (...given) => {
    const answer = await fetch(...given);
    await fetches();
    return answer;
  };
});
afterEach(() => small.close());

/** Whether a save waits while a load is in progress. */
async function isWaitedFor(): Promise<boolean> {
  let proceed!: () => void;
  const held = new Promise<void>((resolve) => (proceed = resolve));
  let loading;
  await new Promise<void>((begun) => {
    fetches = () => {
      begun();
      return held;
    };
    loading = small.server.ssrLoadModule("/entry.js");
  });
  const turn = new Promise<boolean>((resolve) => setImmediate(resolve, true));
  const waits = await Promise.race([loads.evaluated().then(() => false), turn]);
  proceed();
  await loading;
  return waits;
}

test("a load waits for its module, and a save for the load", async () => {
  expect(await isWaitedFor()).toBe(true);
});

test("a load whose modules the runner has evaluated is not waited for", async () => {
  await small.server.ssrLoadModule("/entry.js");
  expect(await isWaitedFor()).toBe(false);
});

test("a load that evaluates an outdated module is waited for", async () => {
  const { root, server } = small;
  await server.ssrLoadModule("/entry.js");
  const { moduleGraph } = server.environments.ssr;
  const [entry] = moduleGraph.getModulesByFile(join(root, "entry.js"))!;
  moduleGraph.invalidateModule(entry!, new Set(), Date.now(), true);
  expect(await isWaitedFor()).toBe(true);
});
