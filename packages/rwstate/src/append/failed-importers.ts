/**
 * Makes a runner evaluate again the modules that a dependency's error has made fail. A runner remembers that a module has failed until the
 * server has no transform result of it. Other modules stay as they are, because an evaluation would reset their state.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";

/** Drops the transform results of all modules that cannot be evaluated without an output. In a browser a reload does the same. */
export function forgetFailedImporters({ moduleGraph, config }: DevEnvironment, file: string): void {
  if (config.consumer !== "server") return;
  const failed = new Set<EnvironmentModuleNode>(moduleGraph.getModulesByFile(file));
  for (const module of failed) {
    module.transformResult = null;
    // A module that accepts its own updates failed in an update: its importers did not fail, they have an older instance.
    if (module.isSelfAccepting) continue;
    for (const importer of module.importers) {
      if (importsStatically(importer, module)) failed.add(importer);
    }
  }
}

function importsStatically(
  importer: EnvironmentModuleNode,
  { url }: EnvironmentModuleNode,
): boolean {
  // Not in Vite's types: the URLs by which it decides how an update is propagated.
  const { staticImportedUrls } = importer as { staticImportedUrls?: Set<string> };
  return staticImportedUrls?.has(url) ?? true;
}
