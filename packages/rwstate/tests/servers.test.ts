/** Several dev servers in one process, created as apps and frameworks do, with real Vite and the built plugins. */
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createLogger,
  createServer,
  isRunnableDevEnvironment,
  resolveConfig,
  type InlineConfig,
  type PluginOption,
  type ViteDevServer,
} from "vite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { statePlugin } from "rwstate/vite";
import type * as StateModule from "../dist/runtime/state.mjs";
import { vitestOf } from "../dist/state/vitest.js";
import { smallConfig } from "./small-server.js";

type Load = (this: object, id: string) => { code: string } | null;

let root: string;
let servers: ViteDevServer[];

beforeEach(async () => {
  servers = [];
  root = await mkdtemp(join(tmpdir(), "rwstate-"));
  await writeFile(
    join(root, "entry.js"),
    `import { AsyncLocalStorage } from "node:async_hooks";
     import { defineRwState } from "rwstate/state";
     export const context = new AsyncLocalStorage();
     export const kept = defineRwState("kept", () => ({}));
     export const held = defineRwState("held", () => ({ isOpen: true }), {
       dispose: (value) => void (value.isOpen = false),
     });`,
  );
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(root, { recursive: true });
});

function configOf(plugins: PluginOption[], more: InlineConfig = {}): InlineConfig {
  return { root, plugins, ...smallConfig, ...more };
}

/** A logger that collects warnings. */
function notingLogger() {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  return { lines, customLogger: { ...createLogger("silent"), warn: note, warnOnce: note } };
}

async function open(config: InlineConfig): Promise<ViteDevServer> {
  const server = await createServer(config);
  servers.push(server);
  return server;
}

/** What the app's entry module exports. */
interface Entry {
  context: object;
  kept: object;
  held: { isOpen: boolean };
}

/** Evaluates the app's entry module in a server, and returns what it exports. */
async function entry(server: ViteDevServer): Promise<Entry> {
  return runnerOf(server).import<Entry>("/entry.js");
}

/** As `entry`, where the module is transformed and evaluated again. */
async function entryAgain(server: ViteDevServer): Promise<Entry> {
  server.environments.ssr.moduleGraph.invalidateAll();
  runnerOf(server).clearCache();
  return entry(server);
}

function runnerOf({ environments: { ssr } }: ViteDevServer) {
  if (!isRunnableDevEnvironment(ssr)) throw new Error("no runner");
  return ssr.runner;
}

test("one list of plugins may be in two servers, the second created in a hook of the first", async () => {
  const plugins: PluginOption[] = [statePlugin()];
  const opening: PluginOption = {
    name: "opening",
    async configureServer() {
      const inner = await createServer(configOf(plugins, { mode: "other" }));
      expect((await entry(inner)).held.isOpen).toBe(true);
      await inner.close();
    },
  };
  const outer = await open(configOf([...plugins, opening]));
  const before = await entry(outer);
  const beside = await open(configOf(plugins));
  expect((await entry(beside)).kept).not.toBe(before.kept);
  // A build has a mode and a root of its own, and does not change those of the servers.
  await resolveConfig(configOf(plugins, { root: join(root, "built") }), "build");
  const again = await entryAgain(outer);
  expect(again).not.toBe(before);
  expect(again.kept).toBe(before.kept);
  // Its key depends on the root.
  expect(again.context).toBe(before.context);
  expect(again.held.isOpen).toBe(true);
  await outer.restart();
  const after = await entry(outer);
  expect(after.kept).toBe(before.kept);
  expect(after.context).toBe(before.context);
  expect(before.held.isOpen).toBe(false);
  expect(after.held).toEqual({ isOpen: true });
});

test("a framework may clone a list of plugins, as Nuxt does with its config", async () => {
  // As the package `klona` does.
  const clone = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const copy = new (value.constructor as new () => Record<string, unknown>)();
    for (const [name, member] of Object.entries(value)) copy[name] = clone(member);
    return copy;
  };
  const { lines, customLogger } = notingLogger();
  const server = await open(configOf([clone(statePlugin()) as PluginOption], { customLogger }));
  const before = await entry(server);
  const again = await entryAgain(server);
  expect(again).not.toBe(before);
  expect(again.kept).toBe(before.kept);
  expect(again.context).toBe(before.context);
  expect(lines).toEqual([]);
});

