/**
 * The state module: `defineRwState`, `getRwState`, `setRwState`, `hasRwState`, `resetRwState`.
 *
 * In dev every instance of this module, old or new, finds the same entries on `globalThis`, so they outlive edits,
 * reloads and re-optimizations. In a build the entries are a plain `Map` of the module and nothing else is left.
 * It imports nothing and runs in Node, workerd and browsers alike.
 */

/** Frameworks give their keys a type here: `declare global { interface RwStates { requestInfoStore: … } }`. */
declare global {
  interface RwStates {}
}

/** The one API of Vite's that is used: a channel to the dev server, where there is one. */
declare global {
  interface ImportMeta {
    readonly hot?: {
      on(event: string, listener: (data: never) => void): void;
      off?(event: string, listener: (data: never) => void): void;
      send(event: string, data?: unknown): void;
    };
  }
}

/** What tells one shape of a value from the next. */
export type RwStateVersion = string | number;

/** What becomes of a value when its code changes, and when it ends. */
export interface RwStateOptions<T> {
  /** A value that was kept under another version is reset. Where none is given, any will do. */
  version?: RwStateVersion | undefined;
  /**
   * Makes the value of this version out of the one that was kept, which is not disposed of then. If this throws or rejects, the
   * old value stays, under its old version.
   */
  // Its author knows what the other version was.
  // oxlint-disable-next-line no-explicit-any
  migrate?: ((previous: any, previousVersion: RwStateVersion | undefined) => T) | undefined;
  /**
   * Closes what the value holds open: when it is replaced or reset, and in dev when its server closes or restarts. Of a promise, or
   * of anything else that can be awaited, it gets what that comes to. It has 5 seconds.
   */
  dispose?: ((value: Awaited<T>) => unknown) | undefined;
}

/** A kept value, and what belongs to it. */
interface Entry {
  value: unknown;
  version?: RwStateVersion | undefined;
  dispose?: ((value: never) => unknown) | undefined;
  /** While the value is a promise of `migrate`: what it is made from, which is kept again if the promise rejects. */
  from?: Entry | undefined;
  /** Whether it was set, and no `defineRwState` has met it yet: the first one says of which version it is. */
  isSet?: boolean;
  /** In dev: when it began, in milliseconds since 1970. */
  born?: number;
}

/** The entries of one scope, in the order in which they began, and the keys whose initializers are running. */
interface State {
  entries: Map<string, Entry>;
  initializing: Set<string>;
  /** In dev: resolves when what holds something open has ended, while that is under way. */
  ending?: Promise<void> | undefined;
  /** In dev: this module's listeners by their events, for each `import.meta.hot`. */
  listeners?: WeakMap<object, Map<string, (data: never) => void>>;
}

/** What hangs on `globalThis`. A change of its shape needs a new version in the symbol's name. */
interface Anchor {
  scopes: Map<string, State>;
  /** Set by the dev server, or by a test: names the scope of natively imported instances of this file, which no plugin filled in. */
  native?: (stack: () => string) => string;
  /** What natively imported instances keep for themselves, for a dev server of this process that begins later. */
  early?: WeakRef<State>[];
  /** Ends what a scope's entries hold open, as its server closes. */
  end?: (scope: string) => Promise<void>;
}

/**
 * What `defineRwState` is called with and returns. The signature of a declared key has no type parameters, so TypeScript looks at the
 * initializer with the type that is wanted of it, and with no other before.
 */
export type DefineRwState = Declared<keyof RwStates> &
  (<T, K extends string = string>(
    key: K extends keyof RwStates ? never : K,
    initializer: () => T,
    options?: RwStateOptions<T>,
  ) => T);

/** The signatures of declared keys, one beside the other. */
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
 * Returns the value kept under `key`, made by `initializer` at the first call in this scope.
 *
 * An initializer that throws keeps nothing. One that returns a promise keeps the promise; when it rejects, the entry
 * goes, so the next call tries again.
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
    // The code that is evaluated last knows best how to close it.
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
      // A port must be free before it is taken again.
      if (old) void end([[key, old]], entries);
      value = initializer();
    }
  } catch (error) {
    if (!migrate) throw error;
    report("migrate", key, error);
    if (entries.get(key) === old) return old.value;
    // It has reset what it was given.
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
 * Keeps `value` under `key`, whether something was kept there before or not. Another value that was is disposed of.
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
 * Forgets what is kept under `key`, or under every key: the next `defineRwState` calls its initializer. Variables that hold an old
 * value still do. Resolves when what was kept is disposed of, in the reverse order in which it began; it never rejects.
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

/** The plugin writes here: the scope's name in dev, `false` in a build. `null` is this file imported natively. */
const scope = null as string | false | null;

const own: State = scope ? scoped(scope) : create();

if (scope === null && typeof WeakRef === "function") {
  (anchor().early ??= []).push(new WeakRef(own));
}

// The gate asks whether this runner has done all that it was sent before; a runner does one thing after the other.
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

/** Keeps a value from now on. What is kept under its key is disposed of, unless it is what the value is made from. */
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

/** A kept promise that rejects is kept no longer; what it was made from is kept again. */
function follow(entries: State["entries"], key: string, entry: Entry): void {
  const { value } = entry;
  const succeed = () => {
    const { from } = entry;
    entry.from = undefined;
    // Where `migrate` was given a promise that rejects, it was not given what that was made from.
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

/** Whether a value is a promise of any realm, which is observed. A proxy or a thenable is not: to look at one may run it. */
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
  // A server that closes waits only for runners that have something to close.
  if (scope && isNew) send("rwstate:has-disposers");
}

/** Whether something is to be closed when an entry ends. */
function holds({ dispose, from }: Entry): unknown {
  return dispose ?? (from && holds(from));
}

/**
 * Listens to the dev server, in the place of the instance before this one: Vite 8.4 keeps `import.meta.hot` across full reloads, with
 * the listeners that it has.
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

/** Sends the dev server a message. Where that throws, nothing is to fail for it. */
function send(event: string, data?: unknown): void {
  try {
    import.meta.hot?.send(event, data);
  } catch {
    // As in workerd, in the context of another request or Durable Object.
  }
}

/** Takes entries out, the last one first, and disposes of them one after the other; what begins to close, does so at once. */
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

/** Disposes of a value; of a promise, of what it comes to, or of what it was made from. */
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

/** Ends the entries of a scope that hold something open; the others outlive a restart. */
function endOf(name: string): Promise<void> {
  const state = scoped(name);
  return (state.ending ??= endHolding(state).finally(() => {
    state.ending = undefined;
  }));
}

async function endHolding(state: State): Promise<void> {
  // To close one may open another, such as a log; what does so again and again is left.
  for (let round = 0; round < 3 && holding(state).length > 0; round++) {
    await end(holding(state), state.entries);
  }
}

function holding({ entries }: State): [string, Entry][] {
  return [...entries].filter(([, entry]) => holds(entry));
}

/** Whether a key is not one of rwstate's own. */
function isUsers(key: string): boolean {
  return !key.startsWith("rwstate:");
}

/** Reports a callback that has failed; nothing fails for it. What a request sends as it ends may not reach the dev server. */
function report(callback: string, key: string, error: unknown): void {
  try {
    console.error(`rwstate: ${callback} of ${show(key)} has failed:`, error);
  } catch {
    // It may be one that sends what it is given, as `hot` does.
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
