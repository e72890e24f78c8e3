/**
 * What rewritten modules call: `keep` where a declaration began, `write` where a binding was written, `make` where a write makes what it
 * writes, `evaluated` at their end.
 *
 * The values themselves are entries of the state module, under the keys `package@version/path#name`. Here is what else there is to
 * know of them: with which initializer each began, and which instances of its module hold a binding of it.
 */
import { defineRwState, getRwState, hasRwState, setRwState } from "rwstate/state";

/** Gets a module instance's binding, or sets it. */
type Mirror = (...value: unknown[]) => unknown;

interface Entry {
  key: string;
  fingerprint: string;
  mirrors: Set<Reference>;
}

/** Weak: an instance that nothing else holds is gone, and its bindings with it. */
interface Reference {
  deref(): Mirror | undefined;
}

/** workerd has had `WeakRef` since its compatibility date 2025-05-05; before, only the latest instances are told. */
const latest = 4;

interface Entries {
  byKey: Map<string, Entry>;
  byMirror: WeakMap<Mirror, Entry>;
}

const entries: Entries = defineRwState("rwstate:preserved", () => ({
  byKey: new Map(),
  byMirror: new WeakMap(),
}));

/** What a module's instance has begun with and not made yet, or has made: as long as its evaluation lasts. */
const evaluations = new WeakMap<Mirror, "begun" | "made">();

/**
 * Returns the value kept under `id`, or else what `initialize` returns, which is kept from then on.
 *
 * `id` is a key and the initializer's fingerprint: a value that began with another initializer is not taken over. An initializer that
 * throws keeps nothing, and a promise that rejects is kept no longer. `ends` says that the module calls `evaluated` at its end.
 */
export function keep<T>(id: string, initialize: () => T, mirror?: Mirror, ends = false): T {
  const end = id.lastIndexOf("~");
  const key = id.slice(0, end);
  const fingerprint = id.slice(end + 1);
  let entry = entries.byKey.get(key);
  let value: unknown;
  // A reset has taken the value, and leaves this.
  if (entry?.fingerprint === fingerprint && hasRwState(key)) {
    value = getRwState(key);
    if (mirror && ends) evaluations.set(mirror, "begun");
  } else {
    value = initialize();
    const begun: Entry = { key, fingerprint, mirrors: new Set() };
    entries.byKey.set(key, begun);
    setRwState(key, value);
    if (value instanceof Promise) value.catch(() => forget(begun));
    entry = begun;
  }
  if (mirror) {
    entries.byMirror.set(mirror, entry);
    remember(entry.mirrors, mirror);
  }
  return value as T;
}

/**
 * Keeps what a binding holds now, and gives it to the binding's other instances. Returns `result`, which is whatever the expression
 * came to that wrote it.
 */
export function write<T>(result: T, mirror: Mirror): T {
  const entry = entries.byMirror.get(mirror);
  // A module instance with another initializer goes on for itself.
  if (!entry || entries.byKey.get(entry.key) !== entry) return result;
  const value = mirror();
  if (Object.is(getRwState(entry.key), value)) return result;
  // An evaluation that clears the binding before it makes what is kept clears its own.
  if (value == null && evaluations.get(mirror) === "begun") return result;
  setRwState(entry.key, value);
  for (const reference of entry.mirrors) {
    const other = reference.deref();
    if (!other) entry.mirrors.delete(reference);
    else if (other !== mirror) other(value);
  }
  return result;
}

/**
 * Returns what is kept where a module's evaluation makes what an earlier one has made, and else what `initialize` makes. Only the
 * evaluation's first: after that, what asks for another one gets it.
 */
export function make<T>(initialize: () => T, mirror: Mirror): T {
  const entry = entries.byMirror.get(mirror);
  const state = entry && entries.byKey.get(entry.key) === entry && evaluations.get(mirror);
  if (!state) return initialize();
  if (state === "made") {
    console.warn(
      `rwstate: an evaluation makes ${entry.key} more than once, so only the first is what was kept (RWS033)`,
    );
    evaluations.delete(mirror);
    return initialize();
  }
  const kept = getRwState(entry.key);
  if (kept == null) return initialize();
  evaluations.set(mirror, "made");
  return kept as T;
}

/** A module's evaluation has ended: what it has not made is there all the same. */
export function evaluated(mirror: Mirror): void {
  const entry = entries.byMirror.get(mirror);
  if (evaluations.get(mirror) === "begun" && entry && mirror() == null) {
    mirror(getRwState(entry.key));
  }
  evaluations.delete(mirror);
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

function forget(entry: Entry): void {
  if (entries.byKey.get(entry.key) === entry) entries.byKey.delete(entry.key);
}
