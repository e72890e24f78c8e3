/** The first user in the design note: a framework's request context, without module-level state of its own. */
import { AsyncLocalStorage } from "async_hooks";
import { defineRwState } from "rwsdk/__state";
import type { RequestInfo } from "./types.js";

declare global {
  interface RwStates {
    requestInfoStore: AsyncLocalStorage<RequestInfo>;
  }
}

export const requestInfoStore = defineRwState("requestInfoStore", () => new AsyncLocalStorage());

export function runWithRequestInfo<T>(info: RequestInfo, callback: () => T): T {
  return requestInfoStore.run(info, callback);
}

export function getRequestInfo(): RequestInfo | undefined {
  return requestInfoStore.getStore();
}
