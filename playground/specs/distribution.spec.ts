/** The packages as they are published: installed from a registry by each package manager, in each Node, an app with one line starts. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProgram, succeeded } from "../harness/cli";
import { distribution, managers, packages, Registry, type Manager } from "../harness/registry";
import { countServer } from "../harness/servers.mjs";
import { cells } from "./cells";

const newest = cells("node").filter(({ vite }) => vite === 8);

describe.each(newest)("the published packages", () => {
  let registry: Registry;

  beforeAll(async () => {
    registry = await Registry.start();
    await registry.publish();
  });
  afterAll(() => registry?.close());

  test.concurrent.each(managers)(
    "$name installs what fits, and an app answers",
    async (manager) => {
      const app = await registry.install(manager);
      const [addon, ...others] = await addonsIn(app);
      expect(others).toEqual([]);
      expect(addon).toMatch(new RegExp(`^binding-${process.platform}-${process.arch}`));
      const cli = join(app, "node_modules/rwstate/dist/bin/rwstate.js");
      await succeeded(startProgram(app, cli, ["check"], {}, manager.node), "rwstate check");
      const { output, module, inspector } = await serve(app, manager);
      expect(output).not.toContain("RWS005");
      expect(module).toContain("virtual:rwsdk:__state");
      expect(inspector).toContain("<title>rwstate");

      if (manager.name !== "npm") return;
      await rm(join(app, "node_modules/@rwstate"), { recursive: true });
      const without = await serve(app, manager);
      expect(without.output.match(/RWS005/g)).toHaveLength(2);
      expect(without.output).toContain("warning[RWS005] missing-addon: ");
      expect(without.output).toContain(`with optional dependencies; \`@rwstate/${addon}\``);
      expect(without.module).toContain("/rwstate/dist/runtime/state.mjs");
    },
  );

  test.concurrent("publint and attw have nothing to say of the tarball", async () => {
    const tarballs = join(packages, "tarballs");
    const [name] = (await readdir(tarballs)).filter((each) => /^rwstate-\d/.test(each));
    const tarball = join(tarballs, name!);
    const run = (file: string, ...args: string[]) =>
      startProgram(distribution, join(distribution, "node_modules", file), [...args, tarball]);
    const lint = await succeeded(run("publint/src/cli.js", "--strict"), "publint");
    expect(lint).toContain("All good!");
    // The package has modules alone. `rwstate/types` declares a module by a name in `exports`, which TypeScript's `node10` does not read; the
    // playground's own types reference it.
    const attw = "@arethetypeswrong/cli/dist/index.js";
    const profile = ["--profile", "esm-only", "--exclude-entrypoints", "types"];
    // As JSON: what attw prints for people depends on the width and the symbols of the terminal.
    const types = await succeeded(run(attw, ...profile, "--format", "json", "--"), "attw");
    const { entrypoints } = (JSON.parse(types) as AttwReport).analysis;
    const ways = ["node16-esm", "bundler"] as const;
    const found = Object.entries(entrypoints).map(([name, { resolutions }]) => {
      return [name, ...ways.map((way) => typeof resolutions[way].resolution?.fileName)];
    });
    const modules = ["vite", "state", "inspect", "testing", "preserve", "package.json"];
    expect(found).toEqual(modules.map((each) => [`./${each}`, "string", "string"]));
  });
});

/** What is read of attw's report: where each entry point's types were found, by the way of looking for them. */
interface AttwReport {
  analysis: {
    entrypoints: Record<
      string,
      { resolutions: Record<"node16-esm" | "bundler", { resolution?: { fileName: string } }> }
    >;
  };
}

/** The packages with addons that were installed, by pnpm or others. */
async function addonsIn(app: string): Promise<string[]> {
  const folder = join(app, "node_modules");
  const names = await readdir(join(folder, "@rwstate")).catch(() => [] as string[]);
  const linked = await readdir(join(folder, ".pnpm")).catch(() => [] as string[]);
  const found = linked.map((each) => /^@rwstate\+(binding-.*)@/.exec(each)?.[1] ?? []);
  return [...names, ...found.flat()];
}

/** Starts the app's dev server, and returns what it answers and what it has printed. */
async function serve(app: string, { node }: Manager) {
  countServer();
  const file = join(app, "node_modules/vite/bin/vite.js");
  const args = ["--host", "127.0.0.1", "--port", "0"];
  const vite = startProgram(app, file, args, {}, node);
  try {
    const [, url] = await vite.printed(/Local: +(http:\S+)/);
    const text = async (path: string) => (await fetch(new URL(path, url))).text();
    const [module, inspector] = [await text("/main.js"), await text("/__rwstate/")];
    const { output } = await vite.stop();
    return { output, module, inspector };
  } finally {
    await vite.stop();
  }
}
