/** What runs in a runner beside the state module, where the user's console or `import.meta.hot` throws, in new instances of the built files. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { entries, reset } from "../dist/runtime/inspect.mjs";
import { keep, make } from "../dist/runtime/preserve.mjs";
import { hasRwState, setRwState } from "../dist/runtime/state.mjs";

const holder = globalThis as { meta?: { hot: unknown } };
let instances = 0;
let folder: string;
let throws: boolean;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "rwstate-"))));
afterAll(() => rm(folder, { recursive: true }));

/** As workerd does in the context of another Durable Object. */
function mayThrow(): void {
  if (throws) throw new Error("Cannot perform I/O on behalf of a different Durable Object");
}

beforeEach(() => {
  throws = true;
  vi.spyOn(console, "error").mockImplementation(mayThrow);
  vi.spyOn(console, "warn").mockImplementation(mayThrow);
});
afterEach(() => vi.restoreAllMocks());

test("a module that makes a kept value twice is evaluated though the console throws", () => {
  const evaluate = () => {
    const mirror = () => undefined;
    keep("fw@1.0.0/a.js#all~1", () => "kept", mirror, true);
    return ["first", "second", "third"].map((made) => make(() => made, mirror));
  };
  expect(evaluate()).toEqual(["first", "second", "third"]);
  expect(evaluate()).toEqual(["kept", "second", "third"]);
  expect(console.warn).toHaveBeenCalledTimes(1);
});

test("the inspector's questions end though `hot.send` throws", async () => {
  const hot = { send: vi.fn(mayThrow) };
  setRwState("key", "value");
  entries(hot);
  await reset(hot, "key");
  expect(hasRwState("key")).toBe(false);
  expect(hot.send.mock.calls.map(([event]: unknown[]) => event)).toEqual([
    "rwstate:entries-reported",
    "rwstate:entry-reset",
  ]);
});

