/** Serves the state module: a virtual module in dev, the physical file in a build. Every optimizer excludes it. */
import type { Plugin } from "vite";
import type { Context } from "../server/context.js";
import { occupy, serverId } from "../server/place.js";
import { runtimeFolder } from "../server/runtime-folder.js";

export function stateModule(context: Context): Plugin {
  const { plan } = context;
  const id = anyOf(plan.specifiers());
  return {
    name: "rwstate:state",
    enforce: "pre",
    configEnvironment(name, options) {
      const { exclude, noExternal } = plan.environment(name, options.consumer, context.dependents);
      return { optimizeDeps: { exclude }, resolve: { noExternal } };
    },
    configResolved(config) {
      context.server = serverId(config);
      // Vite would refuse to serve the files if the package is installed above the app's workspace.
      config.server.fs.allow.push(runtimeFolder);
    },
    configureServer(server) {
      context.isSucceeding = occupy(server, context.server);
    },
    resolveId: {
      filter: { id },
      handler: (specifier) => plan.resolve(specifier, context.mode),
    },
    load(id) {
      const code = plan.load(id, context.mode, context.server, this.environment.name);
      return code === null ? null : { code, map: { mappings: "" } };
    },
  };
}

/** A filter for ids, so that the hook is called for these only. */
function anyOf(ids: string[]): RegExp {
  return new RegExp(
    `^(?:${ids.map((id) => id.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")})$`,
  );
}
