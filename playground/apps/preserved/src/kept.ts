/** Plain state in a module of the app, which does not use rwstate. */
import { AsyncLocalStorage } from "node:async_hooks";
import { identify, nextInstance } from "./realm";

const instance = nextInstance();
const storage = new AsyncLocalStorage<string>();
const seen = new Map<string, number>();
export let count = 0;

/** Counts a call, in a context. */
export async function hit(id: string) {
  return storage.run(id, async () => {
    seen.set(id, count++);
    await Promise.resolve();
    return {
      instance,
      count,
      seen: identify(seen),
      size: seen.size,
      storage: identify(storage),
      context: storage.getStore(),
    };
  });
}
