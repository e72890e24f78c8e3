/**
 * The state module: `defineRwState`, `getRwState`, `setRwState`, `hasRwState`, `resetRwState`.
 *
 * In dev every instance of this module finds the same entries on `globalThis`, so they outlive edits, reloads and re-optimizations. In a
 * build the entries are in a `Map` of the module, and all the rest is removed as dead code. The module imports nothing, and runs in Node,
 * workerd and browsers.
 */

/** Frameworks give their keys a type here: `declare global { interface RwStates { requestInfoStore: … } }`. */
declare global {
  interface RwStates {}
}

/** The only API of Vite that is used: the channel to the dev server. */
declare global {
  interface ImportMeta {
    readonly hot?: {
      on(event: string, listener: (data: never) => void): void;
      off?(event: string, listener: (data: never) => void): void;
      send(event: string, data?: unknown): void;
    };
  }
}

/** The version of a value's shape. */
export type RwStateVersion = string | number;

/** What happens to a value when its code changes, and when its entry ends. */
export interface RwStateOptions<T> {
  /** A value that was kept under another version is reset. Without a version, a value is never reset for this. */
  version?: RwStateVersion | undefined;
  /**
   * Makes the value of this version from the value of another version, which is not disposed of then. If it throws or rejects, the old value
   * stays, under its old version.
   */
  // The type of another version is known to its author alone.
  // oxlint-disable-next-line no-explicit-any
  migrate?: ((previous: any, previousVersion: RwStateVersion | undefined) => T) | undefined;
  /**
   * Closes what the value holds open. It is called when the value is replaced or reset, and in dev when the server closes or restarts. If the
   * value is a promise or a thenable, it gets what that resolves to. It has 5 seconds.
   */
  dispose?: ((value: Awaited<T>) => unknown) | undefined;
}

/** A kept value with its options. */
interface Entry {
  value: unknown;
  version?: RwStateVersion | undefined;
  dispose?: ((value: never) => unknown) | undefined;
  /** While the value is a promise of `migrate`: the entry that it is made from, which is restored if the promise rejects. */
  from?: Entry | undefined;
  /** Whether it was set by `setRwState`. The next `defineRwState` gives it its version. */
  isSet?: boolean;
  /** In dev: when it began, in milliseconds since the epoch. */
  born?: number;
}

/** The entries of one scope, in the order in which they began, and the keys whose initializers are running. */
interface State {
  entries: Map<string, Entry>;
  initializing: Set<string>;
  /** In dev, while the server closes: resolves when all entries that hold something open are disposed of. */
  ending?: Promise<void> | undefined;
  /** In dev, for each `import.meta.hot`: the listener of each event. */
  listeners?: WeakMap<object, Map<string, (data: never) => void>>;
}

/** The object on `globalThis` that all instances share. A change of its shape needs a new version in the symbol's name. */
interface Anchor {
  scopes: Map<string, State>;
  /** Set by the dev server, or by a test: returns the scope of instances that Node has imported natively. */
  native?: (stack: () => string) => string;
  /** The states of native instances, for a dev server of this process that starts later. */
  early?: WeakRef<State>[];
  /** Disposes of the entries of a scope that hold something open. Called when the scope's server closes. */
  end?: (scope: string) => Promise<void>;
}

/**
 * The signatures of `defineRwState`. Those of keys in `RwStates` have no type parameters, so that TypeScript checks an initializer against the
 * declared type, and does not infer another type from it.
 */
export type DefineRwState = Declared<keyof RwStates> &
  (<T, K extends string = string>(
    key: K extends keyof RwStates ? never : K,
    initializer: () => T,
    options?: RwStateOptions<T>,
  ) => T);

/** The intersection of the signatures of all keys in `RwStates`. */
type Declared<K extends keyof RwStates> = (
  K extends unknown ? (signature: DefineDeclared<K>) => void : never
) extends (signatures: infer Signatures) => void
  ? Signatures
  : never;

type DefineDeclared<K extends keyof RwStates> = (
  key: K,
  initializer: () => RwStates[K],
  options?: RwStateOptions<RwStates[K]>,
) => RwStates[K];

/**
 * Returns the value that is kept under `key`. The first call in a scope calls `initializer` to make it.
 *
 * If the initializer throws, nothing is kept. If it returns a promise, that is kept, and removed when it rejects, so that the next call
 * tries again.
 *
 * @throws {TypeError} `key` is not a non-empty string, or `initializer` is not a function.
 * @throws {Error} `initializer` reaches its own key again.
 */
export const defineRwState = define as DefineRwState;

