/** The same face in a browser, which has one user and no `AsyncLocalStorage`. */
import { defineRwState } from "rwsdk/__state";
import type { RequestInfo } from "./types.js";

export const requestInfoStore = defineRwState("requestInfo", () => ({
  current: undefined as RequestInfo | undefined,
}));

export function runWithRequestInfo<T>(info: RequestInfo, callback: () => T): T {
  requestInfoStore.current = info;
  return callback();
}

export function getRequestInfo(): RequestInfo | undefined {
  return requestInfoStore.current;
}
