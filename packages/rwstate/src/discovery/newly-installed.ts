/**
 * A package that was not there and now is. Vite's watcher does not look into `node_modules`, and the resolver of Vite 8 remembers for
 * good that a package is missing, so it is told what the watcher would say. To be deleted when Vite forgets.
 */
import { join } from "node:path";
import type { DevEnvironment, Plugin } from "vite";
import { packageFolder, packageName } from "./package-folder.js";

export function newlyInstalled(): Plugin {
  return {
    name: "rwstate:newly-installed",
    // What reaches this hook was resolved by none before.
    enforce: "post",
    apply: "serve",
    resolveId: {
      filter: { id: /^(?:@[\w.-]+\/)?[a-z\d_-]/i },
      async handler(specifier, importer, options) {
        const environment = this.environment as DevEnvironment;
        const name = packageName(specifier);
        if (name === undefined || !importer || environment.mode !== "dev") return undefined;
        const folder = packageFolder(name, importer);
        if (folder === undefined) return undefined;
        await environment.pluginContainer.watchChange(join(folder, "package.json"), {
          event: "create",
        });
        return this.resolve(specifier, importer, { ...options, skipSelf: true });
      },
    },
  };
}