function define(
  key: string,
  initializer: () => unknown,
  options?: RwStateOptions<unknown>,
): unknown {
  const { entries, initializing } = stateFor("defineRwState", key);
  if (typeof initializer !== "function") {
    throw new TypeError(
      `defineRwState: the initializer of ${show(key)} must be a function, not ${show(initializer)}`,
    );
  }
  const old = entries.get(key);
  const version = options?.version;
  if (old?.isSet) {
    old.isSet = false;
    old.version = version;
  }
  if (old && (version === undefined || Object.is(version, old.version))) {
    // The code may have changed, so its latest `dispose` is used.
    if (options) hold(old, options.dispose);
    return old.value;
  }
  if (initializing.has(key)) {
    throw new Error(`defineRwState: the initializer of ${show(key)} reaches its own key again`);
  }
  const migrate = old && options?.migrate;
  initializing.add(key);
  let value: unknown;
  try {
    if (migrate) {
      value = migrate(old.value, old.version);
    } else {
      // Before the initializer, which may need what the old value holds open, such as a port.
      if (old) void end([[key, old]], entries);
      value = initializer();
    }
  } catch (error) {
    if (!migrate) throw error;
    report("migrate", key, error);
    if (entries.get(key) === old) return old.value;
    // `migrate` has reset the entry, so there is no old value to return.
    initializing.delete(key);
    return define(key, initializer, { ...options, migrate: undefined });
  } finally {
    initializing.delete(key);
  }
  follow(entries, key, begin(entries, key, value, version, options?.dispose, migrate && old));
  return value;
}

/**
 * Returns the value kept under `key`, or `undefined` where nothing is kept.
 *
 * @throws {TypeError} `key` is not a non-empty string.
 */
export function getRwState<K extends keyof RwStates>(key: K): RwStates[K] | undefined;
export function getRwState<T = unknown>(key: string): T | undefined;
export function getRwState(key: string): unknown {
  return stateFor("getRwState", key).entries.get(key)?.value;
}

/**
 * Returns whether something is kept under `key`, be it `undefined`.
 *
 * @throws {TypeError} `key` is not a non-empty string.
 */
export function hasRwState(key: string): boolean {
  return stateFor("hasRwState", key).entries.has(key);
}

/**
 * Keeps `value` under `key`. Another value that was kept there is disposed of.
 *
 * @throws {TypeError} `key` is not a non-empty string.
 */
export function setRwState<K extends keyof RwStates>(key: K, value: RwStates[K]): void;
export function setRwState<T>(key: string, value: T): void;
export function setRwState(key: string, value: unknown): void {
  const { entries } = stateFor("setRwState", key);
  const old = entries.get(key);
  if (old && (Object.is(old.value, value) || !holds(old))) {
    old.value = value;
  } else {
    begin(entries, key, value, old?.version, old?.dispose).isSet = !old;
  }
}

/**
 * Removes the entry of `key`, or all entries: the next `defineRwState` calls its initializer. Variables that hold an old value still do.
 * Resolves when the values are disposed of, the latest first. It never rejects.
 *
 * @throws {TypeError} `key` is given and is not a non-empty string.
 */
export function resetRwState(key?: string): Promise<void> {
  const { entries } = key === undefined ? current() : stateFor("resetRwState", key);
  const isEnded = (one: string) => (key === undefined ? isUsers(one) : one === key);
  return end(
    [...entries].filter(([one]) => isEnded(one)),
    entries,
  );
}

/** The entries of this scope, for `rwstate/testing`. @internal */
export function rwStateEntries(): State["entries"] {
  return current().entries;
}

/** The plugin replaces `null` with the scope's name in dev, and with `false` in a build. In a native import it stays `null`. */
const scope = null as string | false | null;

const own: State = scope ? scoped(scope) : create();

if (scope === null && typeof WeakRef === "function") {
  (anchor().early ??= []).push(new WeakRef(own));
}

// A runner processes one message after the other. So its answer to the gate's ping means that it has processed all messages before.
if (scope && import.meta.hot) {
  listen("rwstate:ping", (ping: number) => {
    const keys = [...own.entries.keys()].filter(isUsers);
    send("rwstate:pong", { ping, kept: keys.length, keys: keys.slice(0, 50) });
  });
  listen("rwstate:close", () => {
    send("rwstate:closing", holding(own).length);
    void endOf(scope).then(() => send("rwstate:closed"));
  });
  listen("rwstate:announce", () => {
    send("rwstate:hello");
    if (holding(own).length > 0) send("rwstate:has-disposers");
  });
  send("rwstate:hello");
}

/** Adds an entry. The one that had its key is disposed of, unless the value was made from that (`from`). */
function begin(
  entries: State["entries"],
  key: string,
  value: unknown,
  version?: RwStateVersion,
  dispose?: Entry["dispose"],
  from?: Entry,
): Entry {
  const entry: Entry = { value, version };
  if (scope !== false) entry.born = Date.now();
  hold(entry, dispose);
  const old = entries.get(key);
  entries.delete(key);
  entries.set(key, entry);
  if (old === from) entry.from = from;
  else if (old) void end([[key, old]], entries);
  return entry;
}

/** Removes the entry of a promise that rejects, and restores the entry that it was made from. */
function follow(entries: State["entries"], key: string, entry: Entry): void {
  const { value } = entry;
  const succeed = () => {
    const { from } = entry;
    entry.from = undefined;
    // The old entry may be a promise of an earlier `migrate`. If that rejects, what it was made from is still to be disposed of.
    if (from) observe(from.value, undefined, () => from.from && end([[key, from.from]], entries));
  };
  const fail = (error: unknown) => {
    if (entries.get(key) !== entry || entry.value !== value) return;
    const { from } = entry;
    entries.delete(key);
    if (!from) return;
    entries.set(key, from);
    follow(entries, key, from);
    report("migrate", key, error);
  };
  if (!observe(value, succeed, fail)) succeed();
}

