/**
 * Connects instances of the state module that Node imports natively in dev, without any plugin. They find the state of one environment, of
 * the oldest server in the process. The terminal warns once for each package that imports it so.
 */
import type { Plugin } from "vite";
import { anchorKey as key } from "../protocol.js";
import type { Context } from "../server/context.js";

/** Returns the scope for a native import; `stack` shows which package imports it. Servers mark theirs: that of a test has no mark. */
type Native = ((stack: () => string) => string) & { isServers?: true };

interface State {
  entries: Map<string, unknown>;
}

/** The part of the state module's anchor that dev servers use. */
interface Anchor {
  scopes: Map<string, State>;
  /** The state that native instances had before there was a server. */
  early?: WeakRef<State>[];
  native?: Native;
  /** By the id of an open server, the oldest first: its function for `native`. */
  natives?: Map<number, Native>;
}

/** Moves state that native instances had before there was a server, as in a custom server's script, to a scope. */
function adopt({ scopes, early = [] }: Anchor, scope: string): void {
  for (const reference of early.splice(0)) {
    const state = reference.deref();
    if (!state) continue;
    const known = scopes.get(scope);
    if (!known) scopes.set(scope, state);
    for (const [key, entry] of known ? state.entries : []) {
      if (!known?.entries.has(key)) known?.entries.set(key, entry);
    }
  }
}

export function native(context: Context): Plugin {
  const { binding, plan } = context;
  return {
    name: "rwstate:native",
    configureServer({ config, environments: opened }) {
      const environments = Object.entries(config.environments);
      const environment = binding.nativeEnvironment(
        context.mode,
        environments.map(([name, { consumer }]) => [name, consumer]),
      );
      if (environment === null) return;
      const { server } = context;
      const scope = binding.scopeName(server, environment);
      const holder = globalThis as { [key]?: Anchor };
      const anchor = (holder[key] ??= { scopes: new Map() });
      const natives = (anchor.natives ??= new Map());
      const own: Native = Object.assign(
        (stack: () => string) => {
          config.logger.warnOnce(plan.foreignImport(stack(), environment).text);
          return scope;
        },
        { isServers: true } as const,
      );
      const choose = () => {
        const [oldest] = natives.values();
        // A test's function stays. When the last server closes, its function stays too, because native instances stay in use.
        if (oldest && (anchor.native?.isServers ?? anchor.native === undefined))
          anchor.native = oldest;
      };
      natives.set(server, own);
      choose();
      if (anchor.native === own) adopt(anchor, scope);
      const first = opened[environment];
      if (!first) return;
      const close = first.close.bind(first);
      first.close = async () => {
        await close();
        if (!context.isSucceeding() && natives.get(server) === own) natives.delete(server);
        choose();
      };
    },
  };
}