test("two lists of plugins in one server get the same id, also after a restart", async () => {
  const plugins = [statePlugin(), statePlugin({ specifier: "other-fw/__state" })];
  const server = await open(configOf(plugins));
  const id = "\0virtual:rwsdk:__state";
  const served = () =>
    server.config.plugins
      .filter(({ name }) => name === "rwstate:state")
      .map(({ load }) => (load as Load).call({ environment: server.environments.ssr }, id));
  const [first, ...others] = served();
  expect(first).toEqual(expect.objectContaining({ code: expect.any(String) }));
  expect(others).toEqual([first]);
  await server.restart();
  expect(served()).toEqual([first, first]);
});

test("two open servers with one config have separate state", async () => {
  const config = configOf([statePlugin()]);
  const [one, two] = [await open(config), await open(config)];
  const [first, second] = [await entry(one), await entry(two)];
  expect(first.kept).not.toBe(second.kept);
  await one.restart();
  expect((await entry(one)).kept).toBe(first.kept);
});

test("a framework's restart keeps the state: it closes a server and creates another while the watcher reports a change", async () => {
  const fresh = () => configOf([statePlugin()]);
  const one = await open(fresh());
  const before = await entry(one);
  let restarted!: (server: ViteDevServer) => void;
  const next = new Promise<ViteDevServer>((resolve) => (restarted = resolve));
  one.watcher.once("change", async () => {
    // While the first server is open, another one does not replace it.
    const beside = await open(fresh());
    await beside.close();
    await one.close();
    restarted(await open(fresh()));
  });
  one.watcher.emit("change", join(root, "framework.config.js"));
  const after = await entry(await next);
  expect(after.kept).toBe(before.kept);
  expect(after.context).toBe(before.context);
  expect(before.held.isOpen).toBe(false);
  expect(after.held.isOpen).toBe(true);
  // Another server has taken its place.
  expect((await entry(await open(fresh()))).kept).not.toBe(before.kept);
});

test("a server has state of its own if the one before it was not closed for a change", async () => {
  const fresh = () => configOf([statePlugin()]);
  const one = await open(fresh());
  const before = await entry(one);
  await one.close();
  expect((await entry(await open(fresh()))).kept).not.toBe(before.kept);
});

test("a restart that fails disposes of no entry", async () => {
  let fails = false;
  const failing: PluginOption = {
    name: "failing",
    enforce: "post",
    async configureServer(server) {
      if (!fails) return;
      // As Vite 8.4 does with a server that it cannot create.
      await Promise.all(Object.values(server.environments).map((one) => one.close()));
      throw new Error("no");
    },
  };
  const server = await open(configOf([statePlugin(), failing]));
  const { held } = await entry(server);
  fails = true;
  await server.restart();
  expect(held.isOpen).toBe(true);
  fails = false;
  await server.restart();
  expect(held.isOpen).toBe(false);
  const after = await entry(server);
  expect(after.held.isOpen).toBe(true);
  await server.close();
  expect(after.held.isOpen).toBe(false);
});

test("a server's code finds the state that natively imported code has kept before there was a server", async () => {
  // As in a process without a server yet, and evaluated by Node rather than by Vitest.
  Reflect.deleteProperty(globalThis, Symbol.for("rwstate/v1"));
  const native = createRequire(import.meta.url)("../dist/runtime/state.mjs") as typeof StateModule;
  const kept = native.defineRwState("kept", () => ({}));
  const server = await open(configOf([statePlugin()]));
  expect((await entry(server)).kept).toBe(kept);
  native.setRwState("kept", "set");
  expect((await entry(server)).kept).toBe(kept);
  await server.restart();
  expect((await entry(server)).kept).toBe("set");
});

