/** An edit of a server's code evaluates again only what it changed, in every environment of a server that has a module graph. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DevEnvironment, Plugin } from "vite";
import type { Context } from "../plugin/context.js";
import { hmrOf } from "../plugin/hmr.js";
import { isFirst } from "../plugin/once.js";
import { Edited } from "./edited.js";
import { Given } from "./given.js";
import { Graph } from "./graph.js";
import { Reports } from "./reports.js";
import { acceptWhileRoot, canAccept } from "./roots.js";
import { Sends } from "./sends.js";

/** Served under an id of no file, as the registry of dependencies is. */
const id = "\0virtual:rwstate:edits";

export function edits(context: Context): Plugin[] {
  const { binding, plan } = context;
  const edited = new WeakMap<DevEnvironment, Edited>();
  /** All of a server, by its client environment. */
  const byClient = new WeakMap<DevEnvironment, Edited[]>();

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
      // Before a host that evaluates its entry in this hook.
      configureServer(server) {
        if (!isFirst(server, "edits")) return;
        const all: Edited[] = [];
        byClient.set(server.environments.client, all);
        for (const environment of Object.values(server.environments)) {
          const { name, config } = environment;
          if (!plan.isTargeted(name, config.consumer, context.mode)) continue;
          if (lacksParts(environment)) continue;
          const given = new Given(environment);
          const graph = new Graph(environment, given, binding);
          const reports = new Reports(environment, given, (line) => {
            if (plan.tells("info")) environment.logger.info(line, { timestamp: true });
          });
          const sends = new Sends(environment, given, graph, reports);
          const waits = {
            evaluated: () => sends.evaluated(),
            settled: () => context.settled(environment),
          };
          const one = new Edited(environment, given, graph, waits, reports);
          edited.set(environment, one);
          all.push(one);
          context.targeted.add(environment);
        }
      },
      watchChange: {
        order: "pre",
        async handler(file, { event }) {
          // Vite 6 asks for each environment, 7 and 8 for the client alone, which stands for all.
          const client = this.environment as DevEnvironment;
          const hmr = hmrOf(client.getTopLevelConfig());
          const all = byClient.get(client) ?? [];
          await Promise.all(all.map((one) => one.begin(event, file, hmr)));
        },
      },
      hotUpdate: {
        order: "pre",
        async handler(options) {
          // An editor truncates before it writes; Vite's own `read` waits for what is written.
          // A file that is gone again is an error of the request that needs it.
          if (options.type === "update" && options.modules.length > 0) {
            await Promise.resolve(options.read()).catch(() => {});
          }
          return edited.get(this.environment)?.update(options);
        },
      },
    },
    {
      name: "rwstate:edits-after",
      enforce: "post",
      // Before Vite's analysis of imports: what a runner needs to dispose of modules comes with its entry.
      transform(code, module) {
        const environment = this.environment as DevEnvironment;
        if (!edited.has(environment) || !canAccept(environment, module)) return undefined;
        const isEntry = environment.moduleGraph.getModuleById(module)?.importers.size === 0;
        return isEntry ? { code: `${code}\nimport "rwstate/edits";\n`, map: null } : undefined;
      },
      hotUpdate: {
        order: "post",
        async handler(options) {
          const one = edited.get(this.environment);
          const modules = await one?.update(options);
          await one?.hooksRan(options);
          return modules;
        },
      },
    },
    {
      name: "rwstate:edits-accept",
      enforce: "post",
      transform: {
        // After Vite's analysis of imports, which is to go on taking the module for one that does not accept itself.
        order: "post",
        handler(code, module) {
          const environment = this.environment as DevEnvironment;
          if (!edited.has(environment) || !canAccept(environment, module)) return undefined;
          const node = environment.moduleGraph.getModuleById(module);
          if (!node) return undefined;
          acceptWhileRoot(node);
          return { code: `${code}\n;import.meta["hot"]?.accept?.();`, map: null };
        },
      },
    },
  ];
}

/** Whether this Vite lacks what targeted edits need. A bundled environment has no graph of modules. */
function lacksParts(environment: DevEnvironment): boolean {
  const { moduleGraph, hot, config, fetchModule } = environment;
  const isBundled = (config as { isBundled?: boolean }).isBundled === true;
  return (
    isBundled ||
    typeof fetchModule !== "function" ||
    typeof hot?.send !== "function" ||
    typeof moduleGraph?.invalidateModule !== "function"
  );
}

function runtime(): string {
  return readFileSync(fileURLToPath(new URL("../runtime/edits.mjs", import.meta.url)), "utf8");
}
