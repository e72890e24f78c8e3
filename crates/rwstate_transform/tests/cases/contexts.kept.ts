import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_lazy(v) { return arguments.length ? lazy = v : lazy; } import { AsyncLocalStorage } from "node:async_hooks";
import * as hooks from "async_hooks";
import asyncHooks from "node:async_hooks";
const { AsyncLocalStorage: Storage } = asyncHooks;
export const store = __rwstate_keep("app@1.0.0/m#store~1e2e9aed", () => (new AsyncLocalStorage<{ id: string }>()));
const second = __rwstate_keep("app@1.0.0/m#second~3d18fe23", () => (new hooks.AsyncLocalStorage()));
const third = __rwstate_keep("app@1.0.0/m#third~6d650021", () => (new asyncHooks.AsyncLocalStorage())), fourth = __rwstate_keep("app@1.0.0/m#fourth~ad134bed", () => (new Storage()));
const global = __rwstate_keep("app@1.0.0/m#global~39a53c3d", () => (new globalThis.AsyncLocalStorage()));
const perhaps = __rwstate_keep("app@1.0.0/m#perhaps~a43c41d4", () => (globalThis.AsyncLocalStorage ? new globalThis.AsyncLocalStorage() : undefined));
let lazy: AsyncLocalStorage<number> | undefined = __rwstate_keep("app@1.0.0/m#lazy~58865b27", () => void 0, __rwstate_lazy);
export const get = () => (__rwstate_write(lazy ??= new AsyncLocalStorage(), __rwstate_lazy));
export default __rwstate_keep("app@1.0.0/m#default~68e8f74d", () => (new AsyncLocalStorage()));
class Scope { static #current = __rwstate_keep("app@1.0.0/m#Scope.#current~68e8f74d", () => (new AsyncLocalStorage())); static run() { return Scope.#current; } }
// store: Context, kept
// second: Context, kept
// third: Context, kept
// fourth: Context, kept
// global: Context, kept
// perhaps: Context, kept
// lazy: Context, kept
// default: Context, kept
// Scope.#current: Context, kept
