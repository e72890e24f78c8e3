/**
 * Resolves packages that are installed while the server runs. The resolver of Vite 8 caches that a package is missing, and Vite's watcher,
 * which would clear that, ignores `node_modules`. So this plugin reports the new `package.json` in the watcher's place. To be deleted
 * when Vite clears its cache itself.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DevEnvironment, Plugin } from "vite";

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

/** The package of a bare specifier: `@scope/name` for `@scope/name/deep`. */
function packageName(specifier: string): string | undefined {
  return /^((?:@[\w.-]+\/)?[a-z\d_-][\w.-]*)(?:\/|$)/i.exec(specifier)?.[1];
}

/** The folder of a package that a file would import, found as Node does: in `node_modules` of each folder above. */
function packageFolder(name: string, importer: string): string | undefined {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}
