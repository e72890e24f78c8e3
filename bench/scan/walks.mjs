// Walks through an app: Vite's own scan and rwstate's, each in the environment of one real Vite 8 server.
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { loadBinding } from "../../packages/rwstate/dist/binding.js";
import { EnvironmentScan } from "../../packages/rwstate/dist/scan/environment-scan.js";
import { externalsOf } from "../../packages/rwstate/dist/scan/externals.js";
import { scanOptions } from "../../packages/rwstate/dist/scan/options.js";

/** How often files are saved after one walk. */
const saved = 20;

/** What JSX is compiled to imports: React's plugin lists it, as no source names it. */
const included = "react/jsx-dev-runtime";

/**
 * Vite's own scan. The time is Vite's own: from the first line of `scanImports` to its last, which it tells under `DEBUG=vite:deps`.
 * So neither the server's start is in it, nor the lookup of the cache before it, nor the bundling that it begins after. The server does
 * not listen and watches nothing, as both would run beside the scan.
 */
export async function vite(root) {
  process.env.DEBUG = "vite:deps";
  const told = [];
  process.stderr.write = (text) => told.push(String(text)) > 0;
  const { depsOptimizer } = await environmentOf(root);
  await depsOptimizer.init();
  await depsOptimizer.scanProcessing;
  const { discovered, optimized } = depsOptimizer.metadata;
  const found = Object.values({ ...discovered, ...optimized }).filter(({ id }) => id !== included);
  const [, took] = /Scan completed in ([\d.]+)ms/.exec(told.join("")) ?? [];
  if (took === undefined) throw new Error(`Vite tells no time:\n${told.join("")}`);
  return {
    millis: Number(took),
    dependencies: found.map(({ id }) => id),
    resolved: Object.fromEntries(found.map(({ id, src }) => [id, src])),
  };
}

/** The walk as the plugin begins it, until its promise is settled: the median of `count` that begin with nothing. */
export async function walk(root, count = 1) {
  const make = maker(await environmentOf(root));
  const times = [];
  for (;;) {
    const begin = performance.now();
    const { dependencies, unknown, files } = await make().start();
    times.push(performance.now() - begin);
    if (unknown.length > 0) throw new Error(`only Vite knows ${unknown[0].specifier}`);
    if (times.length < Number(count)) continue;
    const found = dependencies.map(({ specifier }) => specifier);
    return { millis: median(times), files, dependencies: found };
  }
}

/** The walk, and Vite's answer to each find, which the plugin asks for; here the optimizer is not told. */
export async function resolved(root) {
  const environment = await environmentOf(root);
  const found = {};
  const resolveId = async (specifier, importer) => {
    const answer = await environment.pluginContainer.resolveId(specifier, importer, { scan: true });
    found[specifier] = answer.id.replace(/[?#].*$/s, "");
    return answer;
  };
  const quiet = new Proxy(environment, {
    get: (target, name) =>
      name === "pluginContainer" ? { resolveId } : Reflect.get(target, name, target),
  });
  const binding = loadBinding();
  const told = { imports() {}, isNamed: () => true };
  const begin = performance.now();
  const scan = new EnvironmentScan(binding, planOf(binding), quiet, externalsOf(quiet), told);
  await scan.start(Promise.resolve());
  return { millis: performance.now() - begin, dependencies: Object.keys(found), resolved: found };
}

/** Saves of files that import nothing new, in apps of several sizes in turn: the first after a walk, and the median of those after it. */
export async function saves(rounds, ...roots) {
  const apps = [];
  for (const root of roots) {
    const files = sources(join(root, "src"));
    const step = Math.max(1, Math.floor(files.length / saved));
    const some = files.filter((_, index) => index % step === 0).slice(0, saved);
    apps.push({ modules: files.length, some, make: maker(await environmentOf(root)) });
  }
  const results = apps.map(({ modules }) => ({ modules, first: [], later: [] }));
  for (let round = -1; round < Number(rounds); round++) {
    for (const [position, { some, make }] of apps.entries()) {
      const scan = make();
      await scan.start();
      const times = [];
      for (const file of some) times.push(await save(scan, file));
      const [first, ...later] = times;
      if (round < 0) continue;
      results[position].first.push(first);
      results[position].later.push(median(later));
    }
  }
  return results;
}

async function save(scan, file) {
  const before = await readFile(file, "utf8");
  await appendFile(file, "// Saved.\n");
  const begin = performance.now();
  const { dependencies, files } = await scan.save([file]);
  const took = performance.now() - begin;
  await writeFile(file, before);
  if (dependencies.length > 0 || files !== 1) throw new Error(`a save of ${file} found something`);
  return took;
}

function median(times) {
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : [path];
  });
}

/** Makes walks of an environment, as the plugin does. */
function maker(environment) {
  const binding = loadBinding();
  const plan = planOf(binding);
  return () => new binding.Scan(plan, scanOptions(environment));
}

function planOf(binding) {
  return new binding.Plan(undefined, "/state.mjs", "const scope = null;");
}

/** The environment `ssr`, optimized as frameworks on Vite's module runner have it. */
async function environmentOf(root) {
  const cacheDir = join(root, "node_modules/.vite");
  await rm(cacheDir, { recursive: true, force: true });
  const { createServer } =
    await import("../../playground/vite-8/node_modules/vite/dist/node/index.js");
  const { environments } = await createServer({
    root,
    cacheDir,
    configFile: false,
    logLevel: "error",
    appType: "custom",
    server: { watch: null, ws: false },
    resolve: { alias: { "~": join(root, "src") } },
    environments: {
      ssr: {
        optimizeDeps: { noDiscovery: false, entries: ["src/entry.ts"], include: [included] },
        resolve: { noExternal: true },
      },
    },
  });
  await environments.client.pluginContainer.buildStart();
  return environments.ssr;
}