/** Observes a promise of any realm. Returns whether the value is one. Thenables and proxies are not: reading `then` may run their code. */
function observe(
  value: unknown,
  resolved: (() => unknown) | undefined,
  rejected: (error: unknown) => unknown,
): boolean {
  try {
    void Promise.prototype.then.call(value as Promise<unknown>, resolved, rejected);
    return true;
  } catch {
    return false;
  }
}

function hold(entry: Entry, dispose: Entry["dispose"]): void {
  const isNew = dispose && !entry.dispose;
  entry.dispose = dispose;
  // A server that closes waits only for runners that have reported this.
  if (scope && isNew) send("rwstate:has-disposers");
}

/** Whether there is a `dispose` to be called when an entry ends. */
function holds({ dispose, from }: Entry): unknown {
  return dispose ?? (from && holds(from));
}

/**
 * Listens for an event of the dev server, and removes the listener of this module's instance before. Vite 8.4 keeps `import.meta.hot` across
 * full reloads, with its listeners.
 */
function listen(event: string, listener: (data: never) => void): void {
  const { hot } = import.meta;
  if (!hot) return;
  const all = (own.listeners ??= new WeakMap());
  let byEvent = all.get(hot);
  if (!byEvent) all.set(hot, (byEvent = new Map()));
  const before = byEvent.get(event);
  if (before) hot.off?.(event, before);
  hot.on(event, listener);
  byEvent.set(event, listener);
}

/** Sends a message to the dev server. It never throws. */
function send(event: string, data?: unknown): void {
  try {
    import.meta.hot?.send(event, data);
  } catch {
    // It throws in workerd in the context of another request or Durable Object.
  }
}

/** Removes entries at once, and disposes of them one after the other, the last first. The first `dispose` is called synchronously. */
async function end(ended: [string, Entry][], entries: State["entries"]): Promise<void> {
  for (const [key, entry] of ended) if (entries.get(key) === entry) entries.delete(key);
  for (const [key, entry] of ended.reverse()) {
    if (!holds(entry)) continue;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, 5000, new Error("it has not ended within 5 s"));
    });
    try {
      await Promise.race([close(entry), late]);
    } catch (error) {
      report("dispose", key, error);
    }
    clearTimeout(timer);
  }
}

/** Disposes of a value. Of a promise it disposes of what that resolves to or, if it rejects, of what it was made from. */
function close({ value, dispose, from }: Entry): unknown {
  if (!isThenable(value)) return dispose?.(value as never);
  return Promise.resolve(value).then(dispose as never, () => from && close(from));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof (value as PromiseLike<unknown>).then === "function";
  } catch {
    return false;
  }
}

/** Disposes of the entries of a scope that hold something open. The others outlive a restart. */
function endOf(name: string): Promise<void> {
  const state = scoped(name);
  return (state.ending ??= endHolding(state).finally(() => {
    state.ending = undefined;
  }));
}

async function endHolding(state: State): Promise<void> {
  // A `dispose` may add such an entry, as of a log. Three rounds at most, in case that entry does the same.
  for (let round = 0; round < 3 && holding(state).length > 0; round++) {
    await end(holding(state), state.entries);
  }
}

function holding({ entries }: State): [string, Entry][] {
  return [...entries].filter(([, entry]) => holds(entry));
}

/** Whether a key is the user's, rather than one of rwstate's own. */
function isUsers(key: string): boolean {
  return !key.startsWith("rwstate:");
}

/** Reports a callback that has failed, to the console and to the dev server. The latter may not get it from a request that ends. */
function report(callback: string, key: string, error: unknown): void {
  try {
    console.error(`rwstate: ${callback} of ${show(key)} has failed:`, error);
  } catch {
    // The user's console may throw: one that sends its arguments, as `hot` does.
  }
  if (scope) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : show(error);
    send("rwstate:callback-failed", { callback, key, reason });
  }
}

function current(): State {
  return scope === null ? native() : own;
}

function stateFor(caller: string, key: unknown): State {
  if (typeof key !== "string" || key === "") {
    throw new TypeError(`${caller}: the key must be a non-empty string, not ${show(key)}`);
  }
  return current();
}

function scoped(name: string): State {
  const { scopes } = anchor();
  anchor().end = endOf;
  let state = scopes.get(name);
  if (!state) scopes.set(name, (state = create()));
  return state;
}

function native(): State {
  const name = anchor().native?.(() => new Error().stack ?? "");
  return name === undefined ? own : scoped(name);
}

function anchor(): Anchor {
  const holder = globalThis as { [symbol: symbol]: Anchor | undefined };
  return (holder[Symbol.for("rwstate/v1")] ??= { scopes: new Map() });
}

function create(): State {
  return { entries: new Map(), initializing: new Set() };
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Object(value) === value ? `a value of type ${typeof value}` : String(value);
}
