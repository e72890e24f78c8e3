/**
 * Environments whose modules Vite bundles in dev (`isBundled`): those of servers from Vite 8.4 on. They have no module graph and no
 * optimizer. What is used of them is not public.
 */
import type { DevEnvironment } from "vite";

/** The part of rolldown's dev engine that is used. */
export interface DevEngine {
  /** Resolves when it has processed the changes so far: it has sent patches, or an error. */
  ensureCurrentBuildFinish(): Promise<void>;
  /** Resolves when the chunks hold all changes so far; rejects where they cannot be bundled. */
  ensureLatestBuildOutput(): Promise<void>;
  triggerFullBuild?: () => void;
  getBundleState(): Promise<{ lastBuildErrored: boolean; hasStaleOutput: boolean }>;
  moduleGraph?: { getModuleIds?: () => string[] };
}

/** The part of a plugin's context that is used, in such an environment. */
interface InBundle {
  getModuleInfo?: (id: string) => { isEntry?: boolean } | null;
}

export function isBundled({ config }: DevEnvironment): boolean {
  return (config as { isBundled?: boolean }).isBundled === true;
}

/** The engine of a bundled environment; `undefined` before it listens, and where it has no entry module. */
export function engineOf(environment: DevEnvironment): DevEngine | undefined {
  const { bundledDev } = environment as unknown as { bundledDev?: { _devEngine?: DevEngine } };
  return bundledDev?._devEngine;
}

/** Whether a module is one that a runner imports itself, rather than another module. */
export function isEntryModule(plugin: object, environment: DevEnvironment, id: string): boolean {
  if (isBundled(environment)) return (plugin as InBundle).getModuleInfo?.(id)?.isEntry === true;
  return environment.moduleGraph.getModuleById(id)?.importers.size === 0;
}
