/** The inspection of a server, with the real addon and scripted environments. */
import { readFile } from "node:fs/promises";
import type { DevEnvironment, EnvironmentModuleNode, ViteDevServer } from "vite";
import { afterEach, expect, test } from "vitest";
import { loadBinding } from "../dist/binding.js";
import type { RunnerModules } from "../dist/edits/runner-modules.js";
import { Reports } from "../dist/edits/reports.js";
import { Inspection } from "../dist/inspector/inspection.js";
import { entryReload } from "../dist/server/entry-reload.js";
import type { Context } from "../dist/server/context.js";

const binding = loadBinding();
const realm = globalThis as { [key: symbol]: object | undefined };
const anchor = Symbol.for("rwstate/v1");

/** The part of a snapshot that is read here. */
interface Snapshot {
  environments: {
    name: string;
    runs: boolean;
    answers: boolean;
    entries: { key: string; survived: number }[];
  }[];
  edits: object[];
}

function environmentOf(name: string) {
  const listeners = new Map<string, ((data: unknown) => void)[]>();
  const sent: unknown[] = [];
  const all = {
    sent,
    invalidated: 0,
    hear: (event: string, data?: unknown) => listeners.get(event)?.forEach((one) => one(data)),
    name,
    config: { consumer: name === "client" ? "client" : "server", root: "/app" },
    listen: async () => {},
    fetchModule: async () => ({ cache: true }),
    hot: {
      send: (message: unknown) => void sent.push(message),
      on: (event: string, listener: (data: unknown) => void) =>
        void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    },
    moduleGraph: {
      idToModuleMap: new Map(),
      getModulesByFile: (file: string) => (file === "/app/a.ts" ? new Set([1]) : undefined),
      invalidateAll: () => void all.invalidated++,
    },
  };
  return all;
}

async function inspect(server: number) {
  const text = await readFile(new URL("../dist/runtime/state.mjs", import.meta.url), "utf8");
  const plan = new binding.Plan(undefined, "/state.mjs", text);
  const [client, ssr] = [environmentOf("client"), environmentOf("ssr")];
  const inspection = new Inspection(
    { binding, plan, mode: "dev", server } as Context,
    { config: { root: "/app" }, environments: { client, ssr } } as never as ViteDevServer,
  );
  const snapshot = async () => JSON.parse(await inspection.once(50)) as Snapshot;
  return {
    ssr,
    inspection,
    snapshot,
    shown: async () => (await snapshot()).environments.find(({ name }) => name === "ssr")!,
  };
}

const reported = (...keys: string[]) =>
  JSON.stringify(keys.map((key) => ({ key, kind: "Map", disposable: false, born: 1 })));

afterEach(() => void delete realm[anchor]);

test.each([
  ["an entry module", [undefined, { cached: false, startOffset: 2 }]],
  ["a module, with an evaluator of its own", ["/b.ts", { cached: false }]],
])("an environment has a runner once one has fetched %s", async (_, runner) => {
  const { ssr, shown } = await inspect(101);
  const fetch = ssr.fetchModule as (...given: unknown[]) => Promise<unknown>;
  await fetch("/a.ts", "/b.ts", {});
  // As RedwoodSDK does for another environment's runner.
  await fetch("/a.ts", undefined, { cached: false });
  expect(await shown()).toMatchObject({ runs: false, answers: false });
  await fetch("/a.ts", ...runner);
  expect(await shown()).toMatchObject({ runs: true, answers: false });
});

