/**
 * Where Node imports the physical file natively in dev, past every plugin, it still finds the state of one environment
 * of a server, and the terminal says once per package what to set. Of several servers in a process it is the oldest.
 */
import type { Plugin } from "vite";
import { anchorKey as key } from "../protocol.js";
import type { Context } from "./context.js";

type Native = ((stack: () => string) => string) & { isServers?: true };

interface State {
  entries: Map<string, unknown>;
}

/** The part of the state module's anchor that dev servers fill in. */
interface Anchor {
  scopes: Map<string, State>;
  /** What natively imported code has kept for itself. */
  early?: WeakRef<State>[];
  native?: Native;
  /** What each open server would have there, by its id, the oldest first. */
  natives?: Map<number, Native>;
}

/** What natively imported code has kept before there was a server, such as a custom server's, is in the scope that it has from now on. */
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
        // One of no server is a test's. The last server's stays, as what was imported natively goes on.
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
