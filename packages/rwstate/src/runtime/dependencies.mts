/**
 * The registry of dependencies. Several outputs of the optimizer may hold a copy of one module; the registry has its one instance.
 *
 * Bundled modules call it while they are evaluated. It is a module of one environment's graph and is reset with that, so it never returns
 * an instance of an older graph. It imports nothing.
 */

interface CommonJsModule {
  exports: unknown;
}

type Namespace = Record<string, unknown>;

const commonJs = new Map<string, CommonJsModule>();
const namespaces = new Map<string, Namespace>();

/** The keys of CommonJS modules that are running. */
const running = new Map<CommonJsModule, string>();

/**
 * Called by a CommonJS module before its own code. The first copy that calls it runs. For each other copy it sets the exports of that one, and
 * returns `true`: the copy must not run.
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

/** Called by a CommonJS module when it has run. */
export function settle(module: CommonJsModule): void {
  running.delete(module);
}

/** Removes modules that have thrown, so that the next copy runs. They run synchronously, so these are all that have not settled yet. */
function forgetFailed(): void {
  for (const key of running.values()) commonJs.delete(key);
  running.clear();
}

/** Called by an ES module with its own namespace. */
export function provide(key: string, namespace: Namespace): void {
  // Bundlers create namespaces with getters. A copy of the getters has live bindings too.
  const properties = Object.getOwnPropertyDescriptors(namespace);
  const copy = Object.create(null, properties) as Namespace;
  // Units import the copy as a CommonJS module. This property marks it as an ES module for bundlers.
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