test("without a channel the state module of this realm answers and resets", async () => {
  const { ssr, inspection, snapshot, shown } = await inspect(102);
  const keys = new Set(["a", "b"]);
  const answer = async (ask: string, hot: { send: (...given: string[]) => void }, key: string) => {
    if (ask === "reset") keys.delete(key);
    if (ask === "reset") hot.send("rwstate:entry-reset", key);
    else hot.send("rwstate:entries-reported", reported(...keys));
  };
  const answers = new Map([[binding.scopeName(102, "ssr"), answer]]);
  realm[anchor] = { scopes: new Map(), answers };
  expect((await shown()).entries.map(({ key }) => key)).toEqual(["a", "b"]);
  expect(inspection.reset("ssr", "c")).toBe(false);
  expect(inspection.reset("ssr", "a")).toBe(true);
  // Modules with the old value are to be evaluated again, though there is no channel to reload them.
  expect(ssr.invalidated).toBe(1);
  expect((await shown()).entries.map(({ key }) => key)).toEqual(["b"]);
  expect(ssr.sent).toEqual([]);
  (ssr.hot.send as (message: object) => void)({ type: "full-reload", path: "*" });
  expect((await shown()).entries[0]!.survived).toBe(1);
  answers.set(binding.scopeName(102, "ssr"), () => Promise.reject(new Error("closed")));
  await snapshot();
  expect(answers.size).toBe(0);
});

test("an entry survives each full reload that its runner is sent", async () => {
  const { ssr, shown } = await inspect(103);
  ssr.hear("rwstate:hello");
  ssr.hear("rwstate:entries-reported", reported("a"));
  const send = ssr.hot.send as (message: object) => void;
  for (let reload = 0; reload < 19; reload++) send({ type: "full-reload", path: "*" });
  send({ type: "full-reload", triggeredBy: "/app/a.ts" });
  expect((await shown()).entries[0]!.survived).toBe(20);
  ssr.hear("rwstate:entries-reported", reported("a"));
  // A runner clears no module for these.
  send({ type: "full-reload", triggeredBy: "/elsewhere/b.ts" });
  send(entryReload);
  send({ type: "update", updates: [] });
  expect((await shown()).entries[0]!.survived).toBe(20);
});

test("an edit is reported with the reason of each module, and a reload with its own", async () => {
  const { ssr, snapshot } = await inspect(104);
  const given = { isLost: ({ id }: { id: string }) => id === "/app/lost.ts" };
  Object.assign(given, { outdated: () => ({ outdated: [], given: 45 }) });
  const reports = new Reports(
    ssr as never as DevEnvironment,
    given as never as RunnerModules,
    () => {},
  );
  const module = (id: string, ...imports: object[]) =>
    ({ id: `/app/${id}`, importedModules: new Set(imports) }) as EnvironmentModuleNode;
  const [registry, lost, other] = [module("registry.ts"), module("lost.ts"), module("other.ts")];
  const changed = module("a.ts", registry, other);
  const entry = module("entry.ts", changed, registry);
  const before = Date.now() - 5;
  reports.saved(before, [changed], [registry, lost]);
  reports.update(0, [changed, entry, registry, lost, other]);
  const evaluated = [
    { module: "a.ts", why: "changed" },
    { module: "entry.ts", why: "importer", imports: "a.ts" },
    { module: "registry.ts", why: "registry" },
    { module: "other.ts", why: "invalidated" },
  ];
  const edit = { at: before, environment: "ssr", evaluated, count: 4, kept: 41 };
  expect((await snapshot()).edits).toEqual([{ id: 0, ...edit }]);
  ssr.hear("rwstate:evaluated", { update: 0, hasFailed: false });
  const milliseconds: unknown = expect.any(Number);
  expect((await snapshot()).edits).toEqual([{ id: 0, ...edit, milliseconds }]);

  // An update without outdated modules is not shown.
  reports.update(1, []);
  ssr.hear("rwstate:evaluated", { update: 1, hasFailed: false });
  reports.saved(Date.now(), [changed], []);
  reports.reload("no root", "a.ts");
  const reload = { reason: "no root", file: "a.ts" };
  expect((await snapshot()).edits).toEqual([
    expect.objectContaining({ id: 1, evaluated: [], count: 0, reload }),
    { id: 0, ...edit, milliseconds },
  ]);
});