describe("a package with contexts that Vite serves and an external package imports natively", () => {
  const install = async (name: string, code: string, more = {}) => {
    const folder = join(root, "node_modules", name);
    await mkdir(folder, { recursive: true });
    const manifest = { name, version: "1.0.0", type: "module", exports: "./index.js", ...more };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await writeFile(join(folder, "index.js"), code);
  };
  const reports = async (ssr: NonNullable<InlineConfig["ssr"]>) => {
    const { lines, customLogger } = notingLogger();
    const server = await open(configOf([statePlugin()], { customLogger, ssr }));
    await entry(server);
    await server.close();
    return lines.filter((line) => line.includes("RWS006"));
  };
  const reported = [expect.stringContaining("`auth` is external and depends on `fw`")];

  beforeEach(() => installFramework("fw"));

  async function installFramework(name: string): Promise<void> {
    await install(
      name,
      `import { AsyncLocalStorage } from "node:async_hooks"; export const context = new AsyncLocalStorage();`,
    );
    await install("auth", `export { context as other } from "${name}";`, {
      dependencies: { [name]: "1.0.0" },
    });
    await writeFile(
      join(root, "entry.js"),
      `export { context } from "${name}"; export { other } from "auth";`,
    );
  }

  test("is reported, unless Vite serves both or none", async () => {
    expect(await reports({ noExternal: ["fw"] })).toEqual(reported);
    expect(await reports({ noExternal: ["fw", "auth"] })).toEqual([]);
    expect(await reports({ noExternal: [] })).toEqual([]);
  });

  test.each(["dependencies", "optionalDependencies", "peerDependencies"])(
    "is reported where the external package has it by the %s of another, which has the external package",
    async (by) => {
      await install("auth", `export { context as other } from "mid";`, { [by]: { mid: "1.0.0" } });
      await install("mid", `export { context } from "fw";`, { [by]: { fw: "1.0.0", auth: "*" } });
      expect(await reports({ noExternal: ["fw"] })).toEqual(reported);
    },
  );

  test.each(["fw", "@my/fw"])(
    "is reported where Vite's optimizer has bundled %s, now or at an earlier start",
    async (name) => {
      await installFramework(name);
      const ssr = { noExternal: [name], optimizeDeps: { noDiscovery: true, include: [name] } };
      const line = [expect.stringContaining(`\`auth\` is external and depends on \`${name}\``)];
      expect(await reports(ssr)).toEqual(line);
      expect(await reports(ssr)).toEqual(line);
      expect(await reports({ ...ssr, noExternal: [name, "auth"] })).toEqual([]);
    },
  );
});

test("an entry that outlives an edit of `.env` is reported with the changed variables that its module reads", async () => {
  const { lines, customLogger } = notingLogger();
  await writeFile(join(root, ".env"), "VITE_URL=one\nVITE_TITLE=one\n");
  await writeFile(
    join(root, "entry.js"),
    `import { AsyncLocalStorage } from "node:async_hooks";
     import { defineRwState } from "rwstate/state";
     export const context = new AsyncLocalStorage();
     export const kept = defineRwState("kept", () => ({ url: import.meta.env.VITE_URL }));
     export const held = defineRwState("held", () => ({}), { dispose() {} });`,
  );
  const server = await open(configOf([statePlugin()], { customLogger }));
  await entry(server);
  await writeFile(join(root, ".env"), "VITE_URL=one\nVITE_TITLE=two\n");
  await server.restart();
  await entry(server);
  expect(lines.filter((line) => line.includes("import.meta.env"))).toEqual([]);
  await writeFile(join(root, ".env"), "VITE_URL=two\nVITE_TITLE=two\n");
  await server.restart();
  await expect
    .poll(() => lines.filter((line) => line.includes("import.meta.env")))
    .toEqual([expect.stringMatching(/VITE_URL of .* entries of ssr .*: "kept" \(entry\.js\)/)]);
});

test("Vite may serve the plugin's own files, wherever the package is installed", async () => {
  const server = await open(configOf([statePlugin()]));
  const { client } = server.environments;
  // Vitest's setup file has no specifier.
  const setup = fileURLToPath(new URL("../dist/runtime/vitest.mjs", import.meta.url));
  for (const specifier of ["rwstate/preserve", "rwstate/inspect", setup]) {
    const { id } = (await client.pluginContainer.resolveId(specifier))!;
    expect((await client.transformRequest(id))?.code).toMatch(/import|export/);
  }
});

test("Vitest's own servers are recognized by its plugins, and one that a test starts is a dev server", () => {
  expect(process.env["VITEST"]).toBe("true");
  const of = (...names: string[]) => vitestOf([[names.map((name) => ({ name }))], false, null]);
  expect(of("vite:react", "my-vitest", "vitest-like")).toBe("absent");
  expect(of("vitest", "vitest:resolve-root")).toBe("runner");
  expect(of("vitest:project")).toBe("runner");
  expect(of("vitest:browser", "vitest")).toBe("browser");
  expect(vitestOf(undefined)).toBe("absent");
});

test("a save holds no request in Vite's bundled dev mode", async () => {
  const config = configOf([statePlugin()], {
    appType: "custom",
    experimental: { bundledDev: true },
  });
  const server = await open(config);
  server.middlewares.use((_, response) => response.end("answered"));
  const listening = createHttpServer(server.middlewares).listen(0, "127.0.0.1");
  await once(listening, "listening");
  try {
    await entry(server);
    const file = join(root, "entry.js");
    await server.environments.client.pluginContainer.watchChange(file, { event: "update" });
    const { port } = listening.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5000) });
    expect(await answer.text()).toBe("answered");
  } finally {
    listening.close();
  }
});
