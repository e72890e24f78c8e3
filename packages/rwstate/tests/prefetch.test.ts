/** What goes along with an update to a runner in another process, in a real server. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DevEnvironment, type EnvironmentModuleNode, type ResolvedConfig } from "vite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Prefetch } from "../src/edits/prefetch.js";
import { RunnerModules } from "../src/edits/runner-modules.js";
import { batchOf } from "../src/server/batch.js";
import { openSmallServer, type SmallServer } from "./small-server.js";

const files = {
  "entry.js":
    'import "./inner.js"; import "./kept.js"; import "./disposing.js"; import "./large.js";',
  "inner.js": "export const inner = 1;",
  "kept.js": "export const kept = 1;",
  "disposing.js": "import.meta.hot?.dispose(() => {});",
  "new.js": "export const fresh = 1;",
  "large.js": `export const large = "${"-".repeat(1 << 18)}";`,
};

let small: SmallServer;
let environment: DevEnvironment;
let runner: RunnerModules;
let prefetch: Prefetch;

beforeEach(async () => {
  // A runner of Vite's in another process: its environment has no `runner`.
  const createEnvironment = (name: string, config: ResolvedConfig) =>
    new DevEnvironment(name, config, { hot: false });
  small = await openSmallServer(files, {
    environments: { worker: { dev: { createEnvironment } } },
  });
  environment = small.server.environments["worker"]!;
  runner = new RunnerModules(environment, () => {});
  prefetch = new Prefetch(environment, runner);
  prefetch.isTaken = true;
  for (const file of Object.keys(files).filter((file) => file !== "new.js")) await ask(file, false);
});
afterEach(() => small.close());

/** Fetches a module as a runner does that has got the updates up to a number. */
function ask(file: string, cached: boolean, received = 0) {
  const importer = file === "entry.js" ? undefined : "/entry.js";
  const options = { cached, received };
  return environment.fetchModule(`/${file}`, importer, options);
}

function module(file: string): EnvironmentModuleNode {
  return environment.moduleGraph.urlToModuleMap.get(`/${file}`)!;
}

/** Invalidates modules and their importers, as a save does. */
function save(...saved: string[]): void {
  for (const file of saved) {
    environment.moduleGraph.invalidateModule(module(file), undefined, Date.now(), true);
  }
}

/** Sends the update 1. */
function sent() {
  return prefetch.take(runner.sent(), 1);
}

test("outdated modules go along, with the imports that the runner has, and are not to be fetched", async () => {
  save("inner.js");
  await prefetch.fetch();
  const modules = sent();
  expect(Object.keys(modules).sort()).toEqual(["/entry.js", "/inner.js"]);
  expect(modules["/entry.js"]).toMatchObject({
    id: module("entry.js").id,
    invalidate: true,
    kept: ["/inner.js", "/kept.js", "/disposing.js", "/large.js"],
  });
  expect(await ask("inner.js", true, 1)).toEqual({ cache: true });
  expect(runner.sent()).toEqual([]);
});

test("a runner that has not got the update is given its modules, each once, with the update's number", async () => {
  save("inner.js");
  await prefetch.fetch();
  sent();
  const kept = ["/kept.js", "/disposing.js", "/large.js"];
  expect(await ask("entry.js", true)).toMatchObject({ invalidate: true, update: 1, kept });
  expect(await ask("inner.js", true)).toMatchObject({ invalidate: true, update: 1 });
  expect(await ask("inner.js", true)).toEqual({ cache: true });
  expect(await ask("entry.js", true)).toEqual({ cache: true });
});

test("a module that is invalidated again before the update is sent does not go along", async () => {
  save("inner.js", "kept.js");
  await prefetch.fetch();
  save("inner.js");
  expect(Object.keys(sent())).toEqual(["/kept.js"]);
  expect(await ask("inner.js", true)).toHaveProperty("code");
});

test("nothing goes along while it is not known what another save affects", async () => {
  save("inner.js");
  await prefetch.fetch();
  const file = module("kept.js").file!;
  runner.pending.expect(file, () => {});
  environment.moduleGraph.onFileChange(file);
  expect(sent()).toEqual({});
  runner.pending.ending(file)!();
});

test("a fetch that an update overtakes gives the module, with the update's number", async () => {
  save("inner.js");
  await prefetch.fetch();
  const { transformRequest } = environment;
  let overtaken: Record<string, unknown> = {};
  environment.transformRequest = (url) => {
    overtaken = sent();
    return transformRequest.call(environment, url);
  };
  expect(await ask("inner.js", true)).toMatchObject({ update: 1 });
  expect(overtaken).toHaveProperty(["/inner.js"]);
});

test("a fetch is answered with what went along and is outdated, until the runner has got the next update", async () => {
  save("inner.js", "kept.js");
  await prefetch.fetch();
  sent();
  save("inner.js");
  const retracted = { "/entry.js": 1, "/inner.js": 1 };
  // It went along with an update that the runner has not got.
  expect(await ask("kept.js", true)).toMatchObject({ update: 1, retracted });
  expect(await ask("inner.js", true, 1)).toMatchObject({ retracted });
  save("inner.js");
  expect(await ask("inner.js", true, 2)).toMatchObject({ retracted: undefined });
});

test("a module with a disposer is fetched, as it waits for that", async () => {
  save("disposing.js");
  await prefetch.fetch();
  expect(Object.keys(sent())).toEqual(["/entry.js"]);
});

test("what does not compile is fetched, and its error reported", async () => {
  save("inner.js");
  const { transformRequest } = environment;
  environment.transformRequest = (url, ...rest) =>
    url === "/inner.js"
      ? Promise.reject(new Error("no"))
      : transformRequest.call(environment, url, ...rest);
  await prefetch.fetch();
  expect(Object.keys(sent())).toEqual(["/entry.js"]);
  await expect(ask("inner.js", true)).rejects.toThrow("no");
});

test("a message has a bounded size", async () => {
  save("large.js", "inner.js", "kept.js");
  await prefetch.fetch();
  expect(Object.keys(sent())).toEqual(["/large.js"]);
  expect(await ask("kept.js", true)).toHaveProperty("code");
});

test("what the runner newly needs is transformed while the message is on its way", async () => {
  await writeFile(join(small.root, "inner.js"), 'import "./new.js";');
  save("inner.js");
  await prefetch.fetch();
  expect(module("new.js").transformResult).toBe(null);
  sent();
  await expect.poll(() => module("new.js").transformResult).toMatchObject({ deps: [] });
});

test("nothing goes along in a batch, to a runner in this process, or to one that has not said that it takes it", async () => {
  save("inner.js");
  await batchOf(environment).run(() => prefetch.fetch());
  expect(prefetch.take(runner.sent(), 1)).toEqual({});
  prefetch.isTaken = false;
  save("inner.js");
  await prefetch.fetch();
  expect(sent()).toEqual({});
  const { ssr } = small.server.environments;
  const here = new RunnerModules(ssr, () => {});
  await ssr.fetchModule("/inner.js", undefined, { cached: false });
  ssr.moduleGraph.invalidateModule(ssr.moduleGraph.urlToModuleMap.get("/inner.js")!);
  const there = new Prefetch(ssr, here);
  there.isTaken = true;
  await there.fetch();
  expect(there.take(here.sent(), 1)).toEqual({});
});
