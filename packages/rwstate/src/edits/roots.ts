/**
 * The roots of a server's graph accept their own update, so that an edit need not reload all. A root is what no other module imports at
 * that moment: it is asked for when an update is propagated, so a module that gains importers passes the update on, and one that
 * loses them becomes a root.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";

const accepting = new WeakSet<EnvironmentModuleNode>();

/** What is not code that runs: data, styles and what the optimizer has bundled. */
const assets = /\.(?:json5?|css|less|sass|scss|styl|stylus|pcss|postcss|wasm)(?:\?|$)/;

/** Whether a module is of a kind that may be a root. */
export function canAccept({ depsOptimizer }: DevEnvironment, id: string): boolean {
  return !assets.test(id) && !depsOptimizer?.isOptimizedDepFile(id.replace(/[?#].*$/s, ""));
}

export function isRoot(module: EnvironmentModuleNode): boolean {
  for (const importer of module.importers) if (importer !== module) return false;
  return true;
}

/** Whether a runner takes an update of a module itself. */
export function acceptsItself(module: EnvironmentModuleNode): boolean {
  return module.isSelfAccepting === true;
}

/** Has a module accept its own update while it is a root. Vite's own value, which it sets with each transform, still counts. */
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
