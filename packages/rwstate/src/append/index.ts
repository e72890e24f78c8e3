/** The plugin that appends late dependencies to what Vite's optimizer has, so that a discovery causes no reload. */
import { readFileSync } from "node:fs";
import type { DevEnvironment, Plugin } from "vite";
import type { Context } from "../server/context.js";
import { isFirst } from "../server/once.js";
import { runtimeFolder } from "../server/runtime-folder.js";
import { Appender } from "./appender.js";
import { exposing } from "./exposing.js";
import { Reports } from "./reports.js";

/** The registry of dependencies. A virtual id, so that no rule of Vite's for files applies to the module. */
const id = "\0virtual:rwstate:dependencies";

/** By the id of a dev server: the appenders of its latest start. */
const latest = new Map<number, Appender[]>();

export function append(context: Context): Plugin {
  const { binding, plan } = context;
  const appenders = new WeakMap<DevEnvironment, Appender>();
  return {
    name: "rwstate:append",
    enforce: "pre",
    configEnvironment(name) {
      if (!plan.isAppended(name, context.mode)) return undefined;
      return { optimizeDeps: exposing(binding, () => context.appended.has(name)) };
    },
    configResolved({ environments }) {
      context.appended.clear();
      for (const [name, { optimizeDeps }] of Object.entries(environments)) {
        const discovers = optimizeDeps.noDiscovery !== true;
        if (discovers && plan.isAppended(name, context.mode)) context.appended.add(name);
      }
    },
    resolveId: {
      // Packages, and the registry.
      filter: { id: /^(?:@[\w.-]+\/)?[a-z\d_-]/i },
      handler(specifier, importer) {
        if (context.mode !== "dev" && context.mode !== "browser-test") return null;
        if (specifier === "rwstate/dependencies") return id;
        appenders.get(this.environment as DevEnvironment)?.noteImporter(specifier, importer);
        return null;
      },
    },
    load: {
      // Before Vite's own plugin that loads outputs.
      order: "pre",
      async handler(module) {
        if (module === id) return { code: registry(), map: { mappings: "" } };
        const environment = this.environment as DevEnvironment;
        if (!environment.depsOptimizer?.isOptimizedDepFile(module)) return undefined;
        await appenders.get(environment)?.loading(module.replace(/[?#].*$/s, ""));
        return undefined;
      },
    },
    configureServer(server) {
      if (!isFirst(server, "append")) return;
      for (const appender of latest.get(context.server) ?? []) appender.retire();
      const made: Appender[] = [];
      for (const environment of Object.values(server.environments)) {
        const appender = appenderOf(context, environment);
        if (!appender) continue;
        appenders.set(environment, appender);
        made.push(appender);
      }
      latest.set(context.server, made);
    },
  };
}

/** The appender of an environment; `undefined` where it discovers no dependencies, or where Vite's optimizer lacks what is needed. */
function appenderOf(context: Context, environment: DevEnvironment): Appender | undefined {
  const { depsOptimizer, name } = environment;
  if (!depsOptimizer || !context.appended.has(name)) return undefined;
  const { registerMissingImport, run, close, metadata } = depsOptimizer;
  const isThere = [registerMissingImport, run, close].every((it) => typeof it === "function");
  if (!isThere || !Array.isArray(metadata.depInfoList)) return undefined;
  const reports = new Reports(context, environment);
  const drain = () => context.drain(environment);
  return new Appender(environment, depsOptimizer, context.binding, reports, drain);
}

function registry(): string {
  return readFileSync(`${runtimeFolder}/dependencies.mjs`, "utf8");
}
