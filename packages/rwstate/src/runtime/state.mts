/**
 * The state module: `defineRwState`, `getRwState`, `setRwState`.
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

/** The kept values of one scope, and the keys whose initializers are running. */
interface State {
  values: Map<string, unknown>;
  initializing: Set<string>;
}

/** What hangs on `globalThis`. A change of its shape needs a new version in the symbol's name. */
interface Anchor {
  scopes: Map<string, State>;
  /** Set by the dev server: names the scope of natively imported instances of this file, which no plugin filled in. */
  native?: (stack: () => string) => string;
}

/**
 * Returns the value kept under `key`, made by `initializer` at the first call in this scope.
 *
 * An initializer that throws keeps nothing. One that returns a promise keeps the promise; when it rejects, the entry
 * goes, so the next call tries again.
 *
 * @throws {TypeError} `key` is not a non-empty string, or `initializer` is not a function.
 * @throws {Error} `initializer` reaches its own key again.
 */
export function defineRwState<K extends keyof RwStates>(
  key: K,
  initializer: () => RwStates[K],
): RwStates[K];
export function defineRwState<T>(key: string, initializer: () => T): T;
export function defineRwState(key: string, initializer: () => unknown): unknown {
  const { values, initializing } = stateFor("defineRwState", key);
  if (typeof initializer !== "function") {
    throw new TypeError(
      `defineRwState: the initializer of ${show(key)} must be a function, not ${show(initializer)}`,
    );
  }
  const kept = values.get(key);
  if (kept !== undefined || values.has(key)) return kept;
  if (initializing.has(key)) {
    throw new Error(`defineRwState: the initializer of ${show(key)} reaches its own key again`);
  }
  initializing.add(key);
  let value: unknown;
  try {
    value = initializer();
  } finally {
    initializing.delete(key);
  }
  values.set(key, value);
  if (value instanceof Promise) {
    value.catch(() => {
      if (values.get(key) === value) values.delete(key);
    });
  }
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
  return stateFor("getRwState", key).values.get(key);
}

/**
 * Keeps `value` under `key`, whether something was kept there before or not.
 *
 * @throws {TypeError} `key` is not a non-empty string.
 */
export function setRwState<K extends keyof RwStates>(key: K, value: RwStates[K]): void;
export function setRwState<T>(key: string, value: T): void;
export function setRwState(key: string, value: unknown): void {
  stateFor("setRwState", key).values.set(key, value);
}

/** The plugin writes here: the scope's name in dev, `false` in a build. `null` is this file imported natively. */
const scope = null as string | false | null;

const own: State = scope ? scoped(scope) : create();

// The gate asks whether this runner has done all that it was sent before; a runner does one thing after the other.
if (scope && import.meta.hot) {
  const { hot } = import.meta;
  hot.on("rwstate:ping", (ping: number) =>
    hot.send("rwstate:pong", { ping, kept: own.values.size }),
  );
  hot.send("rwstate:hello");
}

function stateFor(caller: string, key: unknown): State {
  if (typeof key !== "string" || key === "") {
    throw new TypeError(`${caller}: the key must be a non-empty string, not ${show(key)}`);
  }
  return scope === null ? native() : own;
}

function scoped(name: string): State {
  const { scopes } = (holder()[Symbol.for("rwstate/v1")] ??= { scopes: new Map() });
  let state = scopes.get(name);
  if (!state) scopes.set(name, (state = create()));
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
  return { values: new Map(), initializing: new Set() };
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Object(value) === value ? `a value of type ${typeof value}` : String(value);
}
