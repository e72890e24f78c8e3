/** Types of the state module: compiled, never run. Each `expect-error` is an error that must be there. */
import { AsyncLocalStorage } from "node:async_hooks";
import { defineRwState, getRwState, hasRwState, resetRwState, setRwState } from "rwsdk/__state";
import { restoreRwState, runWithRwState, seedRwState, snapshotRwState } from "rwstate/testing";

declare global {
  interface RwStates {
    typedKey: { count: number };
    listeners: Set<() => void>;
    context: AsyncLocalStorage<{ id: string }>;
  }
}

// A key that a framework declared has its type.
export const declared: { count: number } = defineRwState("typedKey", () => ({ count: 1 }));
export const kept: { count: number } | undefined = getRwState("typedKey");
setRwState("typedKey", { count: 2 });

// So have what its initializer makes, and what is in that.
export const listeners = defineRwState("listeners", () => new Set());
listeners.add(() => {});
defineRwState("context", () => new AsyncLocalStorage()).run({ id: "one" }, () => {});
// @ts-expect-error an initializer makes what was declared
defineRwState("typedKey", () => "one");

// A type that is wanted of a key that is not declared is wanted of its initializer too.
export const set: Set<() => void> = defineRwState("set", () => new Set());
export const map: Map<string, { at: Date }> = defineRwState("map", () => new Map());
export const weak: WeakMap<object, string> = defineRwState("weak", () => new WeakMap());
export const list: string[] = defineRwState("list", () => []);
export const pair: [string, number] = defineRwState("pair", () => ["one", 1]);
export const record: Record<string, number> = defineRwState("record", () => ({}));
export const mode: "on" | "off" = defineRwState("mode", () => "on");
export const user: { name: string } | null = defineRwState("user", () => null);
export const call: (value: number) => string = defineRwState("call", () => (value) => `${value}`);
export const promise: Promise<Set<string>> = defineRwState("promise", () =>
  Promise.resolve(new Set()),
);
export const loaded: Promise<string[]> = defineRwState("loaded", async () => []);
export const store: AsyncLocalStorage<{ id: string }> = defineRwState(
  "store",
  () => new AsyncLocalStorage(),
);
export const sets: { all: Set<() => void>; last: string | undefined } = defineRwState(
  "sets",
  () => ({
    all: new Set(),
    last: undefined,
  }),
);

// A key that nobody declared works, and its type is the initializer's.
export const own: Map<string, number> = defineRwState("ownKey", () => new Map<string, number>());
export const unknownKey: unknown = getRwState("ownKey");
export const told: Date | undefined = getRwState<Date>("ownKey");
setRwState("ownKey", new Date());

// `dispose` gets what a promise came to, and `migrate` what its author says it was.
export const pending: Promise<{ end(): void }> = defineRwState(
  "pending",
  () => Promise.resolve({ end() {} }),
  {
    version: 2,
    migrate: (previous: { stop(): void }, version: string | number | undefined) => {
      previous.stop();
      return Promise.resolve({ end: () => void version });
    },
    dispose: (value) => value.end(),
  },
);
export const has: boolean = hasRwState("ownKey");
export const done: Promise<void> = resetRwState("ownKey");
export const ran: number = runWithRwState("context", { id: "one" }, () => 1);
seedRwState({ typedKey: { count: 3 }, ownKey: new Date() });
restoreRwState(snapshotRwState());
// @ts-expect-error a version is a string or a number
defineRwState("ownKey", () => 1, { version: true });
// @ts-expect-error `migrate` makes what the initializer makes
defineRwState<number>("ownKey", () => 1, { version: 1, migrate: () => "one" });

// @ts-expect-error the key has another type
export const wrong: string = getRwState("typedKey");
// @ts-expect-error a key is a string
getRwState(42);
// @ts-expect-error an initializer is a function
defineRwState("ownKey", 1);
