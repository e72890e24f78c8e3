/** The types of the state module. This file is compiled and never run; each `expect-error` stands for an error that the compiler must find. */
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

// A key that a framework has declared has the declared type.
export const declared: { count: number } = defineRwState("typedKey", () => ({ count: 1 }));
export const kept: { count: number } | undefined = getRwState("typedKey");
setRwState("typedKey", { count: 2 });

// So have the initializer's value and its properties.
export const listeners = defineRwState("listeners", () => new Set());
listeners.add(() => {});
defineRwState("context", () => new AsyncLocalStorage()).run({ id: "one" }, () => {});
// @ts-expect-error the initializer must return the declared type
defineRwState("typedKey", () => "one");

// The expected type of a key that is not declared is expected of its initializer too.
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

// A key that is not declared has the type of its initializer.
export const own: Map<string, number> = defineRwState("ownKey", () => new Map<string, number>());
export const unknownKey: unknown = getRwState("ownKey");
export const got: Date | undefined = getRwState<Date>("ownKey");
setRwState("ownKey", new Date());

// `dispose` gets what a promise resolves to, and `migrate` the type that its author gives.
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
// @ts-expect-error `migrate` must return what the initializer returns
defineRwState<number>("ownKey", () => 1, { version: 1, migrate: () => "one" });

// @ts-expect-error the key has another type
export const wrong: string = getRwState("typedKey");
// @ts-expect-error a key is a string
getRwState(42);
// @ts-expect-error an initializer is a function
defineRwState("ownKey", 1);
