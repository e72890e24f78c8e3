/**
 * Resolves packages that are installed while the server runs. The resolver of Vite 8 caches that a package is missing, and Vite's watcher,
 * which would clear that, ignores `node_modules`. So this plugin reports the new `package.json` in the watcher's place. To be deleted
 * when Vite clears its cache itself.
 */
import { join } from "node:path";
import type { DevEnvironment, Plugin } from "vite";
import { packageFolder, packageName } from "./package-folder.js";

export function newlyInstalled(): Plugin {
  return {
    name: "rwstate:newly-installed",
    // The last plugin: no other has resolved an import that gets here.
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
