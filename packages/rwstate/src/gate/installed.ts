/**
 * A package that was not there and now is. Vite's watcher does not look into `node_modules`, and the resolver of Vite 8
 * remembers for good that a package is missing, so it is told what the watcher would say. To be deleted when Vite forgets.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DevEnvironment } from "vite";

/** Tells an environment of the package that a specifier names, where there is one; the answer is whether there is. */
export async function tellInstalled(
  { pluginContainer }: DevEnvironment,
  specifier: string,
  importer: string,
): Promise<boolean> {
  const [, name] = /^((?:@[\w.-]+\/)?[a-z\d_-][\w.-]*)(?:\/|$)/i.exec(specifier) ?? [];
  if (name === undefined) return false;
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", name, "package.json");
    if (existsSync(manifest)) {
      await pluginContainer.watchChange(manifest, { event: "create" });
      return true;
    }
    if (folder === dirname(folder)) return false;
  }
}
