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
      send(event: string, data?: unknown): void;
    };
  }
}

/** What tells one shape of a value from the next. */
export type RwStateVersion = string | number;

/** What becomes of a value when its code changes, and when it ends. */
export interface RwStateOptions<T> {
  /** A value that was kept under another version begins anew. Where none is given, any will do. */
  version?: RwStateVersion | undefined;
  /**
   * Makes the value of this version out of the one that was kept, which is not disposed of then. If this throws or rejects, the
   * old value stays, under its old version.
   */
  // Its author knows what the other version was.
  // oxlint-disable-next-line no-explicit-any
  migrate?: ((previous: any, previousVersion: RwStateVersion | undefined) => T) | undefined;
  /**
   * Closes what the value holds open: when it is replaced or reset, and in dev when its server closes or restarts. For a kept
   * promise it gets what that came to. It has 5 seconds.
   */
  dispose?: ((value: Awaited<T>) => unknown) | undefined;
}

/** A kept value, and what belongs to it. */
interface Entry {
  value: unknown;
  version?: RwStateVersion | undefined;
  dispose?: ((value: never) => unknown) | undefined;
  /** Whether it was set, and no `defineRwState` has met it yet: the first one says of which version it is. */
  isSet?: boolean;
  /** In dev: when it began, in milliseconds since 1970. */
  born?: number;
}

/** The entries of one scope, in the order in which they began, and the keys whose initializers are running. */
interface State {
  entries: Map<string, Entry>;
  initializing: Set<string>;
}

/** What hangs on `globalThis`. A change of its shape needs a new version in the symbol's name. */
interface Anchor {
  scopes: Map<string, State>;
  /** Set by the dev server, or by a test: names the scope of natively imported instances of this file, which no plugin filled in. */
  native?: (stack: () => string) => string;
  /** Ends what a scope's entries hold open, as its server closes. */
  end?: (scope: string) => Promise<void>;
}

/**
 * Returns the value kept under `key`, made by `initializer` at the first call in this scope.
 *
 * An initializer that throws keeps nothing. One that returns a promise keeps the promise; when it rejects, the entry
 * goes, so the next call tries again.
 *
 * @throws {TypeError} `key` is not a non-empty string, or `initializer` is not a function.
 * @throws {Error} `initializer` reaches its own key again.
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
  if (old && (version === undefined || version === old.version)) {
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
    return old.value;
  } finally {
    initializing.delete(key);
  }
  follow(entries, key, begin(entries, key, value, version, options?.dispose), migrate && old);
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
  if (old?.dispose && !Object.is(old.value, value)) {
    void end([[key, old]], entries);
    begin(entries, key, value, old.version, old.dispose);
  } else if (old) {
    old.value = value;
  } else {
    begin(entries, key, value).isSet = true;
  }
}

/**
 * Forgets what is kept under `key`, or under every key: the next `defineRwState` begins anew. Variables that hold an old value
 * still do. Resolves when what was kept is disposed of, in the reverse order in which it began; it never rejects.
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

// The gate asks whether this runner has done all that it was sent before; a runner does one thing after the other.
if (scope && import.meta.hot) {
  const { hot } = import.meta;
  hot.on("rwstate:ping", (ping: number) => {
    const keys = [...own.entries.keys()].filter(isUsers);
    hot.send("rwstate:pong", { ping, kept: keys.length, keys: keys.slice(0, 50) });
  });
  hot.on("rwstate:end", () => {
    hot.send("rwstate:ending", holding(own).length);
    void endOf(scope).then(() => hot.send("rwstate:ended"));
  });
  hot.on("rwstate:hail", () => {
    hot.send("rwstate:hello");
    if (holding(own).length > 0) hot.send("rwstate:holds");
  });
  hot.send("rwstate:hello");
}

function begin(
  entries: State["entries"],
  key: string,
  value: unknown,
  version?: RwStateVersion,
  dispose?: Entry["dispose"],
): Entry {
  const entry: Entry = { value, version };
  if (scope !== false) entry.born = Date.now();
  hold(entry, dispose);
  entries.delete(key);
  entries.set(key, entry);
  return entry;
}

/** A kept promise that rejects is kept no longer; what it was migrated from comes back. */
function follow(entries: State["entries"], key: string, entry: Entry, old?: Entry): void {
  const { value } = entry;
  if (!(value instanceof Promise)) return;
  value.catch((error) => {
    if (entries.get(key) !== entry || entry.value !== value) return;
    entries.delete(key);
    if (!old) return;
    entries.set(key, old);
    follow(entries, key, old);
    report("migrate", key, error);
  });
}

function hold(entry: Entry, dispose: Entry["dispose"]): void {
  // A server that closes waits only for runners that have something to close.
  if (scope && dispose && !entry.dispose) import.meta.hot?.send("rwstate:holds");
  entry.dispose = dispose;
}

/** Takes entries out, the last one first, and disposes of them one after the other; what begins to close, does so at once. */
async function end(ended: [string, Entry][], entries: State["entries"]): Promise<void> {
  for (const [key] of ended) entries.delete(key);
  for (const [key, { value, dispose }] of ended.reverse()) {
    if (!dispose) continue;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, 5000, new Error("it has not ended within 5 s"));
    });
    try {
      const kept =
        value instanceof Promise ? value.then(dispose as never, () => {}) : dispose(value as never);
      await Promise.race([kept, late]);
    } catch (error) {
      report("dispose", key, error);
    }
    clearTimeout(timer);
  }
}

/** Ends the entries of a scope that hold something open; the others outlive a restart. */
async function endOf(name: string): Promise<void> {
  const state = scoped(name);
  // To close one may open another, such as a log; what does so again and again is left.
  for (let round = 0; round < 3 && holding(state).length > 0; round++) {
    await end(holding(state), state.entries);
  }
}

function holding({ entries }: State): [string, Entry][] {
  return [...entries].filter(([, { dispose }]) => dispose);
}

/** Whether a key is not one of rwstate's own. */
function isUsers(key: string): boolean {
  return !key.startsWith("rwstate:");
}

/** Tells of a callback that has failed; nothing fails for it. What a request sends as it ends may not reach the dev server. */
function report(callback: string, key: string, error: unknown): void {
  console.error(`rwstate: ${callback} of ${show(key)} has failed:`, error);
  if (scope && import.meta.hot) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : show(error);
    import.meta.hot.send("rwstate:failed", { callback, key, reason });
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
  const anchor: Anchor = (holder()[Symbol.for("rwstate/v1")] ??= { scopes: new Map() });
  anchor.end = endOf;
  let state = anchor.scopes.get(name);
  if (!state) anchor.scopes.set(name, (state = create()));
  return state;
}

function native(): State {
  const name = holder()[Symbol.for("rwstate/v1")]?.native?.(() => new Error().stack ?? "");
  return name === undefined ? own : scoped(name);
}

function holder(): { [symbol: symbol]: Anchor | undefined } {
  return globalThis as never;
}

function create(): State {
  return { entries: new Map(), initializing: new Set() };
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Object(value) === value ? `a value of type ${typeof value}` : String(value);
}
