/**
 * A runner keeps the failure of a module for as long as the server has a transform of it. After a dependency's error it is to ask again
 * for the modules that failed with it, and for no others: what is evaluated again loses its state.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";

/** Forgets the transforms of all modules of a server that cannot be evaluated without an output. */
export function forgetFailedImporters({ moduleGraph, config }: DevEnvironment, file: string): void {
  if (config.consumer !== "server") return;
  const failed = new Set<EnvironmentModuleNode>(moduleGraph.getModulesByFile(file));
  for (const module of failed) {
    module.transformResult = null;
    // One that accepts its updates failed in one, and its importers have an older instance of it.
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
  // Vite keeps them to decide how an update goes on; it does not say so in its types.
  const { staticImportedUrls } = importer as { staticImportedUrls?: Set<string> };
  return staticImportedUrls?.has(url) ?? true;
}
