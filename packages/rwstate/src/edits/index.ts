/** The plugins of targeted edits: an edit of a server's code evaluates again only the modules that it affects. */
import { readFileSync } from "node:fs";
import type { DevEnvironment, Plugin } from "vite";
import { isBundled } from "../server/bundled.js";
import type { Context } from "../server/context.js";
import { hmrOf } from "../server/hmr.js";
import { isFirst } from "../server/once.js";
import { runtimeFolder } from "../server/runtime-folder.js";
import { SavedFiles } from "./saved-files.js";
import { DroppedSaves } from "./dropped-saves.js";
import { RunnerModules } from "./runner-modules.js";
import { Graph } from "./graph.js";
import { Loads } from "./loads.js";
import { Prefetch } from "./prefetch.js";
import { Reports } from "./reports.js";
import { acceptWhileRoot, canAccept } from "./roots.js";
import { Updates } from "./updates.js";

/** A virtual id, so that no rule of Vite's for files applies to the module. */
const id = "\0virtual:rwstate:edits";

export function edits(context: Context): Plugin[] {
  const { binding, plan } = context;
  const savedFiles = new WeakMap<DevEnvironment, SavedFiles>();
  const prefetches = new WeakMap<DevEnvironment, Prefetch>();
  /** By the client environment of a server. */
  const droppedSaves = new WeakMap<DevEnvironment, DroppedSaves>();
  /** By the client environment of a server: those of all its environments. */
  const byClient = new WeakMap<DevEnvironment, SavedFiles[]>();

  return [
    {
      name: "rwstate:edits",
      enforce: "pre",
      resolveId: {
        filter: { id: /^rwstate\/edits$/ },
        handler: (specifier) =>
          specifier === "rwstate/edits" && context.mode === "dev" ? id : undefined,
      },
      load: {
        filter: { id: /^\0virtual:rwstate:edits$/ },
        handler: (module) =>
          module === id ? { code: runtime(), map: { mappings: "" } } : undefined,
      },
      // Before the plugin of a host that evaluates its entry module in this hook.
      configureServer(server) {
        if (!isFirst(server, "edits")) return;
        const all: SavedFiles[] = [];
        byClient.set(server.environments.client, all);
        droppedSaves.set(server.environments.client, new DroppedSaves(server));
        for (const environment of Object.values(server.environments)) {
          const { name, config } = environment;
          if (!plan.isTargeted(name, config.consumer, context.mode)) continue;
          if (lacksParts(environment)) continue;
          const loads = new Loads(environment, server);
          const runner = new RunnerModules(environment, () => loads.evaluates());
          const graph = new Graph(environment, runner, binding);
          const reports = new Reports(environment, runner, (line) => {
            if (plan.logs("info")) environment.logger.info(line, { timestamp: true });
          });
          const prefetch = new Prefetch(environment, runner);
          const updates = new Updates(environment, runner, graph, reports, prefetch);
          const waits = {
            evaluated: async () => {
              await Promise.all([updates.evaluated(), loads.evaluated()]);
            },
            settled: () => context.settled(environment),
          };
          const one = new SavedFiles(environment, runner, graph, waits, reports);
          savedFiles.set(environment, one);
          prefetches.set(environment, prefetch);
          all.push(one);
          context.targeted.add(environment);
        }
      },
      watchChange: {
        order: "pre",
        async handler(file, { event }) {
          // Vite 6 calls this hook once for each environment, Vite 7 and 8 once for the client environment.
          const client = this.environment as DevEnvironment;
          const all = byClient.get(client) ?? [];
          // With HMR off Vite calls no hook after this one.
          const isLast = hmrOf(client.getTopLevelConfig()) === "off";
          const read = isLast ? async () => droppedSaves.get(client)?.read(file) : undefined;
          await Promise.all(all.map((one) => one.begin(event, file, read)));
        },
      },
      hotUpdate: {
        order: "pre",
        async handler(options) {
          // Where that fails, as for a file that is deleted, the request that needs the module gets the error.
          if (options.type === "update" && options.modules.length > 0) {
            await droppedSaves.get(options.server.environments.client)?.read(options.file);
          }
          return savedFiles.get(this.environment)?.update(options);
        },
      },
    },
    {
      name: "rwstate:edits-after",
      enforce: "post",
      // Before Vite's analysis of imports. The runner evaluates `rwstate/edits` with its entry module.
      transform(code, module) {
        const environment = this.environment as DevEnvironment;
        if (!savedFiles.has(environment) || !canAccept(environment, module)) return undefined;
        const isEntry = environment.moduleGraph.getModuleById(module)?.importers.size === 0;
        return isEntry ? { code: `${code}\nimport "rwstate/edits";\n`, map: null } : undefined;
      },
      hotUpdate: {
        order: "post",
        async handler(options) {
          const one = savedFiles.get(this.environment);
          const modules = await one?.update(options);
          await one?.hooksRan(options);
          await prefetches.get(this.environment)?.fetch();
          return modules;
        },
      },
    },
    {
      name: "rwstate:edits-accept",
      enforce: "post",
      transform: {
        // After Vite's analysis of imports, so that this does not mark the module as one that always accepts itself.
        order: "post",
        handler(code, module) {
          const environment = this.environment as DevEnvironment;
          if (!savedFiles.has(environment) || !canAccept(environment, module)) return undefined;
          const node = environment.moduleGraph.getModuleById(module);
          if (!node) return undefined;
          acceptWhileRoot(node, code);
          return { code: `${code}\n;import.meta["hot"]?.accept?.();`, map: null };
        },
      },
    },
  ];
}

/** Whether an environment lacks a part of Vite that targeted edits need. A bundled environment has no module graph. */
function lacksParts(environment: DevEnvironment): boolean {
  const { moduleGraph, hot, fetchModule } = environment;
  return (
    isBundled(environment) ||
    typeof fetchModule !== "function" ||
    typeof hot?.send !== "function" ||
    typeof moduleGraph?.invalidateModule !== "function" ||
    typeof moduleGraph.updateModuleTransformResult !== "function" ||
    typeof moduleGraph.onFileChange !== "function"
  );
}

function runtime(): string {
  return readFileSync(`${runtimeFolder}/edits.mjs`, "utf8");
}
