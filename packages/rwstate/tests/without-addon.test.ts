/** Without the native addon there is one message, and Vite runs without rwstate. With a copy of the built package, as a user has it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, createLogger, createServer, isRunnableDevEnvironment, type Rollup } from "vite";
import { describe, expect, test, vi } from "vitest";
import type * as Plugin from "rwstate/vite";
import { loadBinding } from "../dist/binding.js";
import { withoutAddon } from "../dist/state/without-addon.js";
import { packageFolder, withCopy } from "./copy.js";

const machine = `${process.platform}-${process.arch}`;

/** Runs with a copy that has no addon. */
function withNoAddon(
  use: (folder: string, plugin: typeof Plugin.statePlugin) => Promise<void>,
): Promise<void> {
  return withCopy(async (folder) => {
    await rm(join(folder, "native"), { recursive: true });
    await use(folder, await pluginOf(folder));
  });
}

async function pluginOf(folder: string): Promise<typeof Plugin.statePlugin> {
  const url = pathToFileURL(join(folder, "dist/plugin/index.js")).href;
  return ((await import(url)) as typeof Plugin).statePlugin;
}

/** Writes an app into the copy: two modules that import the state module by each of its names. */
async function writeApp(folder: string): Promise<void> {
  await writeFile(
    join(folder, "entry.js"),
    `import { defineRwState } from "rwstate/state";
     import { getRwState } from "fw/state";
     const value = defineRwState("key", () => ({}));
     export const isOne = getRwState("key") === value;
     export const edited = "no";`,
  );
}

/** Starts a server in the copy's folder, and returns the warnings of Vite's log and what the entry module exports. */
async function serve(folder: string, plugin: typeof Plugin.statePlugin, options = {}) {
  const lines: string[] = [];
  const logger = createLogger("warn");
  logger.warn = logger.warnOnce = logger.error = (line) => void lines.push(line);
  const server = await createServer({
    root: folder,
    configFile: false,
    customLogger: logger,
    plugins: [plugin({ specifier: "fw/state", ...options })],
    server: { middlewareMode: true, ws: false, watch: null },
  });
  try {
    const { ssr } = server.environments;
    if (!ssr || !isRunnableDevEnvironment(ssr)) throw new Error("no runner");
    const entry = (await ssr.runner.import("/entry.js")) as Record<string, unknown>;
    const client = await server.environments.client.transformRequest("/entry.js");
    return { lines, entry, client: client?.code };
  } finally {
    await server.close();
  }
}

describe("a dev server", () => {
  test("runs, logs one message, and serves one state module by each of its names", () =>
    withNoAddon(async (folder, plugin) => {
      await writeApp(folder);
      const { lines, entry, client } = await serve(folder, plugin);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(
        `warning[RWS005] missing-addon: rwstate has no native addon for ${machine}`,
      );
      expect(lines[0]).toContain("so Vite runs without rwstate: nothing is kept");
      expect(lines[0]).toContain("help: install the package rwstate again on this machine");
      expect(lines[0]).not.toContain("Require stack");
      expect(entry).toMatchObject({ isOne: true });
      expect(client?.match(/runtime\/state\.mjs/g)).toHaveLength(2);
    }));

  test("logs nothing where the option `logLevel` asks for that", () =>
    withNoAddon(async (folder, plugin) => {
      await writeApp(folder);
      const { lines } = await serve(folder, plugin, { logLevel: "error" });
      expect(lines).toEqual([]);
    }));
});

test("a build has the same output as with the addon, and logs nothing", async () => {
  const outputs: string[] = [];
  const logger = createLogger("silent");
  const logged = vi.spyOn(logger, "warnOnce");
  const bundle = async (folder: string, plugin: typeof Plugin.statePlugin) => {
    await writeApp(folder);
    const result = await build({
      root: folder,
      configFile: false,
      customLogger: logger,
      plugins: [plugin({ specifier: "fw/state" })],
      build: { ssr: "entry.js", write: false },
    });
    const [{ code }] = (result as Rollup.RollupOutput).output;
    outputs.push(code.replaceAll(basename(folder), ""));
  };
  // In two folders: Node loads no file a second time.
  await withCopy(async (folder) => bundle(folder, await pluginOf(folder)));
  await withNoAddon(bundle);
  expect(outputs[1]).toBe(outputs[0]);
  expect(outputs[1]).not.toContain("rwstate/v1");
  expect(logged).not.toHaveBeenCalled();
});

test.each([undefined, "fw/state", "@acme/fw/state"])(
  "with the specifier %s it answers as the plan does in a build",
  async (specifier) => {
    const file = join(packageFolder, "dist/runtime/state.mjs");
    const text = await readFile(file, "utf8");
    const plan = new (loadBinding().Plan)({ specifier }, file, text);
    const plugin = withoutAddon({ specifier }, "") as unknown as {
      configEnvironment(name: string, options: object): { optimizeDeps: { exclude: string[] } };
      resolveId(id: string): string | null;
      load(id: string): { code: string } | null;
    };
    for (const id of [...plan.specifiers(), "vite"]) {
      // Code imports the others only where the plugin has rewritten it.
      if (["rwstate/preserve", "rwstate/inspect"].includes(id)) continue;
      expect(plugin.resolveId(id)).toBe(plan.resolve(id, "build"));
    }
    expect(plugin.load(file)?.code).toBe(plan.load(file, "build", 1, "ssr"));
    for (const name of ["client", "ssr"]) {
      const { exclude, noExternal } = plan.environment(name, undefined, []);
      expect(plugin.configEnvironment(name, {})).toEqual({
        optimizeDeps: { exclude: exclude.slice(0, 2) },
        resolve: { noExternal },
      });
    }
  },
);

describe("the message of the command line", () => {
  async function message(folder: string): Promise<string> {
    const url = pathToFileURL(join(folder, "dist/binding.js")).href;
    const { loadBinding: load } = (await import(url)) as { loadBinding(): unknown };
    try {
      load();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("there is an addon");
  }

  async function publish(folder: string, names: string[]): Promise<void> {
    const packages = names.map((name) => [`@rwstate/binding-${name}`, "1.0.0"]);
    const optionalDependencies = Object.fromEntries(packages);
    await writeFile(join(folder, "package.json"), JSON.stringify({ optionalDependencies }));
  }

  test("names the package that is not installed", () =>
    withNoAddon(async (folder) => {
      const { platform } = process;
      const end = { linux: ["gnu", "musl"], win32: ["msvc"] }[platform as string];
      await publish(folder, end ? end.map((each) => `${machine}-${each}`) : [machine]);
      expect(await message(folder)).toMatch(
        new RegExp(
          `^error\\[RWS005\\] missing-addon: rwstate has no native addon for ${machine}.*\n  at: Cannot find module '@rwstate/binding-${machine}.*'\n  help: install the package rwstate again on this machine, with optional dependencies; `,
        ),
      );
    }));

  test("lists the platforms with an addon where this one has none", () =>
    withNoAddon(async (folder) => {
      await publish(folder, ["plan9-mips", "hurd-x64"]);
      expect(await message(folder)).toContain("help: there are addons for plan9-mips, hurd-x64");
    }));

  test("says that an addon does not load", () =>
    withCopy(async (folder) => {
      await writeFile(join(folder, `native/rwstate.${machine}.node`), "no library");
      expect(await message(folder)).toContain(
        `error[RWS005] missing-addon: the native addon for ${machine} does not load\n  at: `,
      );
    }));
});
