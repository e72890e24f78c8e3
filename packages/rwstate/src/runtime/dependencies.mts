/**
 * The registry of dependencies: the one instance of each module that outputs of the optimizer hold, in one environment's graph.
 *
 * Bundled modules call it while they are evaluated. It is cleared with the graph that it belongs to, so it never hands out an instance of
 * an older one. It imports nothing.
 */

interface CommonJsModule {
  exports: unknown;
}

type Namespace = Record<string, unknown>;

const commonJs = new Map<string, CommonJsModule>();
const namespaces = new Map<string, Namespace>();

/** The keys of modules that have begun to run. */
const running = new Map<CommonJsModule, string>();

/**
 * A CommonJS module is about to run. Returns whether it must not, as it has run in another output; then it has that one's exports.
 * The first to ask is the one that runs.
 */
export function adopt(key: string, module: CommonJsModule): boolean {
  const first = commonJs.get(key);
  if (first !== undefined) {
    module.exports = first.exports;
    return true;
  }
  commonJs.set(key, module);
  if (running.size === 0) queueMicrotask(forgetFailed);
  running.set(module, key);
  return false;
}

/** A CommonJS module has run. */
export function settle(module: CommonJsModule): void {
  running.delete(module);
}

/** They run synchronously: what has not settled now has thrown, and is to throw for the next that asks. */
function forgetFailed(): void {
  for (const key of running.values()) commonJs.delete(key);
  running.clear();
}

/** An ES module has run. */
export function provide(key: string, namespace: Namespace): void {
  // What bundlers make of a namespace has getters, so bindings stay live through a copy of them.
  const properties = Object.getOwnPropertyDescriptors(namespace);
  const copy = Object.create(null, properties) as Namespace;
  // Through this they know it for an ES module where they import it as a CommonJS one.
  Object.defineProperty(copy, "__esModule", { value: true });
  namespaces.set(key, copy);
}

/**
 * Returns the instance of an ES module.
 *
 * @throws {Error} Where no output has evaluated it.
 */
export function take(key: string): Namespace {
  const namespace = namespaces.get(key);
  if (namespace === undefined) {
    throw new Error(`rwstate: the optimizer's output has not evaluated ${key}`);
  }
  return namespace;
}
