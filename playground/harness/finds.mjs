// The child process of a comparison: what Vite's own scan finds in an app on a cold cache, and what rwstate's finds.
//
// node finds.mjs <root> <inline config>   -> one message over IPC: { [environment]: { vite, included, rwstate, failed } }
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadBinding } from "../../packages/rwstate/dist/binding.js";
import { EnvironmentScan } from "../../packages/rwstate/dist/scan/environment-scan.js";
import { externalsOf } from "../../packages/rwstate/dist/scan/externals.js";

const [root, inline] = process.argv.slice(2);
const vite = join(createRequire(join(root, "package.json")).resolve("vite/package.json"), "..");
const { createServer } = await import(pathToFileURL(join(vite, "dist/node/index.js")).href);
const binding = loadBinding();

/** Entries of the optimizer, each as its name and the file it stands for. */
const entries = (found) => Object.values(found).map(({ id, src }) => [id, src]);

const failures = [];
const logger = {
  hasWarned: false,
  info() {},
  warn() {},
  warnOnce() {},
  clearScreen() {},
  hasErrorLogged: () => false,
  error: (message) => failures.push(message),
};

async function compare(environment) {
  const { depsOptimizer } = environment;
  if (!depsOptimizer || depsOptimizer.options.noDiscovery) return undefined;
  await depsOptimizer.scanProcessing;
  const { discovered, optimized } = depsOptimizer.metadata;
  const found = [...entries(optimized), ...entries(discovered)];
  return {
    vite: found,
    included: depsOptimizer.options.include ?? [],
    rwstate: await rwstate(environment),
  };
}

/** What the plugin would hand to the optimizer; here it is resolved without telling the optimizer. */
async function rwstate(environment) {
  const found = [];
  const { pluginContainer } = environment;
  const resolveId = async (specifier, importer) => {
    const resolved = await pluginContainer.resolveId(specifier, importer, { scan: true });
    found.push([
      specifier,
      resolved && !resolved.external ? resolved.id.replace(/[?#].*$/s, "") : null,
      importer,
    ]);
    return resolved;
  };
  const quiet = new Proxy(environment, {
    get: (target, name) =>
      name === "pluginContainer" ? { resolveId } : Reflect.get(target, name, target),
  });
  const plan = new binding.Plan(undefined, "/state.mjs", "const scope = null;");
  const scan = new EnvironmentScan(binding, plan, quiet, externalsOf(environment), {
    imports() {},
  });
  await scan.start(Promise.resolve());
  return found.filter(([, file]) => file?.includes("/node_modules/"));
}

const server = await createServer({
  root,
  clearScreen: false,
  customLogger: logger,
  ...JSON.parse(inline),
  server: { middlewareMode: true, ws: false },
});
const result = {};
for (const [name, environment] of Object.entries(server.environments)) {
  const compared = await compare(environment);
  if (compared) result[name] = compared;
}
process.send({ environments: result, failures }, () => process.exit());
