/** What is transformed and what counts as changed for a save, in a real server. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DevEnvironment, type ResolvedConfig } from "vite";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Graph } from "../src/edits/graph.js";
import type { Reports } from "../src/edits/reports.js";
import { RunnerModules } from "../src/edits/runner-modules.js";
import { SavedFiles } from "../src/edits/saved-files.js";
import { openSmallServer } from "./small-server.js";

/** A server of one module, with an environment whose runner is this test. */
async function open(text = "export const value = 1;") {
  const createEnvironment = (name: string, config: ResolvedConfig) =>
    new DevEnvironment(name, config, { hot: false });
  const { root, server, close } = await openSmallServer(
    { "part.js": text },
    { environments: { worker: { dev: { createEnvironment } } } },
  );
  onTestFinished(close);
  const environment = server.environments["worker"]!;
  const { moduleGraph } = environment;
  const transform = vi.spyOn(environment, "transformRequest");
  const runner = new RunnerModules(environment, () => {});
  const graph = { gained: () => [], affected: () => [] } as Partial<Graph> as Graph;
  const reports = { saved: () => {} } as Partial<Reports> as Reports;
  const waits = { evaluated: async () => {}, settled: async () => {} };
  const saved = new SavedFiles(environment, runner, graph, waits, reports);
  const file = join(root, "part.js");
  let timestamp = 0;
  const module = () => moduleGraph.urlToModuleMap.get("/part.js")!;
  return {
    environment,
    runner,
    graph,
    module,
    /** As Vite does when it sends the update for a save. */
    send({ timestamp }: Save) {
      moduleGraph.invalidateModule(module(), new Set(), timestamp, true);
      return runner.sent();
    },
    transform,
    /** As a host does that has a runner of its own. */
    load: () => environment.transformRequest("/part.js"),
    fetch: () => environment.fetchModule("/part.js", "/entry.js", { cached: true, startOffset: 0 }),
    write: (text: string) => writeFile(file, text),
    /** Creates a file beside the module. Vite knows no module of it. */
    async create(name: string): Promise<Save> {
      await writeFile(join(root, name), "");
      return { type: "create", file: join(root, name), modules: [], timestamp: ++timestamp };
    },
    begin: (type: Save["type"] = "update") => saved.begin(type, file, undefined),
    invalidate: () => moduleGraph.onFileChange(file),
    update: (save: Save) => saved.update(save),
    /** The options of Vite's hooks for one save. */
    save: (type: "create" | "update"): Save => {
      const known = moduleGraph.getModulesByFile(file) ?? [];
      // Vite does not know the modules of a new file.
      const modules = type === "create" ? [] : [...known];
      return { type, file, modules, timestamp: ++timestamp };
    },
  };
}

type Save = Parameters<SavedFiles["update"]>[0];

test("a saved module is transformed once a runner of Vite's has modules, and not before", async () => {
  const { transform, load, fetch, update, save } = await open();
  const transforms = async () => {
    transform.mockClear();
    await update(save("update"));
    return transform.mock.calls.length;
  };
  await load();
  expect(await transforms()).toBe(0);
  await fetch();
  expect(await transforms()).toBe(1);
});

test("a save that changes nothing in a module's code is none", async () => {
  const { fetch, begin, invalidate, update, save } = await open();
  await fetch();
  await begin();
  invalidate();
  expect(await update(save("update"))).toEqual([]);
});

test("a module that is new to the runner, and that it fetches before the save is examined, has changed", async () => {
  const { runner, load, fetch, write, begin, invalidate, update, save } = await open();
  await load();
  await write("export const value = 2;");
  await begin();
  invalidate();
  // The runner has it as it is saved, and has not evaluated again what it registers with.
  await fetch();
  expect(runner.pending.areAny).toBe(true);
  expect(await update(save("update"))).toBeUndefined();
});

test("the runner waits for the save of a file that is written while what its creation changes is examined", async () => {
  const { runner, fetch, begin, invalidate, update, save } = await open();
  await fetch();
  const creation = save("create");
  await begin();
  await update(creation);
  invalidate();
  await update(creation);
  expect(runner.pending.areAny).toBe(true);
  await update(save("update"));
  expect(runner.pending.areAny).toBe(false);
});

test("the runner waits for the second save of a file that is saved twice", async () => {
  const { runner, transform, fetch, begin, invalidate, update, save } = await open();
  await fetch();
  await begin();
  invalidate();
  let transformed!: (result: null) => void;
  transform.mockImplementationOnce(() => new Promise((resolve) => (transformed = resolve)));
  const first = save("update");
  const examined = update(first);
  await begin();
  invalidate();
  transformed(null);
  await examined;
  await update(first);
  expect(runner.pending.areAny).toBe(true);
  await update(save("update"));
  expect(runner.pending.areAny).toBe(false);
});

