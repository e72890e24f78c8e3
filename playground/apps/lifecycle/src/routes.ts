/** Entries with a version, with an instance of an old class, with callbacks that fail, and with resources to close. */
import { AsyncLocalStorage } from "node:async_hooks";
import { defineRwState, hasRwState, resetRwState } from "rwsdk/__state";
import { Store } from "./store";

const settings = defineRwState<{ made: number; ended?: boolean }>("settings", () => ({ made: 1 }), {
  version: 1,
  dispose(value) {
    value.ended = true;
    console.log("disposed of settings");
  },
});
/** Kept by the option `preserve`, without a call. */
export const context = new AsyncLocalStorage<object>();
const store = defineRwState("store", () => new Store());

export const routes: Record<string, (request: Request) => Promise<Response>> = {
  settings: () => Promise.resolve(Response.json({ settings, isStore: store instanceof Store })),
  async all() {
    const log: string[] = [];
    for (const key of ["first", "second", "third"]) {
      const dispose = async () => {
        log.push(`${key} begins to end`);
        await Promise.resolve();
        if (key === "third") throw new Error("it is busy");
        log.push(`${key} has ended`);
      };
      defineRwState(key, () => key, { dispose });
    }
    await resetRwState();
    return Response.json({ log, kept: hasRwState("first") || hasRwState("settings") });
  },
  async fail() {
    const dispose = () => Promise.reject(new Error("the disk is full"));
    defineRwState("failing", () => 1, { version: 1, dispose });
    const migrate = () => {
      throw new Error("the schema is unknown");
    };
    defineRwState("failing", () => 2, { version: 2, migrate, dispose });
    await resetRwState("failing");
    return new Response("reset");
  },
};
