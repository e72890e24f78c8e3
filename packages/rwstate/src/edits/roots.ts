/**
 * Makes the roots of a server's module graph accept their own updates, so that an edit causes no full reload. A root is a module that no
 * other module imports.
 *
 * Vite reads `isSelfAccepting` when it propagates an update. So a module that gains importers passes updates on to them from then on, and
 * one that loses them becomes a root.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";

const accepting = new WeakSet<EnvironmentModuleNode>();

/** Modules without code of the app: data and styles. */
const assets = /\.(?:json5?|css|less|sass|scss|styl|stylus|pcss|postcss|wasm)(?:\?|$)/;

/** Whether a module may be a root. Data, styles and the optimizer's outputs may not. */
export function canAccept({ depsOptimizer }: DevEnvironment, id: string): boolean {
  return !assets.test(id) && !depsOptimizer?.isOptimizedDepFile(id.replace(/[?#].*$/s, ""));
}

export function isRoot(module: EnvironmentModuleNode): boolean {
  for (const importer of module.importers) if (importer !== module) return false;
  return true;
}

/** Whether a module accepts its own updates. */
export function acceptsItself(module: EnvironmentModuleNode): boolean {
  return module.isSelfAccepting === true;
}

/** Makes a module accept its own updates while it is a root. The value that Vite sets with each transform is still used. */
export function acceptWhileRoot(module: EnvironmentModuleNode): void {
  if (accepting.has(module)) return;
  accepting.add(module);
  let own = module.isSelfAccepting;
  Object.defineProperty(module, "isSelfAccepting", {
    configurable: true,
    enumerable: true,
    get: () => (own === false ? isRoot(module) : own),
    set: (value: boolean | undefined) => {
      own = value;
    },
  });
}