test("the runner waits for a save of a module that was not there when the watcher reported that", async () => {
  const { runner, fetch, begin, invalidate, update, save } = await open();
  await begin();
  await fetch();
  invalidate();
  expect(runner.pending.areAny).toBe(true);
  await update(save("update"));
  expect(runner.pending.areAny).toBe(false);
});

test("the runner waits while it is examined what a new file changes in a module that was there", async () => {
  const { runner, graph, module, fetch, begin, invalidate, update, save } = await open();
  await fetch();
  await begin("create");
  let isPending: boolean | undefined;
  vi.spyOn(graph, "affected").mockImplementation(() => {
    isPending = runner.pending.areAny;
    return [];
  });
  await update({ ...save("create"), modules: [module()] });
  expect([isPending, runner.pending.areAny]).toEqual([true, false]);
  // Not by Vite, which does that for no new file.
  invalidate();
  expect(runner.pending.areAny).toBe(false);
});

test("a module that is transformed while its file has no content is transformed again", async () => {
  const { environment, graph, transform, fetch, write, begin, invalidate, update, save } =
    await open();
  await fetch();
  const affected = vi.spyOn(graph, "affected");
  await begin();
  invalidate();
  // An editor truncates a file before it writes it.
  transform.mockImplementationOnce(async (url) => {
    await write("");
    const result = await DevEnvironment.prototype.transformRequest.call(environment, url);
    await write("export const value = 2;");
    return result;
  });
  await update(save("update"));
  expect(affected.mock.calls[0]![0][0]!.after!.code).toContain("2");
});

test("a module that was saved without a change is outdated when another save affects it", async () => {
  const { environment, runner, module, fetch, begin, invalidate, update, save } = await open();
  await fetch();
  await begin();
  invalidate();
  expect(await update(save("update"))).toEqual([]);
  expect(runner.isOutdated(module())).toBe(false);
  environment.moduleGraph.invalidateModule(module(), new Set(), 2, true, true);
  expect(runner.isOutdated(module())).toBe(true);
});

test("a module that imports a file which is created later is transformed again, and has changed", async () => {
  const { module, fetch, create, update } = await open('import "./later"; import "other";');
  await fetch();
  expect(await update(await create("much-later.js"))).toBeUndefined();
  // Node may know it.
  expect(await update(await create("other.js"))).toEqual([]);
  const creation = await create("later.js");
  expect(await update(creation)).toEqual([module()]);
  expect(module().transformResult!.code).toContain('"/later.js"');
  // Vite calls several hooks for one save.
  expect(await update(creation)).toBeUndefined();
});

test.each(["transformed", "invalidated softly"])(
  "a module that a host imports by itself is transformed again when its import is created: %s",
  async (state) => {
    const { environment, module, load, create, update } = await open('import "./later";');
    await load();
    const isSoft = state === "invalidated softly";
    if (isSoft) environment.moduleGraph.invalidateModule(module(), new Set(), 1, true, true);
    await update(await create("later.js"));
    await load();
    expect(module().transformResult!.code).toContain('"/later.js"');
  },
);

test("a module that is fetched before its update is sent is not read again: its file may be empty once more", async () => {
  const { environment, module, fetch, write, begin, invalidate, update, save } = await open();
  await fetch();
  await write("export const value = 2;");
  await begin();
  invalidate();
  const first = save("update");
  await update(first);
  environment.moduleGraph.invalidateModule(module(), new Set(), first.timestamp, true);
  await write("");
  expect(await fetch()).toMatchObject({ code: expect.stringContaining("value = 2") });
});

test("a module that is saved as it was, before the update for an earlier save is sent, has changed", async () => {
  const server = await open();
  await server.fetch();
  const saves = [await saveAs(2, server), await saveAs(1, server)];
  expect(saves.map(({ changed }) => changed)).toEqual([undefined, undefined]);
  for (const { save } of saves) server.send(save);
  await server.fetch();
  expect(await saveAs(1, server)).toMatchObject({ changed: [] });
});

test("a module that two saves have changed is outdated once", async () => {
  const server = await open();
  await server.fetch();
  const [first, second] = [await saveAs(2, server), await saveAs(3, server)];
  expect(server.send(first.save)).toEqual([server.module()]);
  await server.fetch();
  expect(server.send(second.save)).toEqual([]);
});

/** Saves the module, and has it examined. */
async function saveAs(value: number, server: Awaited<ReturnType<typeof open>>) {
  await server.write(`export const value = ${value};`);
  await server.begin();
  server.invalidate();
  const save = server.save("update");
  return { save, changed: await server.update(save) };
}
