/**
 * Where Node imports the physical file natively in dev, past every plugin, it still finds the state of this server's
 * `ssr` environment, and the terminal says once per package what to set.
 */
import type { Plugin } from "vite";
import type { Context } from "./context.js";

const key = Symbol.for("rwstate/v1");

/** The part of the state module's anchor that a dev server fills in. */
interface Anchor {
  scopes: Map<string, unknown>;
  native?: (stack: () => string) => string;
}

export function native(context: Context): Plugin {
  const { binding, plan } = context;
  return {
    name: "rwstate:native",
    configureServer({ config }) {
      if (context.mode !== "dev") return;
      const environment = "ssr" in config.environments ? "ssr" : firstServer(config.environments);
      if (environment === undefined) return;
      const scope = binding.Plan.scope(context.server, environment);
      const holder = globalThis as { [key]?: Anchor };
      const anchor = (holder[key] ??= { scopes: new Map() });
      anchor.native = (stack) => {
        config.logger.warnOnce(plan.foreignImport(stack(), environment).text);
        return scope;
      };
    },
  };
}

function firstServer(environments: Record<string, { consumer: string }>): string | undefined {
  return Object.keys(environments).find((name) => environments[name]?.consumer === "server");
}
