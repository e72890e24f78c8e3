/**
 * The functions that rewritten modules call: `keep` in place of an initializer, `write` after each write to a kept binding, `make` in place of
 * an expression that makes the written value, and `evaluated` at the end of the module.
 *
 * The values themselves are entries of the state module, under the keys `package@version/path#name`. This module knows which initializer
 * each value was made by, and which instances of a module have a binding with the value.
 */
import { defineRwState, getRwState, hasRwState, setRwState } from "rwstate/state";

/** Returns the value of a module instance's binding; with an argument, sets it. */
type Mirror = (...value: unknown[]) => unknown;

/** A kept binding of a module: its key, its initializer's fingerprint, and the module's instances that have it. */
interface Binding {
  key: string;
  fingerprint: string;
  mirrors: Set<Reference>;
}

/** Weak, so that a module instance that is no longer used can be collected. */
interface Reference {
  deref(): Mirror | undefined;
}

/** How many instances get new values in a realm without `WeakRef`: workerd with a compatibility date before 2025-05-05. */
const latest = 4;

interface Bindings {
  byKey: Map<string, Binding>;
  byMirror: WeakMap<Mirror, Binding>;
}

const bindings: Bindings = defineRwState("rwstate:preserved", () => ({
  byKey: new Map(),
  byMirror: new WeakMap(),
}));

/** While an instance is evaluated: whether the kept value that it began with was made again by one of its own expressions. */
const evaluations = new WeakMap<Mirror, "begun" | "made">();

/**
 * Returns the value that is kept under `id`. Where there is none, it returns what `initialize` returns, and keeps that.
 *
 * `id` is a key and the initializer's fingerprint. A value that another initializer has made is not used. If an initializer throws,
 * nothing is kept; if it returns a promise that rejects, that is removed. `ends` is whether the module calls `evaluated` at its end.
 */
export function keep<T>(id: string, initialize: () => T, mirror?: Mirror, ends = false): T {
  const end = id.lastIndexOf("~");
  const key = id.slice(0, end);
  const fingerprint = id.slice(end + 1);
  let binding = bindings.byKey.get(key);
  let value: unknown;
  // After a reset the binding is still here, and its value is not.
  if (binding?.fingerprint === fingerprint && hasRwState(key)) {
    value = getRwState(key);
    if (mirror && ends) evaluations.set(mirror, "begun");
  } else {
    value = initialize();
    const begun: Binding = { key, fingerprint, mirrors: new Set() };
    bindings.byKey.set(key, begun);
    setRwState(key, value);
    forgetRejected(value, begun);
    binding = begun;
  }
  if (mirror) {
    bindings.byMirror.set(mirror, binding);
    remember(binding.mirrors, mirror);
  }
  return value as T;
}

/**
 * Keeps the value that a binding has now, and sets it in the module's other instances. Returns `result`, the value of the expression that has
 * written the binding.
 */
export function write<T>(result: T, mirror: Mirror): T {
  const binding = bindings.byMirror.get(mirror);
  // An instance with an older initializer does not share its value.
  if (!binding || bindings.byKey.get(binding.key) !== binding) return result;
  const value = mirror();
  if (Object.is(getRwState(binding.key), value)) return result;
  // A module may clear its binding before it makes the value. That must not clear the kept value, which `make` returns then.
  if (value == null && evaluations.get(mirror) === "begun") return result;
  setRwState(binding.key, value);
  for (const reference of binding.mirrors) {
    const other = reference.deref();
    if (!other) binding.mirrors.delete(reference);
    else if (other !== mirror) other(value);
  }
  return result;
}

/**
 * Returns the kept value, if the module is being evaluated again and this is the first value that its evaluation makes for the binding.
 * Otherwise it returns a new value, of `initialize`.
 */
export function make<T>(initialize: () => T, mirror: Mirror): T {
  const binding = bindings.byMirror.get(mirror);
  const state = binding && bindings.byKey.get(binding.key) === binding && evaluations.get(mirror);
  if (!state) return initialize();
  if (state === "made") {
    warn(
      `rwstate: an evaluation makes ${binding.key} more than once, so only the first is what was kept (RWS033)`,
    );
    evaluations.delete(mirror);
    return initialize();
  }
  const kept = getRwState(binding.key);
  if (kept == null) return initialize();
  evaluations.set(mirror, "made");
  return kept as T;
}

/** Called at the end of a module: sets the kept value where the evaluation has not made one. */
export function evaluated(mirror: Mirror): void {
  const binding = bindings.byMirror.get(mirror);
  if (evaluations.get(mirror) === "begun" && binding && mirror() == null) {
    mirror(getRwState(binding.key));
  }
  evaluations.delete(mirror);
}

function warn(text: string): void {
  try {
    console.warn(text);
  } catch {
    // The user's console may throw: one that sends its arguments, as `hot` does. The module is evaluated nevertheless.
  }
}

function remember(mirrors: Set<Reference>, mirror: Mirror): void {
  for (const reference of mirrors) if (!reference.deref()) mirrors.delete(reference);
  if (typeof WeakRef === "function") {
    mirrors.add(new WeakRef(mirror));
    return;
  }
  mirrors.add({ deref: () => mirror });
  for (const reference of mirrors) if (mirrors.size > latest) mirrors.delete(reference);
}

/** Removes the binding of a promise that rejects. Only promises are observed: reading `then` of a proxy or a thenable may run its code. */
function forgetRejected(value: unknown, binding: Binding): void {
  try {
    void Promise.prototype.then.call(value as Promise<unknown>, undefined, () => forget(binding));
  } catch {
    // The value is no promise.
  }
}

function forget(binding: Binding): void {
  if (bindings.byKey.get(binding.key) === binding) bindings.byKey.delete(binding.key);
}
