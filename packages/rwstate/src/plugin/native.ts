/**
 * Where Node imports the physical file natively in dev, past every plugin, it still finds the state of one environment
 * of this server, and the terminal says once per package what to set.
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
      const environments = Object.entries(config.environments);
      const environment = binding.Plan.nativeEnvironment(
        context.mode,
        environments.map(([name, { consumer }]) => [name, consumer]),
      );
      if (environment === null) return;
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
