import { AsyncLocalStorage } from "node:async_hooks";
import * as hooks from "async_hooks";
import asyncHooks from "node:async_hooks";
const { AsyncLocalStorage: Storage } = asyncHooks;
export const store = new AsyncLocalStorage<{ id: string }>();
const second = new hooks.AsyncLocalStorage();
const third = new asyncHooks.AsyncLocalStorage(), fourth = new Storage();
const global = new globalThis.AsyncLocalStorage();
const perhaps = globalThis.AsyncLocalStorage ? new globalThis.AsyncLocalStorage() : undefined;
let lazy: AsyncLocalStorage<number> | undefined;
export const get = () => (lazy ??= new AsyncLocalStorage());
export default new AsyncLocalStorage();
class Scope { static #current = new AsyncLocalStorage(); static run() { return Scope.#current; } }
