/**
 * For tests of code that keeps state: `seedRwState`, `snapshotRwState`, `restoreRwState`, `runWithRwState`, and all that the state module
 * exports.
 *
 * When it is imported, all instances of the state module share one state, however a test runner has loaded each of them. Under Vitest
 * `statePlugin()` adds a setup file by which each test file begins with no state.
 */
import { getRwState, rwStateEntries, setRwState } from "rwstate/state";

export {
  defineRwState,
  getRwState,
  hasRwState,
  resetRwState,
  setRwState,
  type RwStateOptions,
  type RwStateVersion,
} from "rwstate/state";

/** The entries at one time. */
export interface RwStateSnapshot {
  readonly entries: ReadonlyMap<string, object>;
  readonly contents: readonly (() => void)[];
}

/** The part of `AsyncLocalStorage` that is used. */
interface Context {
  run(store: unknown, callback: () => unknown): unknown;
}

const anchor = Symbol.for("rwstate/v1");
const holder = globalThis as { [anchor]?: { scopes: Map<string, unknown>; native?: () => string } };
(holder[anchor] ??= { scopes: new Map() }).native ??= () => "test";

/** Keeps values by their keys, as if each had been defined before the code under test defines it. */
export function seedRwState<K extends keyof RwStates>(values: Pick<RwStates, K>): void;
export function seedRwState(values: Record<string, unknown>): void;
export function seedRwState(values: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(values)) setRwState(key, value);
}

/**
 * Takes a snapshot of all entries and of their contents: plain objects, arrays, `Map`s and `Set`s, one in the other. The contents of other
 * instances of classes are not part of it.
 */
export function snapshotRwState(): RwStateSnapshot {
  const contents = new Map<object, () => void>();
  const entries = new Map<string, object>();
  // A list instead of a recursion, as values may be deeper than the stack.
  const values: unknown[] = [];
  for (const [key, entry] of rwStateEntries()) {
    entries.set(key, { ...entry });
    values.push(entry.value);
  }
  while (values.length > 0) for (const one of note(values.pop(), contents)) values.push(one);
  return { entries, contents: [...contents.values()] };
}

/**
 * Restores the entries and the contents of a snapshot. Entries that are newer are removed, and nothing is disposed of. Containers are the
 * same objects as before, so variables that hold one see the restored contents.
 */
export function restoreRwState({ entries, contents }: RwStateSnapshot): void {
  const now = rwStateEntries();
  now.clear();
  for (const [key, entry] of entries) now.set(key, { ...entry } as never);
  for (const restore of contents) restore();
}

/**
 * Runs `callback` with a context: the entry under `key` is an `AsyncLocalStorage` or has a `run` like it, which is given `store`.
 *
 * @throws {Error} nothing that has a `run` is kept under `key`: import the module that defines it, or seed it.
 */
export function runWithRwState<T>(key: string, store: unknown, callback: () => T): T {
  const context = getRwState<Partial<Context>>(key);
  if (typeof context?.run !== "function") {
    throw new Error(
      `runWithRwState: no context is kept under ${JSON.stringify(key)}: import the module that defines it first, or seed it`,
    );
  }
  return context.run(store, callback) as T;
}

/** Notes how to restore the contents of a container. Returns these contents. */
function note(value: unknown, contents: Map<object, () => void>): unknown[] {
  if (typeof value !== "object" || value === null || contents.has(value)) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    const array: unknown[] = value;
    const items = [...array];
    contents.set(array, () => {
      array.length = 0;
      for (const item of items) array.push(item);
    });
    return restored(array, items, contents);
  }
  if (prototype === Map.prototype) {
    const map = value as Map<unknown, unknown>;
    const pairs = [...map];
    contents.set(map, () => {
      map.clear();
      for (const [key, one] of pairs) map.set(key, one);
    });
    return pairs.flat();
  }
  if (prototype === Set.prototype) {
    const set = value as Set<unknown>;
    const items = [...set];
    contents.set(set, () => {
      set.clear();
      for (const item of items) set.add(item);
    });
    return items;
  }
  if (prototype !== Object.prototype && prototype !== null) return [];
  const properties = Object.getOwnPropertyDescriptors(value);
  contents.set(value, () => {
    for (const key of Reflect.ownKeys(value)) Reflect.deleteProperty(value, key);
    Object.defineProperties(value, properties);
  });
  return restored(
    value,
    Object.values(properties).map((property) => property.value),
    contents,
  );
}

/** A frozen container is not restored, as it cannot have changed. Its contents may have. */
function restored(value: object, within: unknown[], contents: Map<object, () => void>): unknown[] {
  if (Object.isFrozen(value)) contents.set(value, () => {});
  return within;
}
