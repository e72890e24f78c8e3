/**
 * Makes the roots of a server's module graph accept their own updates, so that an edit causes no full reload. A root is a module that no
 * other module imports.
 *
 * Vite reads `isSelfAccepting` when it propagates an update. So a module that gains importers passes updates on to them from then on, and
 * one that loses them becomes a root.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";

/** What Vite has set of a module: whether that accepts its own updates, and what it had set before. */
interface Acceptance {
  own: boolean | undefined;
  before: boolean | undefined;
}

const acceptances = new WeakMap<EnvironmentModuleNode, Acceptance>();

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

/** Makes a module accept its own updates while it is a root. Called after each analysis of its code. The value that Vite sets is still used. */
export function acceptWhileRoot(module: EnvironmentModuleNode, code: string): void {
  const known = acceptances.get(module);
  if (!known) return define(module);
  // For servers, Vite sets `true` again where it reads `true`, which it does of a root.
  if (known.own && known.before === false && !code.includes("accept")) known.own = false;
}

function define(module: EnvironmentModuleNode): void {
  const known: Acceptance = { own: module.isSelfAccepting, before: undefined };
  acceptances.set(module, known);
  Object.defineProperty(module, "isSelfAccepting", {
    configurable: true,
    enumerable: true,
    get: () => (known.own === false ? isRoot(module) : known.own),
    set: (value: boolean | undefined) => {
      known.before = known.own;
      known.own = value;
    },
  });
}