describe("modules that are evaluated again", () => {
  /** A runner's HMR client, and the `import.meta.hot` of its modules. */
  function runner() {
    const listeners: [event: string, listener: (data?: unknown) => unknown][] = [];
    const sent: string[] = [];
    const client = {
      disposeMap: new Map<string, () => unknown>(),
      dataMap: new Map(),
      importUpdatedModule: async (update: unknown) => update,
    };
    const hot = {
      hmrClient: client,
      on: (event: string, listener: () => unknown) => void listeners.push([event, listener]),
      send(event: string) {
        mayThrow();
        sent.push(event);
      },
    };
    const hear = (event: string, data?: unknown) =>
      Promise.all(listeners.map(([one, listener]) => one === event && listener(data)));
    return { client, hot, sent, hear };
  }

  async function load(hot: unknown): Promise<void> {
    const text = await readFile(new URL("../dist/runtime/edits.mjs", import.meta.url), "utf8");
    holder.meta = { hot };
    const module = join(folder, `${instances++}.mjs`);
    await writeFile(module, text.replaceAll("import.meta;", "globalThis.meta;"));
    await import(/* @vite-ignore */ module);
  }

  const failing = () => {
    throw new Error("no");
  };

  test.each(["vite:beforeUpdate", "vite:beforeFullReload"])(
    "all are disposed of at %s though the console and `hot.send` throw",
    async (event) => {
      const { client, hot, hear } = runner();
      const clear = vi.spyOn(globalThis, "clearTimeout");
      const disposed = vi.fn();
      await load(hot);
      client.disposeMap.set("/a.js", disposed).set("/b.js", failing);
      await hear("rwstate:outdated", { update: 1, paths: ["/a.js", "/b.js"], modules: {} });
      await hear(event);
      expect(disposed).toHaveBeenCalledTimes(1);
      expect(clear).toHaveBeenCalledTimes(2);
      await hear("vite:afterUpdate");
    },
  );

  test("a failed evaluation is the runner's to log where the server cannot be sent it", async () => {
    const { client, hot, sent } = runner();
    client.importUpdatedModule = failing;
    await load(hot);
    await expect(client.importUpdatedModule({})).rejects.toThrow("no");
    throws = false;
    await expect(client.importUpdatedModule({})).resolves.toBe(undefined);
    expect(sent).toEqual(["rwstate:evaluation-failed"]);
  });

  test("an update is disposed of and reported once, however often the module is evaluated", async () => {
    throws = false;
    const { client, hot, sent, hear } = runner();
    client.importUpdatedModule = failing;
    await load(hot);
    await load(hot);
    sent.length = 0;
    const disposed = vi.fn();
    client.disposeMap.set("/a.js", disposed);
    await hear("rwstate:outdated", { update: 1, paths: ["/a.js"], modules: {} });
    await hear("vite:beforeUpdate");
    await client.importUpdatedModule({});
    await hear("vite:afterUpdate");
    expect(disposed).toHaveBeenCalledTimes(1);
    const once = ["disposed", "evaluation-failed", "evaluated"].map((event) => `rwstate:${event}`);
    expect(sent).toEqual(once);
  });

  test("an update that does not compile is reported at its error, once", async () => {
    throws = false;
    const { client, hot, sent, hear } = runner();
    const error = Object.assign(new Error("no"), { runnerError: new Error("no") });
    client.importUpdatedModule = () => Promise.reject(error);
    await load(hot);
    await hear("rwstate:outdated", { update: 1, paths: ["/a.js"], modules: {} });
    await hear("vite:beforeUpdate");
    sent.length = 0;
    // In workerd nothing may follow the second of these.
    const imports = [client.importUpdatedModule({}), client.importUpdatedModule({})];
    await Promise.allSettled(imports);
    expect(sent).toEqual(["rwstate:evaluated"]);
    await hear("vite:afterUpdate");
    expect(sent).toEqual(["rwstate:evaluated"]);
  });

  describe("the server's modules", () => {
    /** A runner whose fetches the server answers with "asked". */
    async function fetching() {
      throws = false;
      const { client, hot, hear } = runner();
      const invoke = vi.fn(async (_name: string, _data: unknown[]): Promise<unknown> => "asked");
      const transport = { invoke: invoke as (name: string, data: unknown[]) => Promise<unknown> };
      await load(Object.assign(hot, { hmrClient: Object.assign(client, { transport }) }));
      const fetch = (url: string, cached = true) =>
        transport.invoke("fetchModule", [url, "/b.js", { cached }]);
      const update = (number: number, modules: Record<string, unknown>) =>
        hear("rwstate:outdated", { update: number, paths: Object.keys(modules), modules });
      return { hear, invoke, fetch, update };
    }

    test("answer the fetches that an evaluation makes, each once", async () => {
      const { fetch, update } = await fetching();
      const module = { id: "/a.js" };
      const virtual = { id: "\0a" };
      await update(1, { "/a.js": module, "\0a": virtual });
      expect(await fetch("/a.js")).toBe(module);
      expect(await fetch("/a.js")).toBe("asked");
      expect(await fetch("/@id/__x00__a", false)).toBe(virtual);
    });

    test("name the imports that are not to be fetched, each once", async () => {
      const { fetch, update } = await fetching();
      await update(1, { "/b.js": { id: "/b.js", kept: ["/a.js", "/c.js"] } });
      await fetch("/b.js");
      expect(await fetch("/a.js")).toEqual({ cache: true });
      expect(await fetch("/a.js")).toBe("asked");
      // The runner does not have it.
      expect(await fetch("/c.js", false)).toBe("asked");
    });

    test("are forgotten when they become outdated, or with all modules", async () => {
      const { hear, fetch, update } = await fetching();
      await update(1, { "/a.js": {}, "/c.js": {}, "/d.js": {} });
      await hear("rwstate:outdated", { update: 2, paths: ["/a.js"], modules: {} });
      expect(await fetch("/a.js")).toBe("asked");
      expect(await fetch("/c.js")).toEqual({});
      await hear("vite:beforeFullReload");
      expect(await fetch("/d.js")).toBe("asked");
    });

    test("are not evaluated once more where they were fetched before the update came", async () => {
      const { invoke, fetch, update } = await fetching();
      await update(4, {});
      const module = { id: "/a.js", update: 5 };
      invoke.mockResolvedValueOnce(module);
      expect(await fetch("/a.js")).toBe(module);
      const options = { cached: true, received: 4 };
      expect(invoke).toHaveBeenLastCalledWith("fetchModule", ["/a.js", "/b.js", options]);
      const other = { id: "/c.js" };
      await update(5, { "/a.js": module, "/c.js": other });
      expect(await fetch("/a.js")).toBe("asked");
      expect(await fetch("/c.js")).toBe(other);
      await update(6, { "/a.js": module });
      expect(await fetch("/a.js")).toBe(module);
    });

    test("are not evaluated once more where two updates were on their way", async () => {
      const { invoke, fetch, update } = await fetching();
      invoke.mockResolvedValueOnce({ id: "/a.js", update: 2 });
      await fetch("/a.js");
      await update(1, {});
      await update(2, { "/a.js": { id: "/a.js" } });
      expect(await fetch("/a.js")).toBe("asked");
    });

    test("are forgotten when an answer retracts those of an update, and not those of a later one", async () => {
      const { invoke, fetch, update } = await fetching();
      const module = { id: "/a.js" };
      const retracting = { id: "/c.js", retracted: { "/a.js": 1 } };
      await update(1, { "/a.js": module });
      invoke.mockResolvedValueOnce(retracting);
      await fetch("/c.js");
      expect(await fetch("/a.js")).toBe("asked");
      await update(2, { "/a.js": module });
      invoke.mockResolvedValueOnce(retracting);
      await fetch("/c.js");
      expect(await fetch("/a.js")).toBe(module);
    });

    test("are not expected by a runner without the parts for it", async () => {
      const { client, hot } = runner();
      const send = vi.fn();
      await load(Object.assign(hot, { send }));
      expect(send).toHaveBeenLastCalledWith("rwstate:can-dispose", { takesModules: false });
      const transport = { invoke: async () => "asked" };
      await load(Object.assign(hot, { hmrClient: Object.assign(client, { transport }) }));
      expect(send).toHaveBeenLastCalledWith("rwstate:can-dispose", { takesModules: true });
    });
  });
});
