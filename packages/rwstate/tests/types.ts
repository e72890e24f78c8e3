/** Types of the state module: compiled, never run. Each `expect-error` is an error that must be there. */
import { defineRwState, getRwState, setRwState } from "rwsdk/__state";

declare global {
  interface RwStates {
    typedKey: { count: number };
  }
}

// A key that a framework declared has its type.
export const declared: { count: number } = defineRwState("typedKey", () => ({ count: 1 }));
export const kept: { count: number } | undefined = getRwState("typedKey");
setRwState("typedKey", { count: 2 });

// A key that nobody declared works, and its type is the initializer's.
export const own: Map<string, number> = defineRwState("ownKey", () => new Map<string, number>());
export const unknownKey: unknown = getRwState("ownKey");
export const told: Date | undefined = getRwState<Date>("ownKey");
setRwState("ownKey", new Date());

// @ts-expect-error the key has another type
export const wrong: string = getRwState("typedKey");
// @ts-expect-error a key is a string
getRwState(42);
// @ts-expect-error an initializer is a function
defineRwState("ownKey", 1);
