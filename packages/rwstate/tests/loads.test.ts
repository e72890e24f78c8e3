/** Which loads of a host a save waits for, in a real server. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type ViteDevServer } from "vite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Loads } from "../src/edits/loads.js";
import { RunnerModules } from "../src/edits/runner-modules.js";

let root: string;
let server: ViteDevServer;
let loads: Loads;
/** Called when the runner fetches a module, which waits for the returned promise. */
let fetches: () => Promise<void>;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "rwstate-"));
  await writeFile(join(root, "entry.js"), "export const value = 1;");
  server = await createServer({
    root,
    configFile: false,
    logLevel: "silent",
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  fetches = () => Promise.resolve();
  const environment = server.environments.ssr;
  const fetch = environment.fetchModule.bind(environment);
  environment.fetchModule = async (...given) => {
    await fetches();
    return fetch(...given);
  };
  loads = new Loads(environment, server);
  new RunnerModules(environment, () => loads.evaluates());
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

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
    loading = server.ssrLoadModule("/entry.js");
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
  await server.ssrLoadModule("/entry.js");
  expect(await isWaitedFor()).toBe(false);
});

test("a load that evaluates an outdated module is waited for", async () => {
  await server.ssrLoadModule("/entry.js");
  const { moduleGraph } = server.environments.ssr;
  const [entry] = moduleGraph.getModulesByFile(join(root, "entry.js"))!;
  moduleGraph.invalidateModule(entry!, new Set(), Date.now(), true);
  expect(await isWaitedFor()).toBe(true);
});
