/**
 * Gives each config that Vite resolves a list of plugins of its own. One list may be in several configs: an app may pass it to `createServer`
 * twice, and a framework may create a server with it in a hook of another server.
 *
 * The list is found by a symbol. Each hook has an object with the symbol, because Vite spreads the objects that it is put on:
 *
 * ```text
 * config, configEnvironment        `ConfigEnv`
 * configResolved, configureServer  the config
 * every other hook                 the top-level config of its environment
 * ```
 */
import type { Plugin } from "vite";

type Handler = (this: unknown, ...args: unknown[]) => unknown;
type Hooks = Record<string, unknown>;
type Marked = { [list: symbol]: Plugin[] | undefined };

/** The `this` of a hook that runs in an environment. */
interface InEnvironment {
  environment?: { getTopLevelConfig?: () => object };
}

/** Returns plugins that pass each call of a hook on to the plugins that `make` has created for the call's config. */
export function perConfig(make: () => Plugin[]): Plugin[] {
  const key = Symbol("rwstate:plugins");
  const shape = make();
  // For a call without the symbol: it most likely belongs to the latest config.
  let latest = shape;

  function listOf(hook: string, self: unknown, args: unknown[]): Plugin[] {
    if (hook === "config") {
      const [config, environment] = args as [Marked, Marked];
      latest = environment[key] ??= make();
      return (config[key] = latest);
    }
    return (markedOf(hook, self, args) as Marked | undefined)?.[key] ?? latest;
  }

  function dispatching(name: string, hook: unknown, index: number): unknown {
    const dispatch = (find: (own: unknown) => unknown): Handler =>
      function (...args) {
        const own = (listOf(name, this, args)[index] as unknown as Hooks)[name];
        return (find(own) as Handler).apply(this, args);
      };
    if (typeof hook === "function") return dispatch((own) => own);
    if (typeof hook !== "object" || hook === null) return hook;
    // A hook with options has a `handler`. Other tools call functions in objects of their own, such as `devtools.setup`.
    const members = Object.entries(hook).map(([member, it]) => {
      return [member, typeof it === "function" ? dispatch((own) => (own as Hooks)[member]) : it];
    });
    return Object.fromEntries(members);
  }

  return shape.map((plugin, index) => {
    const hooks = Object.entries(plugin).map(([name, it]) => [name, dispatching(name, it, index)]);
    return Object.fromEntries(hooks) as Plugin;
  });
}

function markedOf(hook: string, self: unknown, args: unknown[]): unknown {
  switch (hook) {
    case "configEnvironment":
      return args[2];
    case "configResolved":
      return args[0];
    case "configureServer":
      return (args[0] as { config: object }).config;
    // A hook of Vite DevTools.
    case "devtools":
      return (args[0] as { viteConfig?: object }).viteConfig;
    default:
      return (self as InEnvironment | undefined)?.environment?.getTopLevelConfig?.();
  }
}
