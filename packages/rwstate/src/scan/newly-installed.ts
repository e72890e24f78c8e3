/**
 * A package that was not there and now is. Vite's watcher does not look into `node_modules`, and the resolver of Vite 8
 * remembers for good that a package is missing, so it is told what the watcher would say. To be deleted when Vite forgets.
 */
import { join } from "node:path";
import type { DevEnvironment } from "vite";
import { packageFolder, packageName } from "./package-folder.js";

/** Tells an environment of the package that a specifier names, where there is one; the answer is whether there is. */
export async function tellInstalled(
  { pluginContainer }: DevEnvironment,
  specifier: string,
  importer: string,
): Promise<boolean> {
  const name = packageName(specifier);
  const folder = name === undefined ? undefined : packageFolder(name, importer);
  if (folder === undefined) return false;
  await pluginContainer.watchChange(join(folder, "package.json"), { event: "create" });
  return true;
}
