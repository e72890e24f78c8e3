/**
 * Gives each config that Vite resolves a list of plugins of its own, as one list may be in several: where an app hands it to
 * `createServer` twice, or a framework opens a server with it inside of another's hook.
 *
 * ```text
 * config, configEnvironment        a symbol on `ConfigEnv`, which Vite gives to the one and spreads for the other
 * configResolved, configureServer  the symbol on the config, which Vite spreads where it merges and resolves it
 * every other hook                 the top-level config of its environment
 * ```
 */
import type { Plugin } from "vite";

type Handler = (this: unknown, ...args: unknown[]) => unknown;
type Hooks = Record<string, unknown>;
type Marked = { [list: symbol]: Plugin[] | undefined };

/** What a hook of an environment is called on. */
interface InEnvironment {
  environment?: { getTopLevelConfig?: () => object };
}

/** Returns plugins that hand each call to those that `make` has made for its config. */
export function perConfig(make: () => Plugin[]): Plugin[] {
  const key = Symbol("rwstate:plugins");
  const shape = make();
  // For a call that has come to no config: the one before is most likely the one.
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
    // The `handler` of a hook with options, and what other tools call.
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
    // Of Vite DevTools.
    case "devtools":
      return (args[0] as { viteConfig?: object }).viteConfig;
    default:
      return (self as InEnvironment | undefined)?.environment?.getTopLevelConfig?.();
  }
}
